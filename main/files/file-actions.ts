import { basename, join } from 'node:path'
import type { BrowserWindow, Dialog, Shell } from 'electron'
import type { StagedFile } from '../../preload/contract/index.ts'
import { DesktopError } from '../workspace/errors.ts'
import { isDangerous, localName } from '../workspace/files/local.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { freePath, type Marker, sizeOf, writeLocal } from './local-files.ts'

export interface FileActionsOptions {
  workspace: () => Workspace
  dialog: Pick<Dialog, 'showOpenDialog' | 'showSaveDialog'>
  shell: Pick<Shell, 'openPath' | 'showItemInFolder'>
  /** The window that dialogs belong to. */
  window: () => BrowserWindow
  /** The name of pictures and videos as a kind of files. */
  pictures: () => string
  /** The folder of the person's downloads. */
  downloads: () => string
  mark: Marker
}

/** What a person does with files: choosing, opening and saving them. */
export interface FileActions {
  choose(pictures: boolean): Promise<StagedFile[]>
  open(file: { fileId: string; name: string }): Promise<void>
  showInFolder(file: { fileId: string; name: string }): Promise<void>
  saveAs(file: { fileId: string; name: string }): Promise<{ saved: boolean }>
}

const pictureTypes = ['png', 'jpg', 'jpeg', 'gif', 'webp', 'avif', 'bmp', 'mp4', 'm4v', 'mov', 'webm']

export function createFileActions(options: FileActionsOptions): FileActions {
  const { workspace, dialog, shell, mark } = options
  /** Where files were saved in this run, so that opening one twice does not save it twice. */
  const places = new Map<string, string>()

  async function* bytesOf(fileId: string): AsyncGenerator<Uint8Array> {
    const { downloads } = workspace().files
    const { size } = await downloads.whole(fileId)
    const { read } = await downloads.open(fileId)
    yield* read(0, size)
  }

  /** Saves a file among the downloads, once. */
  async function place({ fileId, name }: { fileId: string; name: string }): Promise<string> {
    const known = places.get(fileId)
    const { size } = await workspace().files.downloads.whole(fileId)
    if (known !== undefined) {
      const found = await sizeOf(known)
      if (found.exists && found.size === size) return known
    }
    const path = await freePath(options.downloads(), name)
    await writeLocal(path, bytesOf(fileId), mark)
    places.set(fileId, path)
    return path
  }

  return {
    async choose(pictures) {
      const filters = pictures ? { filters: [{ name: options.pictures(), extensions: pictureTypes }] } : {}
      const { canceled, filePaths } = await dialog.showOpenDialog(options.window(), {
        properties: ['openFile', 'multiSelections'],
        ...filters,
      })
      if (canceled) return []
      const staged: StagedFile[] = []
      for (const path of filePaths) staged.push((await workspace().files.staging.addPath(path)).file)
      return staged
    },
    async open(file) {
      requireHarmless(file.name)
      const path = await place(file)
      // It may lie there under the name that another message, or the person, gave it.
      requireHarmless(basename(path))
      const failure = await shell.openPath(path)
      if (failure !== '') throw new DesktopError('file_unreadable', failure)
    },
    async showInFolder(file) {
      shell.showItemInFolder(await place(file))
    },
    async saveAs({ fileId, name }) {
      const defaultPath = join(options.downloads(), localName(name))
      // Linux asks before a file is replaced only where it is told to.
      const { canceled, filePath } = await dialog.showSaveDialog(options.window(), {
        defaultPath,
        properties: ['showOverwriteConfirmation'],
      })
      if (canceled || filePath === '') return { saved: false }
      await writeLocal(filePath, bytesOf(fileId), mark)
      places.set(fileId, filePath)
      return { saved: true }
    },
  }
}

/** @throws DesktopError `dangerous_file` */
function requireHarmless(name: string): void {
  if (isDangerous(name)) throw new DesktopError('dangerous_file', 'a file of this type is not opened')
}

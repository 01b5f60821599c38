import { join } from 'node:path'
import type { Dialog, NativeImage, Shell } from 'electron'
import type { StagedFile } from '../../preload/contract/index.ts'
import { DesktopError } from '../workspace/errors.ts'
import { isDangerous, localName } from '../workspace/files/local.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { freePath, type Marker, sizeOf, writeLocal } from './local-files.ts'

export interface FileActionsOptions {
  workspace: () => Workspace
  dialog: Pick<Dialog, 'showOpenDialog' | 'showSaveDialog'>
  shell: Pick<Shell, 'openPath' | 'showItemInFolder'>
  /** The folder of the person's downloads. */
  downloads: () => string
  mark: Marker
  imageFrom: (bytes: Buffer) => Pick<NativeImage, 'isEmpty' | 'toPNG'>
  writeImage: (png: Buffer) => Promise<void>
}

/** What a person does with files: choosing, opening and saving them. */
export interface FileActions {
  choose(pictures: boolean): Promise<StagedFile[]>
  open(file: { fileId: string; name: string }): Promise<void>
  showInFolder(file: { fileId: string; name: string }): Promise<void>
  saveAs(file: { fileId: string; name: string }): Promise<{ saved: boolean }>
  copyImage(file: { fileId: string }): Promise<void>
}

/** The most bytes of a picture that goes into the clipboard. */
const maxCopied = 64 * 1_048_576

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
      const filters = pictures ? { filters: [{ name: '', extensions: pictureTypes }] } : {}
      const { canceled, filePaths } = await dialog.showOpenDialog({
        properties: ['openFile', 'multiSelections'],
        ...filters,
      })
      if (canceled) return []
      const staged: StagedFile[] = []
      for (const path of filePaths) staged.push((await workspace().files.staging.addPath(path)).file)
      return staged
    },
    async open(file) {
      if (isDangerous(file.name)) throw new DesktopError('dangerous_file', 'a file of this type is not opened')
      const failure = await shell.openPath(await place(file))
      if (failure !== '') throw new DesktopError('file_unreadable', failure)
    },
    async showInFolder(file) {
      shell.showItemInFolder(await place(file))
    },
    async saveAs({ fileId, name }) {
      const defaultPath = join(options.downloads(), localName(name))
      const { canceled, filePath } = await dialog.showSaveDialog({ defaultPath })
      if (canceled || filePath === '') return { saved: false }
      await writeLocal(filePath, bytesOf(fileId), mark)
      places.set(fileId, filePath)
      return { saved: true }
    },
    async copyImage({ fileId }) {
      const { size, mediaType } = await workspace().files.downloads.whole(fileId)
      if (size > maxCopied) throw new DesktopError('bad_arguments', 'the picture is too large for the clipboard')
      const parts: Uint8Array[] = []
      for await (const part of bytesOf(fileId)) parts.push(part)
      const bytes = Buffer.concat(parts)
      if (mediaType === 'image/png') return options.writeImage(bytes)
      const image = options.imageFrom(bytes)
      if (image.isEmpty()) throw new DesktopError('file_unreadable', 'the picture cannot be read here')
      await options.writeImage(image.toPNG())
    },
  }
}

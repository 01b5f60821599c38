import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserWindow } from 'electron'
import { expect, onTestFinished, test } from 'vitest'
import type { Workspace } from '../workspace/workspace.ts'
import { createFileActions } from './file-actions.ts'

function actions() {
  const folder = mkdtempSync(join(tmpdir(), 'lianqun-actions-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const opened: string[] = []
  const downloads = {
    whole: async () => ({ size: 2, mediaType: 'application/octet-stream' }),
    open: async () => ({
      async *read() {
        yield Buffer.from('MZ')
      },
    }),
  }
  const created = createFileActions({
    workspace: () => ({ files: { downloads } }) as unknown as Workspace,
    dialog: {
      showOpenDialog: async () => ({ canceled: true, filePaths: [] }),
      showSaveDialog: async () => ({ canceled: false, filePath: join(folder, 'saved.exe') }),
    },
    shell: {
      openPath: async path => {
        opened.push(path)
        return ''
      },
      showItemInFolder: () => {},
    },
    window: () => ({}) as BrowserWindow,
    pictures: () => '',
    downloads: () => folder,
    mark: async () => {},
  })
  return { created, folder, opened }
}

test('a file is opened from where it was saved before', async () => {
  const { created, folder, opened } = actions()
  const file = { fileId: 'f1', name: '报价.pdf' }
  await created.open(file)
  await created.open(file)
  expect(opened).toEqual([join(folder, '报价.pdf'), join(folder, '报价.pdf')])
  expect(readdirSync(folder)).toEqual(['报价.pdf'])
})

test('what lies there under a name that could run is not opened by another name', async () => {
  for (const saved of ['showInFolder', 'saveAs'] as const) {
    const { created, opened } = actions()
    await created[saved]({ fileId: 'f1', name: 'setup.exe' })
    await expect(created.open({ fileId: 'f1', name: 'report.pdf' })).rejects.toMatchObject({ code: 'dangerous_file' })
    expect(opened).toEqual([])
  }
})

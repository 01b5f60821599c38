import { EventEmitter } from 'node:events'
import { describe, expect, test } from 'vitest'
import { type Clicked, contextMenuTemplate, showContextMenus } from './context-menu.ts'

const all = {
  canUndo: true,
  canRedo: true,
  canCut: true,
  canCopy: true,
  canPaste: true,
  canDelete: true,
  canSelectAll: true,
  canEditRichly: false,
}
const nothing: Clicked = { isEditable: false, selectionText: '', linkURL: '', editFlags: all }
const field: Clicked = { ...nothing, isEditable: true }
const secret: Clicked = { ...field, editFlags: { ...all, canCopy: false, canCut: false } }

describe.each(['zh', 'en'] as const)('the menu for text in %s', language => {
  const menu = (clicked: Clicked, copied: string[] = []) =>
    contextMenuTemplate(clicked, language, text => copied.push(text))
  const roles = (clicked: Clicked) => menu(clicked).flatMap(item => item.role ?? [])

  test('has what can be done with a field, and does not copy a password', () => {
    expect(roles(field)).toEqual(['undo', 'redo', 'cut', 'copy', 'paste', 'pasteAndMatchStyle', 'selectAll'])
    const enabled = menu(secret).flatMap(item => (item.enabled === true ? (item.role ?? []) : []))
    expect(enabled).toEqual(['undo', 'redo', 'paste', 'pasteAndMatchStyle', 'selectAll'])
  })

  test('copies what is selected, and the address of a link, but no other kind of address', () => {
    expect(roles({ ...nothing, selectionText: '回滚窗口' })).toEqual(['copy'])
    const copied: string[] = []
    const [link] = menu({ ...nothing, linkURL: 'https://wiki.example/a' }, copied)
    link?.click?.call(null, {} as never, undefined, {} as never)
    expect(copied).toEqual(['https://wiki.example/a'])
    for (const linkURL of ['app://lianqun/index.html', 'javascript:alert(1)', ''])
      expect(menu({ ...nothing, linkURL, selectionText: ' \n' })).toEqual([])
  })

  test('is in that language', () => {
    const labels = [...menu(field), ...menu({ ...nothing, linkURL: 'https://a.example/' })].flatMap(
      item => item.label ?? [],
    )
    for (const label of labels) expect(/\p{Script=Han}/u.test(label)).toBe(language === 'zh')
  })
})

test('every page of the app has it, in its window', () => {
  const app = new EventEmitter()
  const popped: unknown[] = []
  showContextMenus({
    app: app as never,
    buildMenu: template => ({ popup: options => popped.push([template.length, options]) }),
    windowOf: () => 'window' as never,
    language: () => 'en',
    copy: () => {},
  })
  const contents = Object.assign(new EventEmitter(), { focus: () => popped.push('focused') })
  app.emit('web-contents-created', {}, contents)
  contents.emit('context-menu', {}, { ...nothing, frame: null })
  contents.emit('context-menu', {}, { ...field, frame: 'frame' })
  expect(popped).toEqual(['focused', [9, { window: 'window', frame: 'frame' }]])
})

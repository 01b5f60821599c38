import { type Editor, Extension, markInputRule } from '@tiptap/core'
import { Blockquote } from '@tiptap/extension-blockquote'
import { Bold } from '@tiptap/extension-bold'
import { Code } from '@tiptap/extension-code'
import { CodeBlock } from '@tiptap/extension-code-block'
import { Document } from '@tiptap/extension-document'
import { HardBreak } from '@tiptap/extension-hard-break'
import { Italic } from '@tiptap/extension-italic'
import { Link } from '@tiptap/extension-link'
import { BulletList, ListItem, ListKeymap, OrderedList } from '@tiptap/extension-list'
import { Paragraph } from '@tiptap/extension-paragraph'
import { Strike } from '@tiptap/extension-strike'
import { Text } from '@tiptap/extension-text'
import { UndoRedo } from '@tiptap/extensions'
import { isLinkTarget } from '../kinds/rich/runs.ts'

/** Makes a new line as Enter does elsewhere: the next item of a list, a line of code, out of an empty item. */
function newLine(editor: Editor): boolean {
  return editor.commands.first(({ commands }) => [
    () => commands.newlineInCode(),
    () => commands.splitListItem('listItem'),
    () => commands.createParagraphNear(),
    () => commands.liftEmptyBlock(),
    () => commands.splitBlock(),
  ])
}

/*
 * Markdown as it is typed. In Chinese no space stands before it; in a word or a product (`3*4*5`) a single star is one.
 */
const TypedBold = Bold.extend({
  addInputRules() {
    return [markInputRule({ find: /(?<!\*)(\*\*(?![\s*])([^*\n]*[^\s*])\*\*)$/, type: this.type })]
  },
})
const TypedItalic = Italic.extend({
  addInputRules() {
    return [
      markInputRule({ find: /(?<![*\w])(\*(?![\s*])([^*\n]*[^\s*])\*)$/, type: this.type }),
      markInputRule({ find: /(?<!\w)(_(?![\s_])([^_\n]*[^\s_])_)$/, type: this.type }),
    ]
  },
})
const TypedStrike = Strike.extend({
  addInputRules() {
    return [markInputRule({ find: /(?<!~)(~~(?![\s~])([^~\n]*[^\s~])~~)$/, type: this.type })]
  },
})

/** Shift+Enter makes a new line, also where Enter sends. */
const NewLine = Extension.create({
  name: 'newLine',
  priority: 1_000,
  addKeyboardShortcuts: () => ({ 'Shift-Enter': ({ editor }) => newLine(editor) }),
})

/** What a message can be formatted with. Markdown that is typed becomes it. */
export const formats = [
  Document,
  Paragraph,
  Text,
  HardBreak,
  NewLine,
  TypedBold,
  TypedItalic,
  TypedStrike,
  Code,
  CodeBlock.configure({ exitOnTripleEnter: true, exitOnArrowDown: true }),
  Blockquote,
  BulletList,
  OrderedList,
  ListItem,
  ListKeymap,
  // Addresses in a text are found when it is shown: only a link with other words is one.
  Link.configure({
    autolink: false,
    linkOnPaste: false,
    openOnClick: false,
    isAllowedUri: isLinkTarget,
    HTMLAttributes: { rel: null, target: null },
  }),
  UndoRedo,
]

/** The address of a link as somebody wrote it, or null where it is none. */
export function linkAddress(written: string): string | null {
  const text = written.trim()
  if (/^[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/.test(text)) return `mailto:${text}`
  const address = /^[a-z][a-z0-9+.-]*:/i.test(text) && !/^[^/]+:\d+(\/|$)/.test(text) ? text : `https://${text}`
  if (/\s/.test(text) || !isLinkTarget(address)) return null
  return /^mailto:/i.test(address) || /[^.]\.[^.]/.test(new URL(address).host) ? new URL(address).href : null
}

import { Slice } from '@tiptap/pm/model'
import type { EditorView } from '@tiptap/pm/view'
import { findLinks } from '../../../common/links.ts'
import { dropControls } from '../../../common/text.ts'
import type { MemberItem } from '../../../preload/contract/index.ts'
import { translator } from '../../i18n.ts'
import { nameOf, toast } from '../../ui/index.ts'
import { documentOf, type EditorNode } from '../composer-text.ts'
import { isLinkTarget } from '../kinds/rich/runs.ts'
import { isFormatted, richOf } from './document.ts'
import { looksLikeMarkdown } from './markdown-look.ts'
import { codeBlock, documentOfHtml } from './paste-html.ts'
import { withMentions } from './paste-mentions.ts'

/** A text may be this long in the composer; a longer one is a file. */
const maxChars = 1_000_000

export interface PasteOptions {
  /** Members to mention; null in a direct conversation. */
  members: readonly MemberItem[] | null
  language: 'zh' | 'en'
  /** The word for all members. */
  everyone: string
  /** Whether all members may be called. */
  mayCallAll: boolean
  /** A text that is too long for the composer was pasted; returns whether it went somewhere else. */
  onTooLong: (text: string) => boolean
  /** A text that looks like Markdown was pasted from `from` to `to`. */
  onMarkdown: (text: string, from: number, to: number) => void
}

/**
 * Pastes what a message can show. HTML counts where it has formats or mentions of this app, or where the clipboard has
 * nothing else; a text is one paragraph a line, and names behind @ in it are mentions.
 */
export function paste(view: EditorView, { clipboardData }: ClipboardEvent, options: PasteOptions): boolean {
  const plain = dropControls(clipboardData?.getData('text/plain') ?? '')
  const html = clipboardData?.getData('text/html') ?? ''
  if (plain === '' && html === '') return false
  if ((plain || html).length + view.state.doc.content.size > maxChars) {
    if (plain === '' || !options.onTooLong(plain))
      toast({ kind: 'failed', text: translator('messages')('pasteTooLong') })
    return true
  }
  const { $from, empty, from } = view.state.selection
  if ($from.parent.type.spec.code) {
    view.dispatch(view.state.tr.insertText(plain).scrollIntoView())
    return true
  }
  if (!empty && linkSelection(view, plain)) return true
  const code = codeOfEditor(clipboardData, plain)
  if (code !== null) return insert(view, code)
  const read =
    html === '' ? null : documentOfHtml(new DOMParser().parseFromString(html, 'text/html').body, nameIn(options))
  if (read?.content && read.content.length > 0 && (plain === '' || isFormatted(richOf(read)) || hasMention(read)))
    return insert(view, read)
  // Nothing that can be written, a picture for instance: others may want it.
  if (plain === '') return false
  const { members, everyone, mayCallAll } = options
  insert(view, documentOf(withMentions(plain, members ?? [], members && mayCallAll ? everyone : null)))
  if (looksLikeMarkdown(plain)) options.onMarkdown(plain, from, view.state.selection.from)
  return true
}

/** Puts a document in the place of the selection; its first and last lines join those around it. */
function insert(view: EditorView, doc: EditorNode): true {
  const { content } = view.state.schema.nodeFromJSON(doc)
  const open = (type: string | undefined) => (type === 'paragraph' ? 1 : 0)
  const slice = new Slice(content, open(content.firstChild?.type.name), open(content.lastChild?.type.name))
  view.dispatch(view.state.tr.replaceSelection(slice).scrollIntoView())
  return true
}

/** An address that is pasted over words makes them a link. */
function linkSelection(view: EditorView, plain: string): boolean {
  const text = plain.trim()
  const [link] = findLinks(text)
  const { link: mark } = view.state.schema.marks
  if (!mark || !link || link.start !== 0 || link.end !== text.length || !isLinkTarget(link.url)) return false
  const { from, to } = view.state.selection
  const words = view.state.doc.textBetween(from, to)
  if (words.trim() === '' || findLinks(words).length > 0) return false
  view.dispatch(view.state.tr.addMark(from, to, mark.create({ href: link.url })).scrollIntoView())
  return true
}

/** Several lines from VS Code are code in its language. */
function codeOfEditor(data: DataTransfer | null, plain: string): EditorNode | null {
  const about = data?.getData('vscode-editor-data') ?? ''
  if (about === '' || !plain.trimEnd().includes('\n')) return null
  const mode = /"mode":"([a-z0-9+#._-]{1,40})"/.exec(about)?.[1] ?? null
  if (mode === 'markdown' || mode === 'plaintext') return null
  return { type: 'doc', content: [codeBlock(plain, mode)] }
}

function hasMention(node: EditorNode): boolean {
  return node.type === 'mention' || (node.content ?? []).some(hasMention)
}

/** The name by which somebody can be mentioned here, or null. A pasted name may say somebody else's. */
function nameIn({ members, language, everyone, mayCallAll }: PasteOptions): (userId: string) => string | null {
  return userId => {
    if (members === null) return null
    if (userId === 'all') return mayCallAll ? everyone : null
    const member = members.find(member => member.userId === userId)
    return member === undefined ? null : nameOf(member.person, language)
  }
}

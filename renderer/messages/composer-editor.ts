import { Document } from '@tiptap/extension-document'
import { HardBreak } from '@tiptap/extension-hard-break'
import { Mention } from '@tiptap/extension-mention'
import { Paragraph } from '@tiptap/extension-paragraph'
import { Text } from '@tiptap/extension-text'
import { Placeholder, UndoRedo } from '@tiptap/extensions'
import { Slice } from '@tiptap/pm/model'
import type { EditorView } from '@tiptap/pm/view'
import { type Editor, type JSONContent, useEditor } from '@tiptap/react'
import type { SuggestionProps } from '@tiptap/suggestion'
import { type RefObject, useLayoutEffect, useRef } from 'react'
import { dropControls } from '../../common/text.ts'
import type { MemberItem } from '../../preload/contract/index.ts'
import { translator } from '../i18n.ts'
import { isComposing, nameOf, toast } from '../ui/index.ts'
import { type ComposedText, composedTextOf, documentOf } from './composer-text.ts'
import { type MentionOption, mentionOptions } from './MentionList.tsx'
import { textOfHtml } from './paste.ts'

/** Options that the editor, which is created once, reads when it needs them. */
interface EditorOptions {
  /** Members to mention; null in a direct conversation. */
  members: readonly MemberItem[] | null
  language: 'zh' | 'en'
  meId: string
  /** The word for all members. */
  everyone: string
  placeholder: string
  /** Whether the mention list takes Enter. */
  pickerTakesEnter: () => boolean
  onPickerKey: (key: string) => boolean
  onPicker: (picker: SuggestionProps<MentionOption> | null) => void
  onSend: () => void
  onChange: (text: ComposedText) => void
  onFocus: () => void
  onBlur: () => void
}

/** The editor of plain text with mentions. `initial` and `label` apply at creation; `options` is always the newest. */
export function useComposerEditor(initial: ComposedText, label: string, options: EditorOptions): Editor {
  const now = useRef(options)
  useLayoutEffect(() => {
    now.current = options
  })
  return useEditor({
    injectCSS: false,
    shouldRerenderOnTransaction: false,
    content: documentOf(initial) as JSONContent,
    autofocus: 'end',
    coreExtensionOptions: { clipboardTextSerializer: { blockSeparator: '\n' } },
    extensions: extensions(now),
    editorProps: {
      attributes: {
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-label': label,
        class: 'messages-composer-text',
      },
      handleKeyDown: (view, event) => {
        if (event.key !== 'Enter' || event.shiftKey) return false
        // Enter during an IME composition picks a candidate; it never sends.
        if (isComposing(event) || view.composing) return false
        if (now.current.pickerTakesEnter()) return false
        event.preventDefault()
        now.current.onSend()
        return true
      },
      handlePaste: (view, event) => pasteText(view, event, now.current),
    },
    onUpdate: ({ editor }) => now.current.onChange(composedTextOf(editor.getJSON())),
    onFocus: () => now.current.onFocus(),
    onBlur: () => now.current.onBlur(),
  })
}

function extensions(now: RefObject<EditorOptions>) {
  const onPicker = (picker: SuggestionProps<MentionOption> | null) => now.current.onPicker(picker)
  return [
    Document,
    Paragraph,
    Text,
    HardBreak,
    UndoRedo,
    Placeholder.configure({ placeholder: () => now.current.placeholder }),
    Mention.configure({
      deleteTriggerWithBackspace: true,
      renderText: ({ node }) => `@${node.attrs.label}`,
      renderHTML: ({ node }) => [
        'span',
        { class: 'messages-mention', 'data-mention': node.attrs.id },
        `@${node.attrs.label}`,
      ],
      suggestion: {
        decorationClass: 'messages-suggestion',
        allowedPrefixes: null,
        allow: () => now.current.members !== null,
        items: ({ query }) => {
          const { members: list, language, meId, everyone } = now.current
          return mentionOptions(list ?? [], query, { language, meId, everyone })
        },
        render: () => ({
          onStart: onPicker,
          onUpdate: onPicker,
          onExit: () => onPicker(null),
          onKeyDown: ({ event }) => !isComposing(event) && now.current.onPickerKey(event.key),
        }),
      },
    }),
  ]
}

/** A text may be this long in the composer; it is sent in parts. */
const maxChars = 1_000_000

/**
 * Pastes text, one paragraph per line. HTML counts where it holds mentions of this app, or where the clipboard has
 * nothing else.
 */
function pasteText(view: EditorView, { clipboardData }: ClipboardEvent, options: EditorOptions): boolean {
  const plain = clipboardData?.getData('text/plain') ?? ''
  const html = clipboardData?.getData('text/html') ?? ''
  if (plain === '' && html === '') return false
  if ((plain || html).length + view.state.doc.content.size > maxChars) {
    toast({ kind: 'failed', text: translator('messages')('pasteTooLong') })
    return true
  }
  const pasted =
    html !== '' && (plain === '' || html.includes('data-mention='))
      ? textOfHtml(new DOMParser().parseFromString(html, 'text/html').body, id => mentionName(id, options))
      : { text: dropControls(plain), mentions: [] }
  // Nothing that can be written, a picture for instance: others may want it.
  if (pasted.text === '') return false
  const { content } = view.state.schema.nodeFromJSON(documentOf(pasted))
  view.dispatch(view.state.tr.replaceSelection(new Slice(content, 1, 1)).scrollIntoView())
  return true
}

/** The name by which somebody can be mentioned here, or null. A pasted name may say somebody else's. */
function mentionName(userId: string, { members, language, everyone }: EditorOptions): string | null {
  if (members === null) return null
  if (userId === 'all') return everyone
  const member = members.find(member => member.userId === userId)
  return member === undefined ? null : nameOf(member.person, language)
}

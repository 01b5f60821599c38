import { Mention } from '@tiptap/extension-mention'
import { Placeholder } from '@tiptap/extensions'
import type { EditorView } from '@tiptap/pm/view'
import { type Editor, type JSONContent, useEditor } from '@tiptap/react'
import type { SuggestionProps } from '@tiptap/suggestion'
import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react'
import type { MemberItem } from '../../preload/contract/index.ts'
import { isComposing } from '../ui/index.ts'
import { type SlashSuggestionOptions, slashSuggestion } from './bots/slash-suggestion.ts'
import { type EmojiSuggestionOptions, emojiSuggestion } from './composer/emoji-suggestion.ts'
import { formats } from './composer/extensions.ts'
import { type PasteOptions, paste } from './composer/paste.ts'
import type { EditorNode } from './composer-text.ts'
import { type MentionOption, mentionOptions } from './MentionList.tsx'

/** Options that the editor, which is created once, reads when it needs them. */
interface EditorOptions extends PasteOptions {
  emoji: EmojiSuggestionOptions
  /** Null where no commands can be given. */
  slash: SlashSuggestionOptions | null
  /** Finds members of a group of which `members` are not all; null where they are. */
  findMembers: ((query: string) => Promise<readonly MemberItem[]>) | null
  meId: string
  placeholder: string
  /** What sends: Enter, or Enter with Ctrl or ⌘. */
  sendKey: 'enter' | 'mod-enter'
  /** Whether a list of suggestions takes the arrows, and whether it takes Enter. */
  pickerTakesKeys: () => boolean
  pickerTakesEnter: () => boolean
  onPickerKey: (key: string) => boolean
  onPicker: (picker: SuggestionProps<MentionOption> | null) => void
  onSend: () => void
  /** Escape; returns whether it did something. */
  onEscape: () => boolean
  /** The arrow up in an empty composer; returns whether it did something. */
  onUp: () => boolean
  onChange: (doc: EditorNode) => void
  onFocus: () => void
  onBlur: () => void
}

/** The editor of a message. `initial` applies at creation; `options` is always the newest. */
export function useComposerEditor(initial: EditorNode, label: string, options: EditorOptions): Editor {
  const now = useRef(options)
  useLayoutEffect(() => {
    now.current = options
  })
  const editor = useEditor({
    injectCSS: false,
    shouldRerenderOnTransaction: false,
    content: initial as JSONContent,
    autofocus: 'end',
    coreExtensionOptions: { clipboardTextSerializer: { blockSeparator: '\n' } },
    extensions: extensions(now),
    editorProps: {
      attributes: {
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-label': label,
        class: 'messages-composer-text messages-rich',
      },
      handleKeyDown: (view, event) => handleKey(view, event, now.current),
      handlePaste: (view, event) => paste(view, event, now.current),
    },
    onUpdate: ({ editor }) => now.current.onChange(editor.getJSON()),
    onFocus: () => now.current.onFocus(),
    onBlur: () => now.current.onBlur(),
  })
  const { placeholder } = options
  useEffect(() => {
    const { dom, state } = editor.view
    // The placeholder is a decoration, which the next transaction makes anew.
    if (dom.querySelector('[data-placeholder]')?.getAttribute('data-placeholder') !== placeholder)
      editor.view.dispatch(state.tr)
  }, [editor, placeholder])
  return editor
}

/** Sends, ends editing or edits the last message. Returns whether the key is done with. */
function handleKey(view: EditorView, event: KeyboardEvent, options: EditorOptions): boolean {
  // During an IME composition keys choose a candidate; they never send.
  if (isComposing(event) || view.composing) return false
  const mod = event.ctrlKey || event.metaKey
  if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
    if (!mod && options.pickerTakesEnter()) return false
    const inCode = view.state.selection.$from.parent.type.spec.code
    if (!mod && (options.sendKey !== 'enter' || inCode)) return false
    event.preventDefault()
    options.onSend()
    return true
  }
  if (mod || event.shiftKey || event.altKey || options.pickerTakesKeys()) return false
  if (event.key === 'Escape') return options.onEscape()
  const { doc } = view.state
  if (event.key === 'ArrowUp' && doc.childCount === 1 && doc.content.size === 2) {
    const did = options.onUp()
    if (did) event.preventDefault()
    return did
  }
  return false
}

function extensions(now: RefObject<EditorOptions>) {
  const onPicker = (picker: SuggestionProps<MentionOption> | null) => now.current.onPicker(picker)
  return [
    ...formats,
    emojiSuggestion(() => now.current.emoji),
    slashSuggestion(() => now.current.slash),
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
        allow: ({ state }) => now.current.members !== null && !state.selection.$from.parent.type.spec.code,
        items: async ({ query }) => {
          const { members: all, findMembers, language, meId, everyone, mayCallAll } = now.current
          const list = (findMembers ? await findMembers(query) : all) ?? []
          return mentionOptions(list, query, { language, meId, everyone: mayCallAll ? everyone : null })
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

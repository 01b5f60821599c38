import { Extension } from '@tiptap/core'
import type { ResolvedPos } from '@tiptap/pm/model'
import { PluginKey } from '@tiptap/pm/state'
import { Suggestion, type SuggestionProps } from '@tiptap/suggestion'
import { findEmoji, inTone, isComposing, loadEmoji, noteEmoji } from '../../ui/index.ts'

/** An emoji that is suggested for `:name`. */
export interface EmojiOption {
  emoji: string
  name: string
  /** Its name behind the colon, which is shown beside it. */
  code: string
}

export interface EmojiSuggestionOptions {
  language: 'zh' | 'en'
  skinTone: number
  onPicker: (picker: SuggestionProps<EmojiOption> | null) => void
  onPickerKey: (key: string) => boolean
}

const most = 8

/** The query before the cursor: a colon that no letter, digit or colon precedes, and two letters or one in Han. */
export function queryOf(before: string): string | null {
  return (
    /(?:^|[^\p{L}\p{N}:：/]|\p{Script=Han})[:：](\p{Script=Han}[\p{L}]*|\p{L}[\p{L}\p{N}_+-]+)$/u.exec(before)?.[1] ??
    null
  )
}

function match($position: ResolvedPos): { range: { from: number; to: number }; query: string; text: string } | null {
  const node = $position.nodeBefore
  const text = node?.isText ? (node.text ?? '') : ''
  const query = queryOf(text)
  if (query === null) return null
  return { range: { from: $position.pos - query.length - 1, to: $position.pos }, query, text: `:${query}` }
}

/** Suggests emojis while `:name` is written. `now` gives the newest options. */
export function emojiSuggestion(now: () => EmojiSuggestionOptions) {
  return Extension.create({
    name: 'emojiSuggestion',
    addProseMirrorPlugins() {
      return [
        Suggestion<EmojiOption>({
          editor: this.editor,
          pluginKey: new PluginKey('emojiSuggestion'),
          char: ':',
          decorationClass: 'messages-suggestion',
          findSuggestionMatch: ({ $position }) => match($position),
          allow: ({ state }) => !state.selection.$from.parent.type.spec.code,
          items: async ({ query }) => {
            const { language, skinTone } = now()
            return findEmoji(await loadEmoji(), query, most).map(found => ({
              emoji: inTone(found, skinTone),
              name: found.name[language],
              code: found.codes[0] ?? '',
            }))
          },
          command: ({ editor, range, props }) => {
            noteEmoji(props.emoji)
            editor.chain().focus().insertContentAt(range, `${props.emoji} `).run()
          },
          render: () => ({
            onStart: picker => now().onPicker(picker),
            onUpdate: picker => now().onPicker(picker),
            onExit: () => now().onPicker(null),
            onKeyDown: ({ event }) => !isComposing(event) && now().onPickerKey(event.key),
          }),
        }),
      ]
    },
  })
}

import { Extension } from '@tiptap/core'
import type { ResolvedPos } from '@tiptap/pm/model'
import { PluginKey } from '@tiptap/pm/state'
import { Suggestion, type SuggestionProps } from '@tiptap/suggestion'
import { isComposing } from '../../ui/index.ts'
import type { MentionOption } from '../MentionList.tsx'
import { asArgument, mentionChar, type Offer, type Proposal, slashPlace } from './slash.ts'

/** What is suggested while a command is written: a command, a person, or what an argument may be. */
export type SlashOption =
  | { kind: 'command'; key: string; offer: Offer }
  | { kind: 'person'; key: string; person: MentionOption }
  | { kind: 'value'; key: string; proposal: Proposal }

export type SlashPicker = SuggestionProps<SlashOption>

export interface SlashSuggestionOptions {
  /** Whether commands can be given here. */
  on: boolean
  /** What is suggested behind a text. */
  options(before: string): Promise<SlashOption[]>
  onCommand(offer: Offer): void
  onPicker(picker: SlashPicker | null): void
  onPickerKey(key: string): boolean
}

function match($position: ResolvedPos): { range: { from: number; to: number }; query: string; text: string } | null {
  const { parent, parentOffset, pos } = $position
  if ($position.depth !== 1 || $position.index(0) !== 0 || parent.type.name !== 'paragraph') return null
  const before = parent.textBetween(0, parentOffset, undefined, node =>
    node.type.name === 'mention' ? mentionChar : '\n',
  )
  const place = before.includes('\n') ? null : slashPlace(before)
  if (place === null) return null
  // Behind an @ the list of people stands.
  if (place.at === 'argument' && (place.query.startsWith('@') || place.query.includes(mentionChar))) return null
  const written = place.at === 'name' ? before : place.query
  return { range: { from: pos - written.length, to: pos }, query: before, text: written }
}

/** Whether what is suggested is for what is written now: to find it may take a moment. */
export function isCurrent({ editor, query }: SlashPicker): boolean {
  return match(editor.state.selection.$from)?.query === query
}

/** Suggests commands and their arguments in a text that begins with a slash. `now` gives the newest options. */
export function slashSuggestion(now: () => SlashSuggestionOptions | null) {
  return Extension.create({
    name: 'slashSuggestion',
    addProseMirrorPlugins() {
      return [
        Suggestion<SlashOption>({
          editor: this.editor,
          pluginKey: new PluginKey('slashSuggestion'),
          char: '/',
          decorationClass: 'messages-suggestion',
          findSuggestionMatch: ({ $position }) => match($position),
          allow: () => now()?.on ?? false,
          items: async ({ query }) => (await now()?.options(query)) ?? [],
          command: ({ editor, range, props }) => {
            const text = (words: string) => ({ type: 'text', text: `${words} ` })
            if (props.kind === 'command') now()?.onCommand(props.offer)
            const content =
              props.kind === 'command'
                ? [text(`/${props.offer.command.name}`)]
                : props.kind === 'value'
                  ? [text(asArgument(props.proposal.value))]
                  : [
                      { type: 'mention', attrs: { id: props.person.id, label: props.person.label } },
                      { type: 'text', text: ' ' },
                    ]
            editor.chain().focus().insertContentAt(range, content).run()
          },
          render: () => ({
            onStart: picker => now()?.onPicker(picker),
            onUpdate: picker => now()?.onPicker(picker),
            onExit: () => now()?.onPicker(null),
            onKeyDown: ({ event }) => !isComposing(event) && (now()?.onPickerKey(event.key) ?? false),
          }),
        }),
      ]
    },
  })
}

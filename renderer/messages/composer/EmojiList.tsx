import type { Ref } from 'react'
import { useTranslate } from '../../i18n.ts'
import { cx, OverlayMark } from '../../ui/index.ts'
import { type SuggestionListHandle, useSuggestions } from '../use-suggestions.ts'
import type { EmojiOption } from './emoji-suggestion.ts'

/** The emojis that are suggested above the composer while `:name` is written. */
export function EmojiList(props: {
  options: readonly EmojiOption[]
  onPick: (option: EmojiOption) => void
  /** The field that keeps the focus and gets the ARIA attributes. */
  field: HTMLElement
  ref: Ref<SuggestionListHandle>
}) {
  const { options, onPick, field, ref } = props
  const t = useTranslate('composer')
  const shown = options.length > 0
  const keyOf = ({ emoji }: EmojiOption) => emoji
  const { id, current, setActive } = useSuggestions({ options, keyOf, start: 0, shown, onPick, field, ref })
  if (!shown) return null
  return (
    <div id={id} className="messages-mention-list" role="listbox" aria-label={t('emojiSuggestions')} tabIndex={0}>
      {options.map((option, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the editor handles the keys
        <div
          key={option.emoji}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === current}
          tabIndex={-1}
          className={cx('messages-mention-option', index === current && 'active')}
          onMouseMove={() => setActive(index)}
          onMouseDown={event => event.preventDefault()}
          onClick={() => onPick(option)}
        >
          <span className="messages-emoji-option">{option.emoji}</span>
          <span className="grow ellipsis">{option.name}</span>
          <span className="muted ellipsis messages-aside">:{option.code}:</span>
        </div>
      ))}
      <OverlayMark />
    </div>
  )
}

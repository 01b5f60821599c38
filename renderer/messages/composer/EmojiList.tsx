import { type Ref, useEffect, useId, useImperativeHandle, useState } from 'react'
import { useTranslate } from '../../i18n.ts'
import { cx, OverlayMark } from '../../ui/index.ts'
import { type MentionListHandle, useFieldOf } from '../MentionList.tsx'
import type { EmojiOption } from './emoji-suggestion.ts'

/** The emojis that are suggested above the composer while `:name` is written. */
export function EmojiList(props: {
  options: readonly EmojiOption[]
  onPick: (option: EmojiOption) => void
  /** The field that keeps the focus and gets the ARIA attributes. */
  field: HTMLElement
  ref: Ref<MentionListHandle>
}) {
  const { options, onPick, field, ref } = props
  const t = useTranslate('composer')
  const [active, setActive] = useState(0)
  const id = useId()
  // biome-ignore lint/correctness/useExhaustiveDependencies: other options start anew
  useEffect(() => setActive(0), [options.map(({ emoji }) => emoji).join()])
  const current = Math.min(active, options.length - 1)
  const shown = options.length > 0
  useFieldOf(field, shown ? { list: id, option: `${id}-${current}` } : null)
  useImperativeHandle(ref, () => ({
    hasOptions: () => shown,
    key: key => {
      const option = options[current]
      if (option === undefined) return false
      if (key === 'ArrowDown') setActive((current + 1) % options.length)
      else if (key === 'ArrowUp') setActive((current - 1 + options.length) % options.length)
      else if (key === 'Enter' || key === 'Tab') onPick(option)
      else return false
      return true
    },
  }))
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

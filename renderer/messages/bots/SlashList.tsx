import { type Ref, useEffect, useRef } from 'react'
import { useTranslate } from '../../i18n.ts'
import { Avatar, BotAvatar, cx, OverlayMark } from '../../ui/index.ts'
import { useFocused } from '../MentionList.tsx'
import { type SuggestionListHandle, useSuggestions } from '../use-suggestions.ts'
import { argumentAt, type Offer, slashPlace } from './slash.ts'
import { isCurrent, type SlashOption, type SlashPicker } from './slash-suggestion.ts'

/** What stands above the composer while a command is written. */
export interface SlashListProps {
  picker: SlashPicker
  /** The command whose arguments are written. */
  offer: Offer | null
  /** Whether Enter gives the command as it stands, unless an option was moved to. */
  complete: boolean
  /** The field that keeps the focus and gets the ARIA attributes. */
  field: HTMLElement
  ref: Ref<SuggestionListHandle>
}

/** The commands of the bots here that fit what is written after the slash, or what fits the argument behind one. */
export function SlashList(props: SlashListProps) {
  const { picker, offer, complete, field, ref } = props
  const { query: before, items: options } = picker
  const onPick = (option: SlashOption) => isCurrent(picker) && picker.command(option)
  const t = useTranslate('botTalk')
  const list = useRef<HTMLDivElement>(null)
  const place = slashPlace(before)
  const focused = useFocused(field)
  const shown = focused && options.length > 0
  // An empty argument may be left out: then Enter sends.
  const start = place?.at === 'argument' && place.query === '' ? -1 : 0
  const keyOf = ({ key }: SlashOption) => key
  const { id, current, setActive } = useSuggestions({
    options,
    keyOf,
    start,
    shown,
    onPick,
    field,
    ref,
    passEnter: complete,
    isStale: () => !isCurrent(picker),
  })
  useEffect(() => {
    list.current?.children[current]?.scrollIntoView({ block: 'nearest' })
  }, [current])
  const argument = place?.at === 'argument' && offer !== null ? argumentAt(offer, place.index) : null
  const inArguments = place?.at === 'argument' && offer !== null
  if (!focused || (!shown && !inArguments)) return null
  return (
    <div className={cx('messages-mention-list', 'messages-slash')}>
      {inArguments && <Usage offer={offer} index={place.index} />}
      {shown && (
        <div
          ref={list}
          id={id}
          className="messages-slash-options"
          role="listbox"
          aria-label={argument === null ? t('commands') : t('proposals', { name: argument.name })}
          tabIndex={0}
        >
          {options.map((option, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the editor handles the keys
            <div
              key={option.key}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === current}
              tabIndex={-1}
              className={cx('messages-mention-option', option.kind, index === current && 'active')}
              onMouseMove={() => setActive(index)}
              onMouseDown={event => event.preventDefault()}
              onClick={() => onPick(option)}
            >
              <Option option={option} />
            </div>
          ))}
        </div>
      )}
      <OverlayMark />
    </div>
  )
}

function Option({ option }: { option: SlashOption }) {
  switch (option.kind) {
    case 'command': {
      const { bot, command } = option.offer
      return (
        <>
          <BotAvatar id={bot.id} icon={bot.icon} size={28} />
          <span className="grow messages-slash-words">
            <span className="ellipsis">
              <b>/{command.name}</b> <span className="muted">{usageOf(option.offer)}</span>
            </span>
            <small className="ellipsis">{command.description}</small>
          </span>
          <span className="muted ellipsis messages-aside">{bot.name}</span>
        </>
      )
    }
    case 'person': {
      const { label, member } = option.person
      return (
        <>
          {member && <Avatar person={member.person} size={28} />}
          <span className="grow ellipsis">{label}</span>
        </>
      )
    }
    case 'value':
      return (
        <>
          <span className="grow ellipsis">{option.proposal.title}</span>
          <span className="muted ellipsis messages-aside">{option.proposal.aside}</span>
        </>
      )
  }
}

/** What follows the name of a command: as its bot says it, else the names of its arguments. */
function usageOf({ command }: Offer): string {
  return (
    command.hint ??
    (command.arguments ?? []).map(({ name, required }) => (required === true ? name : `[${name}]`)).join(' ')
  )
}

/** How a command is written, with the argument at the cursor marked. */
function Usage({ offer, index }: { offer: Offer; index: number }) {
  const t = useTranslate('botTalk')
  const { bot, command } = offer
  const now = argumentAt(offer, index)
  const all = command.arguments ?? []
  return (
    <p className="messages-slash-usage" role="status">
      <BotAvatar id={bot.id} icon={bot.icon} size={20} />
      <span className="ellipsis">
        <b>/{command.name}</b>
        {all.length === 0 && <span className="muted"> {usageOf(offer)}</span>}
        {all.map(argument => (
          <span key={argument.name} className={cx('messages-slash-argument', argument === now && 'now')}>
            {argument.name}
          </span>
        ))}
      </span>
      <span className="muted ellipsis messages-aside">
        {now === null
          ? bot.name
          : [t(`kind_${now.kind}`), now.required !== true && t('optional')].filter(Boolean).join(' · ')}
      </span>
    </p>
  )
}

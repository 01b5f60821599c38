import { Users } from 'lucide-react'
import { type Ref, useEffect, useRef, useState } from 'react'
import { matchesName } from '../../common/name-match.ts'
import type { MemberItem } from '../../preload/contract/index.ts'
import { type Language, useLanguage, useTranslate } from '../i18n.ts'
import { Avatar, cx, ExternalTag, IconAvatar, nameOf, OverlayMark } from '../ui/index.ts'
import { type SuggestionListHandle, useSuggestions } from './use-suggestions.ts'

/** An option to mention. `id` and `label` go into the editor; `member` is null for everyone. */
export interface MentionOption {
  id: string
  label: string
  member: MemberItem | null
}

const most = 50

/** Search terms for "everyone" in both languages. */
const everyoneReading = { latinName: 'all', reading: 'suo you ren' }

/** The options that match a query: everyone (the word for it; null where not all may be called), and other members. */
export function mentionOptions(
  members: readonly MemberItem[],
  query: string,
  context: { language: Language; meId: string; everyone: string | null },
): MentionOption[] {
  const people = members
    .filter(
      member =>
        member.userId !== context.meId &&
        !member.person.deleted &&
        member.person.bot === undefined &&
        (matchesName(query, { ...member.person, reading: member.reading }) || matchesNickname(query, member)),
    )
    .slice(0, most)
    .map(member => ({ id: member.userId, label: member.nickname || nameOf(member.person, context.language), member }))
  const others = members.some(member => member.userId !== context.meId && member.person.bot === undefined)
  const { everyone } = context
  return others && everyone !== null && matchesName(query, { name: everyone, ...everyoneReading })
    ? [{ id: 'all', label: everyone, member: null }, ...people]
    : people
}

function matchesNickname(query: string, { nickname }: MemberItem): boolean {
  return nickname !== '' && matchesName(query, { name: nickname, latinName: '', reading: '' })
}

/** The option that Enter takes unless another is chosen: a person where there is one, so that nobody calls all by chance. */
export function firstOption(options: readonly MentionOption[]): number {
  return Math.max(
    0,
    options.findIndex(option => option.member !== null),
  )
}

/** The list of people above the composer while an @name is written. */
export function MentionList(props: {
  options: readonly MentionOption[]
  onPick: (option: MentionOption) => void
  memberCount: number
  /** The field that keeps the focus and gets the ARIA attributes; the list shows only while it is focused. */
  field?: HTMLElement
  ref: Ref<SuggestionListHandle>
}) {
  const { options, onPick, field, ref } = props
  const t = useTranslate('messages')
  const language = useLanguage()
  const shown = useFocused(field) && options.length > 0
  const list = useRef<HTMLDivElement>(null)
  const start = firstOption(options)
  const { id, current, setActive } = useSuggestions({
    options,
    keyOf: ({ id }) => id,
    start,
    shown,
    onPick,
    field,
    ref,
  })
  useEffect(() => {
    list.current?.children[current]?.scrollIntoView({ block: 'nearest' })
  }, [current])
  if (!shown) return null
  return (
    <div ref={list} id={id} className="messages-mention-list" role="listbox" aria-label={t('mentionList')} tabIndex={0}>
      {options.map((option, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the editor handles the keys
        <div
          key={option.id}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === current}
          tabIndex={-1}
          className={cx('messages-mention-option', index === current && 'active')}
          onMouseMove={() => setActive(index)}
          onMouseDown={event => event.preventDefault()}
          onClick={() => onPick(option)}
        >
          {option.member ? (
            <Avatar person={option.member.person} size={28} />
          ) : (
            <IconAvatar icon={<Users />} hue={1} size={28} />
          )}
          <span className="grow ellipsis">{option.label}</span>
          {option.member?.person.external && <ExternalTag />}
          <span className="muted ellipsis messages-aside">
            {option.member ? departmentOf(option.member, language) : props.memberCount}
          </span>
        </div>
      ))}
      <OverlayMark />
    </div>
  )
}

/** Whether the field has the focus; true without a field. */
export function useFocused(field: HTMLElement | undefined): boolean {
  const [focused, setFocused] = useState(true)
  useEffect(() => {
    if (!field) return
    const update = () => setFocused(field.ownerDocument.activeElement === field)
    const leave = () => setFocused(false)
    update()
    field.addEventListener('focus', update)
    field.addEventListener('blur', leave)
    return () => {
      field.removeEventListener('focus', update)
      field.removeEventListener('blur', leave)
    }
  }, [field])
  return focused
}

function departmentOf(member: MemberItem, language: Language): string {
  const { departmentName, departmentLatinName } = member.person
  return (language === 'en' && departmentLatinName) || departmentName
}

import { Users } from 'lucide-react'
import { type Ref, useEffect, useId, useImperativeHandle, useRef, useState } from 'react'
import { matchesName } from '../../common/name-match.ts'
import type { MemberItem } from '../../preload/contract/index.ts'
import { type Language, useLanguage, useTranslate } from '../i18n.ts'
import { Avatar, cx, ExternalTag, IconAvatar, nameOf, OverlayMark } from '../ui/index.ts'

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
        matchesName(query, { ...member.person, reading: member.reading }),
    )
    .slice(0, most)
    .map(member => ({ id: member.userId, label: nameOf(member.person, context.language), member }))
  const others = members.some(member => member.userId !== context.meId)
  const { everyone } = context
  return others && everyone !== null && matchesName(query, { name: everyone, ...everyoneReading })
    ? [{ id: 'all', label: everyone, member: null }, ...people]
    : people
}

/** The option that Enter takes unless another is chosen: a person where there is one, so that nobody calls all by chance. */
export function firstOption(options: readonly MentionOption[]): number {
  return Math.max(
    0,
    options.findIndex(option => option.member !== null),
  )
}

export interface MentionListHandle {
  /** Handles a key; returns whether it did. */
  key(key: string): boolean
  hasOptions(): boolean
}

/** The list of people above the composer while an @name is written. */
export function MentionList(props: {
  options: readonly MentionOption[]
  onPick: (option: MentionOption) => void
  memberCount: number
  /** The field that keeps the focus and gets the ARIA attributes; the list shows only while it is focused. */
  field?: HTMLElement
  ref: Ref<MentionListHandle>
}) {
  const { options, onPick, field, ref } = props
  const t = useTranslate('messages')
  const language = useLanguage()
  const start = firstOption(options)
  const [active, setActive] = useState(start)
  const focused = useFocused(field)
  const shown = focused && options.length > 0
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: other options start anew
  useEffect(() => setActive(start), [options.map(option => option.id).join()])
  const current = Math.min(active, options.length - 1)
  useEffect(() => {
    list.current?.children[current]?.scrollIntoView({ block: 'nearest' })
  }, [current])

  useFieldOf(field, shown ? { list: id, option: `${id}-${current}` } : null)
  useImperativeHandle(ref, () => ({
    hasOptions: () => shown,
    key: key => {
      if (!shown) return false
      if (key === 'ArrowDown') setActive((current + 1) % options.length)
      else if (key === 'ArrowUp') setActive((current - 1 + options.length) % options.length)
      else if (key === 'Enter' || key === 'Tab') {
        const option = options[current]
        if (option) onPick(option)
      } else return false
      return true
    },
  }))
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
function useFocused(field: HTMLElement | undefined): boolean {
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

/** Sets the ARIA attributes for the list and its active option on the field, which React does not render. */
export function useFieldOf(field: HTMLElement | undefined, of: { list: string; option: string } | null): void {
  const list = of?.list
  const option = of?.option
  useEffect(() => {
    if (!field || !list || !option) return
    const attributes = { 'aria-haspopup': 'listbox', 'aria-controls': list, 'aria-activedescendant': option }
    for (const [name, value] of Object.entries(attributes)) field.setAttribute(name, value)
    return () => {
      for (const name of Object.keys(attributes)) field.removeAttribute(name)
    }
  }, [field, list, option])
}

function departmentOf(member: MemberItem, language: Language): string {
  const { departmentName, departmentLatinName } = member.person
  return (language === 'en' && departmentLatinName) || departmentName
}

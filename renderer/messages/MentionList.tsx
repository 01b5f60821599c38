import { Users } from 'lucide-react'
import { type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react'
import type { MemberItem } from '../../preload/contract.ts'
import { type Language, useLanguage, useWords } from '../i18n.ts'
import { Avatar, cx, IconAvatar, nameOf, OverlayMark } from '../ui/index.ts'

/** Somebody to mention. `id` and `label` go into the editor; `member` is null for everyone. */
export interface MentionOption {
  id: string
  label: string
  member: MemberItem | null
}

const most = 50

/** Whom a query may mean: everyone, and members by name, by part of it, or by the beginning of a Latin word. */
export function mentionOptions(
  members: readonly MemberItem[],
  query: string,
  context: { language: Language; meId: string; everyone: string },
): MentionOption[] {
  const wanted = query.trim().toLowerCase()
  const hits = (name: string, latin: string) =>
    wanted === '' ||
    name.toLowerCase().includes(wanted) ||
    latin
      .toLowerCase()
      .split(/[\s'’-]+/)
      .some(word => word.startsWith(wanted)) ||
    latin
      .toLowerCase()
      .replace(/[\s'’-]+/g, '')
      .startsWith(wanted)
  const people = members
    .filter(member => member.userId !== context.meId && !member.person.deleted)
    .filter(member => hits(member.person.name, member.person.latinName))
    .slice(0, most)
    .map(member => ({ id: member.userId, label: nameOf(member.person, context.language), member }))
  const everyone = hits(context.everyone, 'all') && members.length > 0
  return everyone ? [{ id: 'all', label: context.everyone, member: null }, ...people] : people
}

export interface MentionListHandle {
  /** Takes a key; says whether it was one of its own. */
  key(key: string): boolean
  hasOptions(): boolean
}

/** The list of people above the composer while an @name is written. */
export function MentionList(props: {
  options: readonly MentionOption[]
  onPick: (option: MentionOption) => void
  memberCount: number
  ref: Ref<MentionListHandle>
}) {
  const { options, onPick, ref } = props
  const t = useWords('messages')
  const language = useLanguage()
  const [active, setActive] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: other options, from the top
  useEffect(() => setActive(0), [options.map(option => option.id).join()])
  const current = Math.min(active, options.length - 1)
  useEffect(() => {
    list.current?.children[current]?.scrollIntoView({ block: 'nearest' })
  }, [current])

  useImperativeHandle(ref, () => ({
    hasOptions: () => options.length > 0,
    key: key => {
      if (options.length === 0) return false
      if (key === 'ArrowDown') setActive((current + 1) % options.length)
      else if (key === 'ArrowUp') setActive((current - 1 + options.length) % options.length)
      else if (key === 'Enter' || key === 'Tab') {
        const option = options[current]
        if (option) onPick(option)
      } else return false
      return true
    },
  }))
  if (options.length === 0) return null
  return (
    <div ref={list} className="mention-list" role="listbox" aria-label={t('mentionList')}>
      {options.map((option, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the editor has the keys
        <div
          key={option.id}
          role="option"
          aria-selected={index === current}
          tabIndex={-1}
          className={cx('mention-option', index === current && 'active')}
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
          <span className="muted ellipsis aside">
            {option.member ? departmentOf(option.member, language) : props.memberCount}
          </span>
        </div>
      ))}
      <OverlayMark />
    </div>
  )
}

function departmentOf(member: MemberItem, language: Language): string {
  const { departmentName, departmentLatinName } = member.person
  return (language === 'en' && departmentLatinName) || departmentName
}

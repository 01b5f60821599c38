import { MessageCircle, MoreHorizontal, UserMinus, UserPlus, Webhook } from 'lucide-react'
import { type KeyboardEvent, useCallback, useRef, useState } from 'react'
import type { ConversationItem, DesktopEvent, MemberItem, PersonName } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'
import { useLanguage, useTranslate } from '../../i18n.ts'
import { openDepartment } from '../../stores/navigation.ts'
import { type Paged, usePages } from '../../stores/people.ts'
import { usePresence } from '../../stores/presence.ts'
import { useMe } from '../../stores/session.ts'
import {
  Avatar,
  BotTag,
  confirm,
  ErrorState,
  ExternalTag,
  IconButton,
  Menu,
  nameOf,
  SearchField,
  SkeletonRow,
  SkeletonRows,
  Tag,
  toast,
  toastError,
  useDebounced,
  VirtualList,
  type VirtualListHandle,
} from '../../ui/index.ts'
import { showHooks } from '../hooks/open.ts'
import { showPersonCard } from '../PersonCard.tsx'
import { addMembers, startDirect } from '../StartGroup.tsx'
import { mayRemove, roleEntries } from './administer.ts'

/** The members of a group that match a query, by pages. */
function useMemberPages(id: string, query: string): Paged<MemberItem> {
  const fetch = useCallback(
    (offset: number, limit: number) => call('conversations.memberPage', { id, query, offset, limit }),
    [id, query],
  )
  const concerns = useCallback(({ members }: DesktopEvent<'cache.changed'>) => members.includes(id), [id])
  return usePages(`${id}/${query}`, fetch, concerns)
}

/** The members of a group, by pages as they come into view, and a search among all of them. */
export function Members({ conversation }: { conversation: ConversationItem }) {
  const t = useTranslate('messages')
  const [query, setQuery] = useState('')
  const members = useMemberPages(conversation.id, useDebounced(query.trim(), 100))
  const { total } = members
  return (
    <div className="messages-section messages-panel-members column grow">
      <h2>
        {t('members')} · {conversation.memberCount}
        {(conversation.group?.bots ?? 0) > 0 && ` · ${t('botCount', { count: conversation.group?.bots ?? 0 })}`}
        {conversation.group?.may.addMembers && (
          <IconButton
            size="small"
            label={t('addMembers')}
            icon={<UserPlus />}
            onClick={() => void addMembers(conversation)}
          />
        )}
      </h2>
      {conversation.group?.department && <DepartmentHint department={conversation.group.department} />}
      <SearchField value={query} onChange={setQuery} label={t('searchMembers')} />
      {members.error !== undefined ? (
        <ErrorState error={members.error} title={t('membersFailed')} onRetry={members.reload} />
      ) : total === undefined || (total === 0 && query.trim() === '') ? (
        <SkeletonRows count={5} />
      ) : total === 0 ? (
        <p className="messages-nothing">{t('noMember', { query: query.trim() })}</p>
      ) : (
        <MemberList conversation={conversation} members={members} total={total} />
      )}
    </div>
  )
}

/** The rows, of which one is in the tab order; the arrow keys move to the others. */
function MemberList(props: { conversation: ConversationItem; members: Paged<MemberItem>; total: number }) {
  const t = useTranslate('messages')
  const { conversation, members, total } = props
  const list = useRef<VirtualListHandle>(null)
  const box = useRef<HTMLDivElement>(null)
  const [chosen, setActive] = useState(0)
  const active = Math.min(chosen, total - 1)
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: 8,
      PageUp: -8,
      Home: -total,
      End: total,
    }
    const step = steps[event.key]
    // The keys of an open menu are its own.
    if (step === undefined || !event.currentTarget.contains(event.target as Node)) return
    event.preventDefault()
    const next = Math.max(0, Math.min(total - 1, active + step))
    list.current?.scrollToIndex(next, { align: 'nearest' })
    // A row that is not loaded yet comes into view, and takes the next press.
    if (!members.at(next)) return
    setActive(next)
    requestAnimationFrame(() => box.current?.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus())
  }
  return (
    <VirtualList
      className="messages-member-rows"
      role="list"
      aria-label={t('members')}
      handle={list}
      boxRef={box}
      count={total}
      rowHeight={44}
      keepMounted={[active]}
      onKeyDown={onKeyDown}
      onRange={members.view}
      row={index => {
        const member = members.at(index)
        if (!member) return <SkeletonRow key={`missing-${index}`} />
        return (
          <MemberRow
            key={member.userId}
            index={index}
            focusable={index === active}
            member={member}
            conversation={conversation}
            onFocus={() => setActive(index)}
          />
        )
      }}
    />
  )
}

/** Says whose people the members are, and why nobody is added or removed here. */
function DepartmentHint({ department }: { department: PersonName }) {
  const t = useTranslate('messages')
  const language = useLanguage()
  // The directory may not be read yet.
  const known = department.name !== '' || department.latinName !== ''
  return (
    <p className="small muted messages-department-hint">
      {known ? t('departmentFollows', { name: nameOf(department, language) }) : t('departmentMembers')}{' '}
      {known && (
        <button type="button" className="link-button" onClick={() => openDepartment(department.id)}>
          {t('viewDepartment')}
        </button>
      )}
    </p>
  )
}

function MemberRow(props: {
  index: number
  focusable: boolean
  member: MemberItem
  conversation: ConversationItem
  onFocus: () => void
}) {
  const { index, member, conversation } = props
  const tabIndex = props.focusable ? 0 : -1
  const t = useTranslate('messages')
  const language = useLanguage()
  const tg = useTranslate('group')
  const th = useTranslate('hooks')
  const isBot = member.person.bot !== undefined
  const meId = useMe().id
  const { person } = member
  const presence = usePresence(person.id)
  const name = nameOf(person, language)
  // A bot comes and goes with what it speaks for.
  const removable = !isBot && member.userId !== meId && mayRemove(conversation.group, member)
  return (
    // biome-ignore lint/a11y/useSemanticElements: the virtual list's rows are not in a ul
    <div className="person-row messages-group-member" role="listitem" onFocus={props.onFocus}>
      <button
        type="button"
        className="messages-member"
        data-index={index}
        tabIndex={tabIndex}
        aria-haspopup="dialog"
        onClick={event => showPersonCard(person.id, event.currentTarget)}
      >
        <Avatar person={person} size={32} presence={presence} />
        <span className="ellipsis">{member.nickname || name}</span>
      </button>
      {member.role !== 'member' && <Tag tone="brand">{member.role === 'owner' ? t('owner') : tg('admin')}</Tag>}
      {person.bot !== undefined && <BotTag />}
      {person.external && <ExternalTag />}
      {person.deleted && <Tag>{t('leftCompany')}</Tag>}
      <span className="muted ellipsis messages-member-department">
        {member.nickname ? name : (language === 'en' && person.departmentLatinName) || person.departmentName}
      </span>
      <Menu
        align="end"
        trigger={
          <IconButton
            size="small"
            tabIndex={tabIndex}
            label={t('moreActions')}
            icon={<MoreHorizontal className="icon-md" />}
          />
        }
        items={[
          isBot && { label: th('title'), icon: <Webhook />, onSelect: () => showHooks(conversation.id, person.id) },
          !isBot &&
            member.userId !== meId &&
            !person.deleted && {
              label: t('message'),
              icon: <MessageCircle />,
              onSelect: () => void startDirect(person.id).catch(toastError),
            },
          ...(isBot ? [] : roleEntries(conversation.id, conversation.group, member, name)),
          removable && 'line',
          removable && {
            label: t('removeMember'),
            icon: <UserMinus />,
            danger: true,
            onSelect: () =>
              void confirm({
                title: t('removeTitle', { name }),
                text: t('removeText', { name }),
                action: t('removeMember'),
                danger: true,
                onConfirm: () => call('conversations.removeMembers', { id: conversation.id, userIds: [person.id] }),
              }).then(
                removed =>
                  removed &&
                  toast({
                    kind: 'done',
                    text: t('removed', { name }),
                    action: {
                      label: t('undo'),
                      onSelect: () =>
                        void call('conversations.addMembers', { id: conversation.id, userIds: [person.id] }).catch(
                          toastError,
                        ),
                    },
                  }),
              ),
          },
        ]}
      />
    </div>
  )
}

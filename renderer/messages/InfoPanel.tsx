import { MessageCircle, MoreHorizontal, Settings, UserMinus, UserPlus, X } from 'lucide-react'
import { type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react'
import { matchesName } from '../../common/name-match.ts'
import type { ConversationItem, MemberItem } from '../../preload/contract/index.ts'
import { call } from '../desktop.ts'
import { useLanguage, useTranslate } from '../i18n.ts'
import { openPerson } from '../stores/navigation.ts'
import { useMe } from '../stores/session.ts'
import {
  Avatar,
  Button,
  confirm,
  ErrorState,
  ExternalTag,
  IconButton,
  isComposing,
  Menu,
  nameOf,
  type Query,
  SearchField,
  SkeletonRows,
  Tag,
  toast,
  toastError,
  useOverlay,
  VirtualList,
} from '../ui/index.ts'
import { mayRemove, roleEntries } from './group/administer.ts'
import { GroupSettings, OwnSwitches } from './group/GroupSettings.tsx'
import { JumpToDate } from './JumpToDate.tsx'
import { MediaShelf, type ShelfTab, ShelfTabs } from './media/MediaShelf.tsx'
import { PersonFacts, showPersonCard } from './PersonCard.tsx'
import { addMembers, startDirect } from './StartGroup.tsx'
import { FlagsEntry } from './talk/Flags.tsx'
import './panel.css'

/** Whether the side panel is open, and whether it lies over the messages. */
export interface Panel {
  open: boolean
  over: boolean
  show(open: boolean): void
}

/** The side panel of a conversation: name, members and switches of a group, or the other person. */
export function InfoPanel(props: {
  conversation: ConversationItem
  name: string
  members: Query<MemberItem[]>
  panel: Panel
}) {
  const t = useTranslate('messages')
  const { conversation } = props
  const { group } = conversation
  const [settings, setSettings] = useState(false)
  const tg = useTranslate('group')
  const title = t(group ? 'groupInfo' : 'personInfo')
  const [other] = conversation.avatarPeople
  const panel = useRef<HTMLElement>(null)
  const tabs: readonly ShelfTab[] = group ? ['members', 'pictures', 'files'] : ['pictures', 'files']
  const [tab, setTab] = useState<ShelfTab>(group ? 'members' : 'pictures')
  const close = () => {
    // Return the focus to the button that opened the panel.
    if (panel.current?.contains(document.activeElement)) {
      document.querySelector<HTMLElement>('.messages-conversation-view [aria-pressed="true"]')?.focus()
    }
    props.panel.show(false)
  }
  useEscape(panel, props.panel.over, close)
  return (
    <aside ref={panel} className="side-panel column messages-info-panel" aria-label={title}>
      {settings && group ? (
        <GroupSettings
          conversation={conversation}
          group={group}
          name={props.name}
          onBack={() => setSettings(false)}
          onClose={close}
        />
      ) : (
        <>
          <div className="header">
            <h1 className="grow">{title}</h1>
            {group && <IconButton label={tg('settings')} icon={<Settings />} onClick={() => setSettings(true)} />}
            <IconButton label={t('close')} icon={<X />} onClick={close} />
          </div>
          {!group && other && (
            <div className="messages-section">
              <PersonFacts userId={other.id}>
                {person => (
                  <Button wide onClick={() => openPerson(person.id)}>
                    {t('viewCard')}
                  </Button>
                )}
              </PersonFacts>
            </div>
          )}
          {!group && <OwnSwitches conversation={conversation} />}
          <FlagsEntry id={conversation.id} />
          <JumpToDate id={conversation.id} />
          <ShelfTabs tabs={tabs} tab={tab} onTab={setTab} />
          {tab === 'members' ? <Members {...props} /> : <MediaShelf key={tab} id={conversation.id} kind={tab} />}
        </>
      )}
    </aside>
  )
}

/** Closes the panel on Escape where it overlays the conversation, unless a menu, dialog or field takes the key. */
function useEscape(panel: RefObject<HTMLElement | null>, over: boolean, close: () => void): void {
  const covered = useOverlay()
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !over || covered || isComposing(event)) return
    if (!panel.current) return
    const from = event.target instanceof Element ? event.target : document.body
    // The editor always calls preventDefault on Escape, even when it does nothing with it.
    if ((event.defaultPrevented && !from.closest('.messages-composer')) || from.closest('.list-column')) return
    close()
  })
  useEffect(() => {
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}

function Members({ conversation, members }: { conversation: ConversationItem; members: Query<MemberItem[]> }) {
  const t = useTranslate('messages')
  const [query, setQuery] = useState('')
  const shown = (members.data ?? []).filter(member => matchesName(query, { ...member.person, reading: member.reading }))
  return (
    <div className="messages-section messages-panel-members column grow">
      <h2>
        {t('members')} · {conversation.memberCount}
        {conversation.group?.may.addMembers && (
          <IconButton
            size="small"
            label={t('addMembers')}
            icon={<UserPlus />}
            onClick={() => void addMembers(conversation)}
          />
        )}
      </h2>
      <SearchField value={query} onChange={setQuery} label={t('searchMembers')} />
      {members.error && !members.data ? (
        <ErrorState error={members.error} title={t('membersFailed')} onRetry={members.reload} />
      ) : !members.data || (members.data.length === 0 && conversation.memberCount > 0) ? (
        <SkeletonRows count={5} />
      ) : shown.length === 0 ? (
        <p className="messages-nothing">{t('noMember', { query: query.trim() })}</p>
      ) : (
        <VirtualList
          className="messages-member-rows"
          role="list"
          aria-label={t('members')}
          count={shown.length}
          rowHeight={44}
          row={index => {
            const member = shown[index]
            return member ? (
              <MemberRow key={member.userId} member={member} conversation={conversation} />
            ) : (
              <div key={index} />
            )
          }}
        />
      )}
    </div>
  )
}

function MemberRow({ member, conversation }: { member: MemberItem; conversation: ConversationItem }) {
  const t = useTranslate('messages')
  const language = useLanguage()
  const tg = useTranslate('group')
  const meId = useMe().id
  const { person } = member
  const name = nameOf(person, language)
  const removable = member.userId !== meId && mayRemove(conversation.group, member)
  return (
    // biome-ignore lint/a11y/useSemanticElements: the virtual list's rows are not in a ul
    <div className="person-row messages-group-member" role="listitem">
      <button
        type="button"
        className="messages-member"
        aria-haspopup="dialog"
        onClick={event => showPersonCard(person.id, event.currentTarget)}
      >
        <Avatar person={person} size={32} />
        <span className="ellipsis">{name}</span>
      </button>
      {member.role !== 'member' && <Tag tone="brand">{member.role === 'owner' ? t('owner') : tg('admin')}</Tag>}
      {person.external && <ExternalTag />}
      {person.deleted && <Tag>{t('leftCompany')}</Tag>}
      <span className="muted ellipsis messages-member-department">
        {(language === 'en' && person.departmentLatinName) || person.departmentName}
      </span>
      <Menu
        align="end"
        trigger={<IconButton size="small" label={t('moreActions')} icon={<MoreHorizontal className="icon-md" />} />}
        items={[
          member.userId !== meId &&
            !person.deleted && {
              label: t('message'),
              icon: <MessageCircle />,
              onSelect: () => void startDirect(person.id).catch(toastError),
            },
          ...roleEntries(conversation.id, conversation.group, member, name),
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

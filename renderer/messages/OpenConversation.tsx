import { ChevronLeft, MessageCircleOff, PanelRight, UserPlus } from 'lucide-react'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { wholeMembers } from '../../common/whole-members.ts'
import type {
  BotItem,
  ConversationItem,
  GroupItem,
  MemberItem,
  MessageItem,
  PersonName,
} from '../../preload/contract/index.ts'
import { call } from '../desktop.ts'
import { useLanguage, useTranslate } from '../i18n.ts'
import { closeConversation, useNavigation } from '../stores/navigation.ts'
import { usePresence } from '../stores/presence.ts'
import { useMe, useOnline } from '../stores/session.ts'
import { saveSettings, useSettings } from '../stores/settings.ts'
import {
  Button,
  conversationTitle,
  departmentAndTitle,
  EmptyState,
  ErrorState,
  ExternalTag,
  IconButton,
  isMac,
  joinNames,
  nameOf,
  PresenceDot,
  Segmented,
  Spinner,
  shortcut,
  Tag,
  toastError,
  useDesktopEvent,
  useMedia,
  useQuery,
} from '../ui/index.ts'
import { BotHome } from './bot-profile/BotHome.tsx'
import { showHome, useHomeShown } from './bot-profile/home-shown.ts'
import { useBot } from './bot-profile/use-bot.ts'
import { useBots } from './bots/known.ts'
import { Composer, type ComposerHandle } from './Composer.tsx'
import { CatchUpOffer } from './catch-up/CatchUpOffer.tsx'
import { CatchUpPanel } from './catch-up/CatchUpPanel.tsx'
import { ClockBar } from './clock/ClockBar.tsx'
import type { Written } from './composer/document.ts'
import { ConversationContext, MarksContext } from './conversation-context.ts'
import { useConversationList } from './conversation-list-store.ts'
import { rowOf } from './conversation-window.ts'
import { AuditPanel } from './group/AuditPanel.tsx'
import { SilentComposer } from './group/SilentComposer.tsx'
import { AnnouncementBar } from './group-announcement/AnnouncementBar.tsx'
import { AnnouncementPanel } from './group-announcement/AnnouncementPanel.tsx'
import { InfoPanel, type Panel } from './InfoPanel.tsx'
import { rewriteOf } from './kinds/index.ts'
import { LeftConversation } from './LeftConversation.tsx'
import { MessageList } from './MessageList.tsx'
import { DropArea } from './media/outgoing/DropArea.tsx'
import { openMessageList } from './message-list-store.ts'
import { type ReadMarks, withReceipts } from './receipts.ts'
import { addMembers } from './StartGroup.tsx'
import { FindBar } from './search/FindBar.tsx'
import { PinBar } from './talk/Flags.tsx'
import { forwardMessages } from './talk/ForwardDialog.tsx'
import { closeTalkPanel, useTalkPanel } from './talk/panel.ts'
import { SelectionBar } from './talk/SelectionBar.tsx'
import { useSelecting } from './talk/selection.ts'
import { ThreadPanel } from './talk/Thread.tsx'

/** Own texts that were recalled since the window was opened, by the user's id and the conversation's, then by seq. */
const recalledTexts = new Map<string, Map<number, Written>>()

/** The open conversation: header, messages, composer, side panel. */
export function OpenConversation({ id }: { id: string }) {
  const t = useTranslate('messages')
  const conversation = useConversation(id)
  // The row of the list serves until the answer comes, so that header and composer do not flash.
  const [listed] = useState(() => rowOf(useConversationList.getState().list, id))
  const target = useNavigation(state => state.conversation)
  useEffect(() => {
    if (target?.id === id) openMessageList(target)
  }, [id, target])
  useEffect(() => {
    call('conversations.setOpen', { id }).catch(error => console.error('conversations.setOpen', error))
    return () => {
      call('conversations.setOpen', { id: null }).catch(error => console.error('conversations.setOpen', error))
    }
  }, [id])

  if (conversation.data === null)
    return (
      <EmptyState icon={<MessageCircleOff />} title={t('conversationGoneTitle')} text={t('conversationGoneText')}>
        <Button onClick={closeConversation}>{t('close')}</Button>
      </EmptyState>
    )
  const known = conversation.data ?? listed
  if (known === undefined)
    return conversation.error ? (
      <ErrorState error={conversation.error} onRetry={conversation.reload} />
    ) : (
      <div className="empty-state">
        <Spinner />
      </div>
    )
  return <ConversationView conversation={known} />
}

/** The conversation's row, kept up to date. */
function useConversation(id: string) {
  const query = useQuery(`conversation:${id}`, () => call('conversations.get', { id }))
  const { reload } = query
  useDesktopEvent('cache.changed', ({ conversations }) => {
    if (conversations === null || conversations.includes(id)) reload()
  })
  return query
}

/** `ask`: false for a conversation that the user is out of, of which the server tells nothing. */
function useMembers(id: string, ask: boolean) {
  const query = useQuery(ask ? `members:${id}` : null, () => call('conversations.members', { id }))
  const { reload } = query
  useDesktopEvent('cache.changed', change => {
    if (change.members.includes(id)) reload()
  })
  return query
}

/** The read marks of members, fetched again on each new connection; null until the first answer. */
function useReadMarks(id: string, ask: boolean): ReadMarks | null {
  const [marks, setMarks] = useState<ReadMarks | null>(null)
  const online = useOnline() && ask
  useEffect(() => {
    if (!online) return
    let current = true
    call('conversations.receipts', { id }).then(
      receipts => current && setMarks(known => withReceipts(known, receipts)),
      error => console.error('conversations.receipts', error),
    )
    return () => {
      current = false
    }
  }, [id, online])
  useDesktopEvent('receipts.changed', changed => {
    if (changed.id === id) setMarks(known => known && withReceipts(known, changed.receipts))
  })
  return marks
}

const noMembers: readonly MemberItem[] = []
/** What everybody may do in a direct conversation. */
const mayAll: GroupItem['may'] = {
  speak: true,
  addMembers: true,
  mentionAll: true,
  pin: true,
  mark: true,
  editMessages: true,
  editInfo: true,
  announce: false,
}

/** The value as it was while it says the same, so that what depends on it stays. */
function useSame<T>(value: T): T {
  const [kept, setKept] = useState(value)
  if (kept === value || JSON.stringify(kept) === JSON.stringify(value)) return kept
  setKept(value)
  return value
}

function ConversationView({ conversation }: { conversation: ConversationItem }) {
  const language = useLanguage()
  const { id } = conversation
  const meId = useMe().id
  const group = conversation.kind === 'group'
  const may = useSame(conversation.group?.may ?? mayAll)
  const clock = conversation.group?.clock ?? null
  const openedSeq = clock?.openedSeq ?? null
  const manages = (conversation.group?.role ?? 'member') !== 'member'
  const left = conversation.left !== null
  const members = useMembers(id, !left)
  // Of a larger group not all are known here, so nobody is said to have read or not.
  const whole = members.data !== undefined && members.data.length < wholeMembers
  const mayHaveBots = !left && (!whole || (members.data ?? []).some(({ person }) => person.bot !== undefined))
  const bots = useBots(id, members.data !== undefined && mayHaveBots)
  const marks = useReadMarks(id, !left && whole)
  const panel = usePanel()
  const talk = useTalkPanel(id)
  const selecting = useSelecting(id)
  const composer = useRef<ComposerHandle>(null)
  const [recalled, setRecalled] = useState<ReadonlyMap<number, Written>>(
    () => recalledTexts.get(`${meId}/${id}`) ?? new Map(),
  )
  const name = conversationTitle(conversation, language)
  const bot = useDirectBot(conversation)
  const home = useHomeShown(id) && bot !== null

  const recall = useCallback(
    (message: MessageItem) => {
      call('messages.recall', { id, seq: message.seq }).then(() => {
        const text = rewriteOf(message.content)
        if (text === null) return
        const key = `${meId}/${id}`
        const texts = new Map(recalledTexts.get(key)).set(message.seq, text)
        recalledTexts.set(key, texts)
        setRecalled(texts)
      }, toastError)
    },
    [id, meId],
  )
  const context = useMemo<ConversationContext>(() => {
    const known = members.data
    return {
      meId,
      group,
      readOnly: left,
      may,
      openedSeq,
      members: whole && known !== undefined ? known : null,
      large: known !== undefined && !whole,
      externals: new Set(known?.filter(member => member.person.external).map(member => member.userId)),
      manages,
      bots,
      owners: new Set(known?.filter(member => member.role === 'owner').map(member => member.userId)),
      recalled,
      recall,
      forward: message => forwardMessages([message]),
      mention: (person: PersonName) => composer.current?.mention(person),
      edit: (written: Written) => composer.current?.write(written),
    }
  }, [meId, group, left, may, openedSeq, manages, bots, members.data, whole, recalled, recall])

  return (
    <ConversationContext value={context}>
      <div className="messages-conversation-view">
        <section className="messages-chat" aria-label={name}>
          <Header conversation={conversation} name={name} panel={panel} hasHome={bot !== null} home={home} />
          {home && <BotHome key={bot.id} bot={bot} />}
          {!left && clock && <ClockBar id={id} clock={clock} />}
          <div className="messages-bars">
            {!left && <AnnouncementBar conversation={conversation} />}
            {!left && <PinBar id={id} />}
            <FindBar id={id} />
          </div>
          {!home && (
            <MarksContext value={marks}>
              <MessageList id={id} name={name} unread={conversation.unread} />
            </MarksContext>
          )}
          {left && selecting === null && <LeftConversation conversation={conversation} name={name} />}
          <SelectionBar id={id} />
          {!left && !may.speak && selecting === null && <SilentComposer />}
          {!left && !home && may.speak && !conversation.draftCut && selecting === null && (
            <Composer
              ref={composer}
              id={id}
              name={name}
              draft={conversation.draft}
              members={group ? (members.data ?? noMembers) : null}
              memberCount={conversation.memberCount}
              hasBots={mayHaveBots}
              mayCallAll={may.mentionAll}
              waitsUntil={conversation.group?.waitsUntil ?? 0}
              above={
                <>
                  <CatchUpOffer
                    conversation={conversation}
                    joinedAt={members.data?.find(member => member.userId === meId)?.joinedAt ?? null}
                  />
                  <TypingLine id={id} />
                </>
              }
            />
          )}
        </section>
        {!left && !home && may.speak && <DropArea id={id} name={name} />}
        {!left && talk?.shows === 'announcement' && <AnnouncementPanel conversation={conversation} />}
        {!left && talk?.shows === 'audit' && <AuditPanel id={id} />}
        {!left && talk?.shows === 'catch-up' && <CatchUpPanel id={id} readSeq={talk.readSeq} />}
        {!left && talk?.shows === 'thread' && (
          <MarksContext value={marks}>
            <ThreadPanel
              key={talk.seq}
              conversation={conversation}
              seq={talk.seq}
              composer={
                may.speak ? (
                  <Composer
                    ref={null}
                    id={id}
                    name={name}
                    draft=""
                    thread={talk.seq}
                    members={group ? (members.data ?? noMembers) : null}
                    memberCount={conversation.memberCount}
                    hasBots={mayHaveBots}
                    mayCallAll={may.mentionAll}
                    waitsUntil={conversation.group?.waitsUntil ?? 0}
                    above={null}
                  />
                ) : (
                  <SilentComposer />
                )
              }
            />
          </MarksContext>
        )}
        {!left && (talk === null ? panel.open : talk.shows === 'tab') && (
          <InfoPanel
            conversation={conversation}
            name={name}
            panel={panel}
            openedAt={talk?.shows === 'tab' ? talk.tab : null}
          />
        )}
      </div>
    </ConversationContext>
  )
}

/** The side panel: a setting where it has room of its own; over the messages only while the conversation is open. */
function usePanel(): Panel {
  const over = useMedia('(max-width: 1080px)')
  const wanted = useSettings(state => state.settings?.sidePanel ?? false)
  const [shownOver, setShownOver] = useState(false)
  const open = over ? shownOver : wanted
  return useMemo(
    () => ({
      open,
      over,
      show: (next: boolean) => {
        if (over) setShownOver(next)
        else saveSettings({ sidePanel: next }).catch(toastError)
      },
    }),
    [open, over],
  )
}

/** The department and title of the other person of a direct conversation; empty until they are known. */
function usePlace({ kind, avatarPeople: [other] }: ConversationItem): string {
  const language = useLanguage()
  const id = kind === 'direct' ? other?.id : undefined
  const person = useQuery(
    id === undefined ? null : `person:${id}`,
    async () => (id === undefined ? null : call('directory.person', { userId: id })),
    ['directory'],
  ).data
  if (!person) return ''
  return departmentAndTitle(person, language)
}

/** The bot of a direct conversation that has a page of its own, or null. */
function useDirectBot({ id, kind, left, avatarPeople: [other] }: ConversationItem): BotItem | null {
  const botId = kind === 'direct' && left === null && other?.bot !== undefined ? other.id : undefined
  const [known, setKnown] = useState<BotItem | null>(null)
  const { data } = useBot(botId, id)
  // Without a connection the page that is shown stays.
  useEffect(() => {
    if (data !== undefined) setKnown(data)
  }, [data])
  return known?.manifest.home ? known : null
}

/** `hasHome`: there is a page of a bot beside the messages; `home`: it is shown. */
function Header(props: {
  conversation: ConversationItem
  name: string
  panel: Panel
  hasHome: boolean
  home: boolean
}) {
  const { conversation, name, panel, hasHome, home } = props
  const t = useTranslate('messages')
  const tb = useTranslate('botProfile')
  const place = usePlace(conversation)
  const group = conversation.kind === 'group'
  const presence = usePresence(group ? undefined : conversation.avatarPeople[0]?.id)
  const talk = useTalkPanel(conversation.id)
  const details = talk === null ? panel.open : talk.shows === 'tab'
  const toggle = useCallback(() => {
    closeTalkPanel()
    panel.show(!details)
  }, [panel, details])
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '.' || !(isMac ? event.metaKey : event.ctrlKey)) return
      event.preventDefault()
      toggle()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [toggle])
  return (
    <header className="header messages-header">
      <IconButton
        className="messages-back"
        label={t('backToList')}
        icon={<ChevronLeft />}
        onClick={closeConversation}
      />
      <div className="grow messages-heading">
        <h1>
          <span className="ellipsis">{name}</span>
          {presence !== null && <PresenceDot state={presence} />}
          {conversation.external && <ExternalTag />}
          {conversation.group?.department && <Tag>{t('departmentGroup')}</Tag>}
          {group && !conversation.left && <Tag>{t('memberCount', { count: conversation.memberCount })}</Tag>}
        </h1>
        {place !== '' && <p className="ellipsis">{place}</p>}
      </div>
      {hasHome && (
        <Segmented
          label={tb('view')}
          value={home ? 'home' : 'messages'}
          options={[
            { value: 'messages', label: tb('messages') },
            { value: 'home', label: tb('home') },
          ]}
          onChange={view => showHome(conversation.id, view === 'home')}
        />
      )}
      {!conversation.left && (
        <>
          {(conversation.group?.may.addMembers ?? conversation.avatarPeople[0]?.bot === undefined) && (
            <IconButton
              label={t(group ? 'addMembers' : 'newGroup')}
              icon={<UserPlus />}
              onClick={() => void addMembers(conversation)}
            />
          )}
          <IconButton
            label={t(group ? 'groupInfo' : 'personInfo')}
            shortcut={shortcut('.')}
            icon={<PanelRight />}
            aria-pressed={details}
            onClick={toggle}
          />
        </>
      )}
    </header>
  )
}

function TypingLine({ id }: { id: string }) {
  const t = useTranslate('messages')
  const language = useLanguage()
  const people = useConversationList(state => state.typing.get(id))
  if (!people || people.length === 0) return null
  const [first] = people
  return (
    <p className="messages-typing-line ellipsis" role="status">
      {people.length > 3 && first
        ? t('typingMany', { names: nameOf(first, language), count: people.length })
        : t('typing', { names: joinNames(people, language), count: people.length })}
    </p>
  )
}

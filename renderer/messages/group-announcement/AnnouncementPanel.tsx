import { Megaphone } from 'lucide-react'
import type { RichNode } from '../../../common/rich-text.ts'
import { oneLine } from '../../../common/text.ts'
import type { ConversationItem, MessageHit } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'
import { translator, useLanguage, useTranslate } from '../../i18n.ts'
import { openConversation } from '../../stores/navigation.ts'
import { useMe, useOnline } from '../../stores/session.ts'
import {
  Avatar,
  Button,
  confirm,
  EmptyState,
  ErrorState,
  listTime,
  nameOf,
  SkeletonRows,
  toast,
  useDesktopEvent,
  useMinute,
  useQuery,
} from '../../ui/index.ts'
import { RichText } from '../kinds/rich/RichText.tsx'
import { RequestFoot, RequestHead, requestOf } from '../requests/RequestView.tsx'
import { showAnnouncement } from '../talk/panel.ts'
import { SidePanel } from '../talk/SidePanel.tsx'
import { announce } from './AnnounceDialog.tsx'
import './group-announcement.css'

type Announcement = NonNullable<NonNullable<ConversationItem['group']>['announcement']>

/** In the details of a group: what is announced, which leads to its panel. */
export function AnnouncementEntry({ conversation: { id, group } }: { conversation: ConversationItem }) {
  const t = useTranslate('groupAnnouncement')
  if (!group || (group.announcement === null && !group.may.announce)) return null
  return (
    <div className="messages-section">
      {group.announcement === null ? (
        <Button wide onClick={() => announce(id, group.may.mentionAll, null)}>
          <Megaphone className="icon-sm" aria-hidden="true" />
          {t('publish')}
        </Button>
      ) : (
        <button type="button" className="messages-announcement-entry" onClick={() => showAnnouncement(id)}>
          <b>
            <Megaphone className="icon-sm" aria-hidden="true" />
            {t('title')}
          </b>
          <span>{group.announcement.text}</span>
        </button>
      )}
    </div>
  )
}

/** The side panel with the announcement in force, what owner and admins do with it, and the earlier ones. */
export function AnnouncementPanel({ conversation }: { conversation: ConversationItem }) {
  const t = useTranslate('groupAnnouncement')
  const { id, group } = conversation
  if (group === null) return null
  const { announcement, may } = group
  const current = announcement?.seq ?? 0
  return (
    <SidePanel title={t('title')}>
      <div className="messages-announcement-panel">
        {announcement === null ? (
          <EmptyState icon={<Megaphone />} title={t('none')} text={t('noneText')}>
            {may.announce && <Button onClick={() => announce(id, may.mentionAll, null)}>{t('publish')}</Button>}
          </EmptyState>
        ) : (
          <Current key={current} id={id} announcement={announcement} may={may} />
        )}
        <Earlier id={id} current={current} />
      </div>
    </SidePanel>
  )
}

/** The message that set the announcement; null where the user may not see it, or it cannot be reached. */
function useAnnouncementMessage(id: string, seq: number) {
  const query = useQuery(`announcement:${id}/${seq}`, () => call('messages.get', { id, seqs: [seq] }))
  useDesktopEvent('cache.changed', ({ messages }) => {
    if (messages.some(change => change.id === id && change.from <= seq)) query.reload()
  })
  return query.data?.[0] ?? null
}

function Current(props: {
  id: string
  announcement: Announcement
  may: NonNullable<ConversationItem['group']>['may']
}) {
  const { id, announcement, may } = props
  const { seq, by, at, text } = announcement
  const t = useTranslate('groupAnnouncement')
  const language = useLanguage()
  const now = useMinute()
  const meId = useMe().id
  const message = useAnnouncementMessage(id, seq)
  const doc = message?.content.type === 'announcement' ? (message.content as { doc: RichNode }).doc : null
  const request = message === null ? undefined : requestOf(message)
  return (
    <div className="messages-announcement">
      <p className="messages-announcement-by">
        <Avatar person={by} size={24} />
        <span className="ellipsis">{t('by', { name: nameOf(by, language), time: listTime(at, language, now) })}</span>
      </p>
      {message && request && <RequestHead message={message} request={request} tabbable />}
      <div className="selectable messages-announcement-text">
        {doc ? (
          <RichText doc={doc} people={message?.people ?? []} meId={meId} tabbable />
        ) : (
          <p className="messages-group-words">{text}</p>
        )}
      </div>
      {message && request && <RequestFoot message={message} request={request} tabbable />}
      <div className="messages-announcement-actions">
        {message && (
          <Button size="small" kind="quiet" onClick={() => openConversation(id, seq)}>
            {t('show')}
          </Button>
        )}
        {may.announce && (
          <>
            <Button size="small" kind="quiet" onClick={() => void withdraw(id)}>
              {t('withdraw')}
            </Button>
            <Button size="small" onClick={() => announce(id, may.mentionAll, doc ?? paragraphsOf(text))}>
              {t('again')}
            </Button>
          </>
        )}
      </div>
    </div>
  )
}

/** A plain text as a formatted one. */
function paragraphsOf(text: string): RichNode {
  return {
    type: 'doc',
    content: text
      .split('\n')
      .map(line => ({ type: 'paragraph', ...(line !== '' && { content: [{ type: 'text', text: line }] }) })),
  }
}

async function withdraw(id: string): Promise<void> {
  const t = translator('groupAnnouncement')
  const done = await confirm({
    title: t('withdrawTitle'),
    text: t('withdrawText'),
    action: t('withdraw'),
    danger: true,
    onConfirm: () => call('conversations.withdrawAnnouncement', { id }),
  })
  if (done) toast({ kind: 'done', text: t('withdrawn') })
}

/** Earlier announcements, the newest first: from the server, and without a connection those on this device. */
function Earlier({ id, current }: { id: string; current: number }) {
  const t = useTranslate('groupAnnouncement')
  const language = useLanguage()
  const now = useMinute()
  const online = useOnline()
  const found = useQuery(`announcements:${id}/${current}/${online}`, () => earlier(id, online), [], { keep: true })
  if (found.error && !found.data)
    return <ErrorState error={found.error} title={t('earlierFailed')} onRetry={found.reload} />
  if (found.data === undefined) return <SkeletonRows count={2} />
  const hits = found.data.filter(({ seq }) => seq !== current)
  if (hits.length === 0) return null
  return (
    <section className="messages-announcement-earlier">
      <h2>{t('earlier')}</h2>
      <ul className="messages-flagged-list" aria-label={t('earlier')}>
        {hits.map(({ seq, text, sender, sentAt }) => (
          <li key={seq}>
            <button type="button" onClick={() => openConversation(id, seq)}>
              <Megaphone className="icon-sm" aria-hidden="true" />
              <span className="messages-flagged-text">{oneLine(text)}</span>
              <span className="messages-flagged-by">
                <Avatar person={sender} size={20} />
                {nameOf(sender, language)} · {listTime(sentAt, language, now)}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

async function earlier(id: string, online: boolean): Promise<readonly MessageHit[]> {
  const wanted = { query: '', filters: { conversationIds: [id], kinds: ['announcement'] } }
  const held = async () => (await call('messages.search', { ...wanted, offset: 0, limit: 50 })).hits
  if (!online) return held()
  return call('messages.searchServer', { ...wanted, cursor: null }).then(({ hits }) => hits, held)
}

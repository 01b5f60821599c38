import { BellRing, Check, Zap } from 'lucide-react'
import type { MessageItem } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'
import { useTranslate } from '../../i18n.ts'
import {
  Avatar,
  Button,
  clockTime,
  cx,
  ErrorState,
  Popover,
  SkeletonRows,
  serverNow,
  toast,
  useBusy,
  useQuery,
} from '../../ui/index.ts'
import { useConversationContext } from '../conversation-context.ts'
import { shownLimits } from '../limits.ts'
import { PeopleColumn } from '../PeopleColumn.tsx'
import { allOf } from '../use-following.ts'
import { askOf } from './AskDialog.tsx'
import './requests.css'

type Request = NonNullable<MessageItem['attributes']['request']>
/** A message and what it asks for. */
interface RequestProps {
  message: MessageItem
  request: Request
  tabbable: boolean
}

/** What a message asks for, if anything; one that is recalled asks no more. */
export function requestOf({ content, attributes }: MessageItem): Request | undefined {
  return content.type === 'recalled' ? undefined : attributes.request
}

/** Above the words of a message: what it asks for, and how many have answered. */
export function RequestHead({ message, request, tabbable }: RequestProps) {
  const t = useTranslate('requests')
  const ask = askOf(request.ask)
  const owes = message.owes && message.owes.doneAt === null
  const words = t(owes ? `owed_${ask}` : `head_${ask}`)
  return (
    <div className={cx('messages-requests-head', request.urgent && 'urgent')}>
      {request.urgent ? <Zap aria-hidden="true" /> : <BellRing aria-hidden="true" />}
      <b>{request.urgent ? t('withUrgent', { words }) : words}</b>
      <Count message={message} request={request} tabbable={tabbable} />
    </div>
  )
}

/** How many have answered; for who may know it, who. */
function Count({ message, request, tabbable }: RequestProps) {
  const t = useTranslate('requests')
  const { manages } = useConversationContext()
  if (message.seq === 0 || request.of === 0) return <span>{t('sending')}</span>
  const { done, of } = request
  const words = t(`count_${askOf(request.ask)}`, { done, of })
  if (!message.own && !manages) return <span>{words}</span>
  return (
    <Popover
      label={t('lists')}
      align="end"
      className="messages-requests-lists"
      trigger={
        <button
          type="button"
          className="messages-requests-count"
          tabIndex={tabbable ? 0 : -1}
          aria-label={t('whoAnswered', { words })}
        >
          {words}
        </button>
      }
    >
      <Lists message={message} />
    </Popover>
  )
}

/** Below the words: where the user answers, and the first people who did. */
export function RequestFoot({ message, request, tabbable }: RequestProps) {
  const t = useTranslate('requests')
  const [busy, run] = useBusy()
  const { readOnly } = useConversationContext()
  const { owes, conversationId: id, seq, people } = message
  const ask = askOf(request.ask)
  const faces = (request.userIds ?? []).flatMap(userId => people.find(person => person.id === userId) ?? [])
  const respond = (done: boolean) => run(() => call('messages.respond', { id, seq, done }))
  if (!owes && faces.length === 0) return null
  return (
    <div className="messages-requests-foot">
      {owes && owes.doneAt === null && !readOnly && (
        <Button size="small" kind="primary" busy={busy} tabIndex={tabbable ? 0 : -1} onClick={() => respond(true)}>
          {t(message.content.type === 'announcement' ? 'answer_announcement' : `answer_${ask}`)}
        </Button>
      )}
      {owes && owes.doneAt !== null && (
        <span className="messages-requests-answered">
          <Check aria-hidden="true" />
          {t(`answered_${ask}`)}
          {!readOnly && (
            <button
              type="button"
              className="link-button"
              tabIndex={tabbable ? 0 : -1}
              disabled={busy}
              onClick={() => respond(false)}
            >
              {t('takeBack')}
            </button>
          )}
        </span>
      )}
      <span className="messages-requests-faces" aria-hidden="true">
        {faces.slice(0, 5).map(person => (
          <Avatar key={person.id} person={person} size={18} />
        ))}
      </span>
    </div>
  )
}

/** Who still owes an answer, and who gave it; with a reminder for the former. */
function Lists({ message }: { message: MessageItem }) {
  const t = useTranslate('requests')
  const [busy, run] = useBusy()
  const { conversationId: id, seq, revision, attributes } = message
  const query = useQuery(`owed:${id}/${seq}/${revision}`, () => call('messages.owed', { id, seq }))
  if (query.error) return <ErrorState error={query.error} title={t('loadFailed')} onRetry={query.reload} />
  if (query.data === undefined) return <SkeletonRows count={3} />
  const owing = query.data.filter(({ at }) => at === null)
  const answered = query.data.filter(({ at }) => at !== null)
  const urgedAt = attributes.request?.urgedAt
  const tooSoon = urgedAt !== undefined && serverNow() - urgedAt < shownLimits.urgeMs
  const urge = () => run(() => call('messages.urge', { id, seq }).then(() => toast({ kind: 'done', text: t('urged') })))
  return (
    <>
      <div className="messages-requests-columns">
        <PeopleColumn title={t('owingList', { count: owing.length })} list={allOf(owing)} />
        <PeopleColumn title={t('answeredList', { count: answered.length })} list={allOf(answered)} />
      </div>
      {owing.length > 0 && (
        <div className="messages-requests-urge">
          {tooSoon && <small className="muted">{t('urgedAt', { time: clockTime(urgedAt) })}</small>}
          <Button size="small" wide busy={busy} disabled={tooSoon} onClick={urge}>
            {t('urge')}
          </Button>
        </div>
      )}
    </>
  )
}

import { memo, type ReactNode, useEffect, useMemo, useState } from 'react'
import type { MessageItem } from '../../preload/contract/index.ts'
import { call, DesktopError, errorText } from '../desktop.ts'
import { useLanguage, useTranslate } from '../i18n.ts'
import { useOnline } from '../stores/session.ts'
import {
  Avatar,
  BotTag,
  clockTime,
  cx,
  dayTitle,
  ExternalTag,
  nameOf,
  RowBoundary,
  Spinner,
  Tag,
  Tooltip,
  toastError,
  useToday,
} from '../ui/index.ts'
import { Growing } from './bots/Growing.tsx'
import { useConversationContext } from './conversation-context.ts'
import { KeptMarks } from './kept/KeptMarks.tsx'
import { kindOf } from './kinds/index.ts'
import { PreviewCard } from './links/PreviewCard.tsx'
import { HoverBar } from './message-actions.tsx'
import { showPersonCard } from './PersonCard.tsx'
import { ReadMark } from './ReadMark.tsx'
import { RequestFoot, RequestHead, requestOf } from './requests/RequestView.tsx'
import type { MessageListRow } from './rows.ts'
import { EditedMark } from './talk/Edited.tsx'
import { FlagChips } from './talk/Flags.tsx'
import { QuoteView } from './talk/Quote.tsx'
import { ReactionChips } from './talk/Reactions.tsx'
import { SelectCover } from './talk/SelectionBar.tsx'
import { useSelecting } from './talk/selection.ts'
import { ThreadLine } from './talk/ThreadLine.tsx'
import { TranslationView } from './translation/TranslationView.tsx'
import { useTranslation } from './translation/translations.ts'

/** More marks on one letter than any language writes. */
const piled = /\p{Mn}{6}/u

/** One row of the message list: day line, divider and message. */
export const MessageRow = memo(function MessageRow(props: {
  row: MessageListRow
  /** The request that highlights it; 0 for none. */
  highlight: number
  /** Whether this is the one message, with its content, in the tab order. */
  tabbable: boolean
  first: boolean
  last: boolean
  top: ReactNode
  /** Below the message, and scrolled with it. */
  bottom?: ReactNode
}) {
  const { row, highlight, tabbable, first, last, top, bottom } = props
  const t = useTranslate('messages')
  const { message } = row
  return (
    <div className={cx('messages-message-list-row', first && 'first', last && 'last')} data-row={row.key}>
      {top}
      <RowBoundary value={row} fallback={<Unreadable tabbable={tabbable} />}>
        {row.day && <Day time={message.sentAt} />}
        {row.pause && <Pause time={message.sentAt} />}
        {row.divider && <div className="messages-new-line">{t('newMessages')}</div>}
        {message.bubble ? (
          <Bubble row={row} highlight={highlight} tabbable={tabbable} />
        ) : (
          <Notice message={message} highlight={highlight} tabbable={tabbable} />
        )}
      </RowBoundary>
      {bottom}
    </div>
  )
})

/** The line between two days. */
function Day({ time }: { time: number }) {
  useToday()
  return <div className="messages-day">{dayTitle(time, useLanguage())}</div>
}

/** The line after a pause within a day. */
function Pause({ time }: { time: number }) {
  useToday()
  return <div className="messages-day">{clockTime(time)}</div>
}

/** Shown when the view of a message throws. */
function Unreadable({ tabbable }: { tabbable: boolean }) {
  const t = useTranslate('messages')
  return (
    <section className="messages-notice" data-message="" tabIndex={tabbable ? 0 : -1}>
      {t('unknownMessage')}
    </section>
  )
}

function Notice({ message, highlight, tabbable }: { message: MessageItem; highlight: number; tabbable: boolean }) {
  return (
    // A paragraph in the tab order has no role of its own; a section may scroll, and so may be in it.
    <section
      className={cx('messages-notice', highlight > 0 && 'messages-highlighted')}
      key={highlight}
      data-message=""
      tabIndex={tabbable ? 0 : -1}
    >
      <Body message={message} tabbable={tabbable} />
    </section>
  )
}

/** The body of a message, drawn by its kind. */
function Body({ message, tabbable }: { message: MessageItem; tabbable: boolean }) {
  const Kind = kindOf(message.content).Body
  return <Kind content={message.content} message={message} tabbable={tabbable} />
}

function Bubble({ row, highlight, tabbable }: { row: MessageListRow; highlight: number; tabbable: boolean }) {
  const t = useTranslate('messages')
  const language = useLanguage()
  useToday()
  const { message, continued, endsRun } = row
  const { group, owners, externals } = useConversationContext()
  const { own, sender } = message
  // Most messages have none of these, and what is not mounted costs nothing.
  const { preview, pinned, mark, reactions, replies, edited, growing } = message.attributes
  /** Whether the pointer or the focus is on it: the action bar shows. */
  const [near, setNear] = useState(false)
  /** A menu of the action bar is open, which holds the focus. */
  const [held, setHeld] = useState(false)
  const selecting = useSelecting(message.conversationId) !== null
  const isPiled = useMemo(() => piled.test(JSON.stringify(message.content)), [message.content])
  const translation = useTranslation(message)
  const name = nameOf(sender, language)
  const request = requestOf(message)
  return (
    <article
      className={cx('messages-message', own && 'own', continued && 'continued')}
      aria-label={`${name} ${clockTime(message.sentAt)}`}
      data-message=""
      data-state={message.state}
      aria-busy={growing}
      tabIndex={tabbable ? 0 : -1}
      onPointerEnter={() => setNear(true)}
      onPointerLeave={() => setNear(false)}
      onFocus={() => setNear(true)}
      onBlur={event => !event.currentTarget.contains(event.relatedTarget) && setNear(false)}
    >
      {selecting && <SelectCover message={message} tabbable={tabbable} />}
      {continued ? (
        <span className="messages-avatar-gap" />
      ) : (
        <button
          type="button"
          className="messages-avatar-button"
          aria-label={name}
          aria-haspopup="dialog"
          onClick={event => showPersonCard(sender.id, event.currentTarget)}
          tabIndex={-1}
        >
          <Avatar person={sender} size={36} />
        </button>
      )}
      <div className="messages-body-column">
        {!continued && !own && (
          <div className="messages-who">
            {group && <b>{name}</b>}
            {sender.bot !== undefined && <BotTag />}
            {group && externals.has(sender.id) && <ExternalTag />}
            {group && owners.has(sender.id) && <Tag tone="brand">{t('owner')}</Tag>}
            <time>{clockTime(message.sentAt)}</time>
          </div>
        )}
        <div className="messages-bubble-line">
          <div className={cx('messages-bubble', highlight > 0 && 'messages-highlighted')} key={highlight}>
            {request && <RequestHead message={message} request={request} tabbable={tabbable} />}
            {message.quote && <QuoteView message={message} tabbable={tabbable} />}
            <div className="selectable messages-words" data-piled={isPiled || undefined}>
              <Body message={message} tabbable={tabbable} />
              {growing && <Growing words={message.content.type !== 'text'} />}
            </div>
            {translation && <TranslationView message={message} translation={translation} tabbable={tabbable} />}
            {preview && <PreviewCard preview={preview} tabbable={tabbable} />}
            {request && <RequestFoot message={message} request={request} tabbable={tabbable} />}
          </div>
          {(near || held) && !selecting && <HoverBar message={message} timed={own || continued} onHold={setHeld} />}
          {message.state !== 'sent' && <SendState message={message} />}
        </div>
        {(pinned || mark || message.kept) && (
          <span className="messages-marks">
            {(pinned || mark) && <FlagChips message={message} />}
            {message.kept && <KeptMarks kept={message.kept} />}
          </span>
        )}
        {reactions && <ReactionChips message={message} tabbable={tabbable} />}
        {replies && <ThreadLine message={message} tabbable={tabbable} />}
        {message.state === 'failed' && <Failure message={message} />}
        {edited && <EditedMark message={message} tabbable={tabbable} />}
        {own && message.seq > 0 && <ReadMark message={message} last={endsRun} tabbable={tabbable} />}
      </div>
    </article>
  )
}

/** A spinner once sending takes longer than it should; a red mark when it failed. */
function SendState({ message }: { message: MessageItem }) {
  const t = useTranslate('messages')
  const online = useOnline()
  const [slow, setSlow] = useState(false)
  const { readOnly } = useConversationContext()
  const sending = message.state === 'sending'
  useEffect(() => {
    if (!sending) return setSlow(false)
    const timer = setTimeout(() => setSlow(true), 300)
    return () => clearTimeout(timer)
  }, [sending])
  if (message.state === 'failed' && readOnly) return null
  if (message.state === 'failed')
    return (
      <Tooltip text={t('resend')}>
        <button type="button" className="messages-send-failed" aria-label={t('resend')} onClick={() => resend(message)}>
          !
        </button>
      </Tooltip>
    )
  if (!sending || !slow) return null
  return (
    <span className="messages-send-state">
      {online ? <Spinner label={t('sending')} /> : <span className="small muted">{t('waitsForNetwork')}</span>}
    </span>
  )
}

function resend(message: MessageItem): void {
  if (message.clientId) call('messages.retry', { clientId: message.clientId }).catch(toastError)
}

function Failure({ message }: { message: MessageItem }) {
  const t = useTranslate('messages')
  const reason = errorText(new DesktopError(message.error ?? 'unknown', ''))
  const { clientId } = message
  const { readOnly } = useConversationContext()
  return (
    <div className="messages-failure" role="alert">
      {t('notSent', { reason })}{' '}
      {!readOnly && (
        <>
          <button type="button" className="link-button" onClick={() => resend(message)}>
            {t('resend')}
          </button>
          {' · '}
        </>
      )}
      <button
        type="button"
        className="link-button"
        onClick={() => clientId && call('messages.discard', { clientId }).catch(toastError)}
      >
        {t('discard')}
      </button>
    </div>
  )
}

import { AtSign, Copy, Undo2 } from 'lucide-react'
import { memo, type ReactNode, useEffect, useState } from 'react'
import type { MessageItem } from '../../preload/contract.ts'
import { call, DesktopError, errorText } from '../desktop.ts'
import { useLanguage, useWords } from '../i18n.ts'
import { openPerson } from '../stores/navigation.ts'
import { useOnline } from '../stores/session.ts'
import {
  Avatar,
  ContextMenu,
  clockTime,
  cx,
  dayTitle,
  fullTime,
  IconButton,
  type MenuEntries,
  nameOf,
  Spinner,
  Tag,
  Tooltip,
  toast,
  toastError,
} from '../ui/index.ts'
import { useChat } from './chat-context.ts'
import { isSystem, isText, noticeParts } from './content.ts'
import { shownLimits } from './limits.ts'
import { MessageText } from './MessageText.tsx'
import { ReadMark } from './ReadMark.tsx'
import { recallLeft, type StreamRow } from './rows.ts'

/** One row of the stream: what stands above the message, and the message. */
export const MessageRow = memo(function MessageRow(props: {
  row: StreamRow
  /** The turn of the jump that lights it up; 0 for none. */
  flash: number
  edge: 'first' | 'last' | 'both' | null
  top: ReactNode
}) {
  const { row, flash, edge, top } = props
  const t = useWords('messages')
  const language = useLanguage()
  const { message } = row
  return (
    <div
      className={cx(
        'stream-row',
        (edge === 'first' || edge === 'both') && 'first',
        (edge === 'last' || edge === 'both') && 'last',
      )}
    >
      {top}
      {row.day && <div className="day">{dayTitle(message.sentAt, language)}</div>}
      {row.divider && <div className="new-line">{t('newMessages')}</div>}
      {isSystem(message.content) || message.content.type === 'recalled' ? (
        <Notice message={message} flash={flash} />
      ) : (
        <Bubble row={row} flash={flash} />
      )}
    </div>
  )
})

function Notice({ message, flash }: { message: MessageItem; flash: number }) {
  const t = useWords('messages')
  const language = useLanguage()
  const { meId, recalled, edit } = useChat()
  const lost = recalled.get(message.seq)
  if (isSystem(message.content))
    return (
      <p className={cx('notice', flash > 0 && 'flashed')} key={flash}>
        {noticeParts(message.content, message.people, { t, language, meId }).map((part, index) =>
          typeof part === 'string' ? (
            part
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: parts have no other identity
            <button key={index} type="button" className="link-button" onClick={() => openPerson(part.person.id)}>
              {part.label}
            </button>
          ),
        )}
      </p>
    )
  return (
    <p className={cx('notice', flash > 0 && 'flashed')} key={flash}>
      {message.own ? t('recalledYou') : t('recalledPreview', { name: nameOf(message.sender, language) })}
      {message.own && lost && (
        <button type="button" className="link-button again" onClick={() => edit(lost)}>
          {t('editAgain')}
        </button>
      )}
    </p>
  )
}

function Bubble({ row, flash }: { row: StreamRow; flash: number }) {
  const t = useWords('messages')
  const language = useLanguage()
  const { message, continued, endsRun } = row
  const { meId, group, owners } = useChat()
  const { own, sender } = message
  const menu = useMessageMenu(message)
  const [open, setOpen] = useState(false)
  const name = nameOf(sender, language)
  return (
    <article
      className={cx('message', own && 'own', continued && 'continued', open && 'open')}
      aria-label={`${name} ${clockTime(message.sentAt, language)}`}
    >
      {continued ? (
        <span className="avatar-gap" />
      ) : (
        <button
          type="button"
          className="avatar-button"
          aria-label={name}
          onClick={() => openPerson(sender.id)}
          tabIndex={-1}
        >
          <Avatar person={sender} size={36} />
        </button>
      )}
      <div className="body-column">
        {!continued && !own && (
          <div className="who">
            {group && <b>{name}</b>}
            {group && owners.has(sender.id) && <Tag tone="brand">{t('owner')}</Tag>}
            <time>{clockTime(message.sentAt, language)}</time>
          </div>
        )}
        <div className="bubble-line">
          <ContextMenu items={menu} onOpenChange={setOpen}>
            <div
              className={cx('bubble', flash > 0 && 'flashed')}
              key={flash}
              title={continued || own ? fullTime(message.sentAt, language) : undefined}
            >
              <div className="selectable words">
                {isText(message.content) ? (
                  <MessageText
                    text={message.content.text}
                    mentions={message.content.mentions}
                    people={message.people}
                    meId={meId}
                  />
                ) : (
                  <span className="muted">{t('unknownMessage')}</span>
                )}
              </div>
            </div>
          </ContextMenu>
          <HoverBar message={message} />
          <SendState message={message} />
        </div>
        {message.state === 'failed' && <Failure message={message} />}
        {own && message.seq > 0 && endsRun && <ReadMark seq={message.seq} />}
      </div>
    </article>
  )
}

/** A spinner once sending takes longer than it should; a red mark when it failed. */
function SendState({ message }: { message: MessageItem }) {
  const t = useWords('messages')
  const online = useOnline()
  const [slow, setSlow] = useState(false)
  const sending = message.state === 'sending'
  useEffect(() => {
    if (!sending) return setSlow(false)
    const timer = setTimeout(() => setSlow(true), 300)
    return () => clearTimeout(timer)
  }, [sending])
  if (message.state === 'failed')
    return (
      <Tooltip text={t('resend')}>
        <button type="button" className="send-failed" aria-label={t('resend')} onClick={() => resend(message)}>
          !
        </button>
      </Tooltip>
    )
  if (!sending || !slow) return null
  return (
    <span className="send-state">
      {online ? <Spinner label={t('sending')} /> : <span className="small muted">{t('waitsForNetwork')}</span>}
    </span>
  )
}

function resend(message: MessageItem): void {
  if (message.clientId) call('messages.retry', { clientId: message.clientId }).catch(toastError)
}

function Failure({ message }: { message: MessageItem }) {
  const t = useWords('messages')
  const reason = errorText(new DesktopError(message.error ?? 'unknown', ''))
  const { clientId } = message
  return (
    <div className="failure" role="alert">
      {t('notSent', { reason })}{' '}
      <button type="button" className="link-button" onClick={() => resend(message)}>
        {t('resend')}
      </button>
      {' · '}
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

function useMessageMenu(message: MessageItem): () => MenuEntries {
  const t = useWords('messages')
  const language = useLanguage()
  const { group, mention, recall } = useChat()
  return () => {
    const left = recallLeft(message, Date.now(), shownLimits.recallMs)
    const selected = String(window.getSelection() ?? '')
    return [
      isText(message.content) && {
        label: t('copy'),
        icon: <Copy />,
        onSelect: () => copy(selected || (isText(message.content) ? message.content.text : ''), t('copied')),
      },
      group &&
        !message.own && {
          label: t('mention', { name: nameOf(message.sender, language) }),
          icon: <AtSign />,
          onSelect: () => mention(message.sender),
        },
      left > 0 && 'line',
      left > 0 && {
        label: t('recall'),
        icon: <Undo2 />,
        danger: true,
        hint: t('recallLeft', { time: duration(left, t) }),
        onSelect: () => recall(message),
      },
    ]
  }
}

function duration(left: number, t: ReturnType<typeof useWords<'messages'>>): string {
  const seconds = Math.max(1, Math.floor(left / 1_000))
  if (seconds < 60) return t('seconds', { seconds })
  return t('minutesSeconds', { minutes: Math.floor(seconds / 60), seconds: seconds % 60 })
}

function copy(text: string, done: string): void {
  call('clipboard.write', { text }).then(() => toast({ kind: 'done', text: done }), toastError)
}

/** What is at hand while the pointer is on a message. */
function HoverBar({ message }: { message: MessageItem }) {
  const t = useWords('messages')
  const language = useLanguage()
  const { group, mention, recall } = useChat()
  const { content } = message
  const canRecall = recallLeft(message, Date.now(), shownLimits.recallMs) > 0
  if (message.seq === 0) return null
  return (
    <div className="hover-bar" role="toolbar" aria-label={t('messageActions')}>
      {isText(content) && (
        <IconButton label={t('copy')} icon={<Copy />} onClick={() => copy(content.text, t('copied'))} />
      )}
      {group && !message.own && (
        <IconButton
          label={t('mention', { name: nameOf(message.sender, language) })}
          icon={<AtSign />}
          onClick={() => mention(message.sender)}
        />
      )}
      {canRecall && <IconButton label={t('recall')} icon={<Undo2 />} onClick={() => recall(message)} />}
    </div>
  )
}

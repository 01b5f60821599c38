import { AlarmClock, AlarmClockOff, BookmarkX, Check, MessageSquareText, Tags } from 'lucide-react'
import type { ReactNode } from 'react'
import type { KeptItem } from '../../preload/contract/index.ts'
import { call } from '../desktop.ts'
import { useLanguage, useTranslate } from '../i18n.ts'
import { askReminder, comingTime, editLabels, showKept, toggleSaved, useLine } from '../messages/index.ts'
import { openConversation } from '../stores/navigation.ts'
import {
  Avatar,
  Button,
  conversationTitle,
  fullTime,
  Highlight,
  IconButton,
  listTime,
  speakerOf,
  toastError,
  useMinute,
} from '../ui/index.ts'
import { isDue } from './reminders.tsx'

export const placeOf = ({ conversationId: id, seq }: KeptItem) => ({ id, seq })

/** Goes to the message where it was said, or shows it here where that cannot be reached. */
export function open(item: KeptItem): void {
  if (item.reachable) openConversation(item.conversationId, item.seq)
  else showKept(item)
}

/** Who said it, where and when, and its words; a press opens it. */
export function Said({ item, query = '' }: { item: KeptItem; query?: string }) {
  const t = useTranslate('saved')
  const language = useLanguage()
  const lineOf = useLine()
  const now = useMinute()
  const { message, conversation } = item
  const where =
    conversation === null
      ? t('unknownConversation')
      : conversation.kind === 'group'
        ? t('inConversation', { name: conversationTitle(conversation, language) })
        : ''
  return (
    <>
      {message && <Avatar person={message.sender} size={36} />}
      <div className="saved-said">
        <div className="saved-who">
          {message && <b className="ellipsis">{speakerOf(message.sender, language)}</b>}
          <span className="ellipsis">{where}</span>
          {message && <time title={fullTime(message.sentAt, language)}>{listTime(message.sentAt, language, now)}</time>}
        </div>
        <button
          type="button"
          className="saved-text"
          disabled={message === null && !item.reachable}
          onClick={() => open(item)}
        >
          {message === null ? (
            <span className="muted">{t('notHere')}</span>
          ) : (
            <Highlight text={lineOf(message)} query={query} />
          )}
        </button>
      </div>
    </>
  )
}

/** A saved message with its labels. */
export function SavedRow({
  item,
  query,
  onLabel,
}: {
  item: KeptItem
  query: string
  onLabel: (label: string) => void
}) {
  const t = useTranslate('saved')
  return (
    <li className="saved-row">
      <Said item={item} query={query} />
      <Tools>
        {item.reachable ? (
          <IconButton label={t('open')} icon={<MessageSquareText />} onClick={() => open(item)} />
        ) : (
          <span className="saved-note">{t('unreachable')}</span>
        )}
        <IconButton
          label={t('remindTitle')}
          icon={<AlarmClock />}
          onClick={() => askReminder(placeOf(item), item.remindAt)}
        />
        <IconButton label={t('editLabels')} icon={<Tags />} onClick={() => editLabels(placeOf(item), item.labels)} />
        <IconButton label={t('remove')} icon={<BookmarkX />} onClick={() => toggleSaved(placeOf(item), item.labels)} />
      </Tools>
      {item.labels.length > 0 && (
        <ul className="saved-labels" aria-label={t('labels')}>
          {item.labels.map(label => (
            <li key={label}>
              <button type="button" className="chip" onClick={() => onLabel(label)}>
                <span className="ellipsis">{label}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}

/** A reminder: when it comes or came, done and later. */
export function ReminderRow({ item, now }: { item: KeptItem; now: number }) {
  const t = useTranslate('saved')
  const language = useLanguage()
  const due = isDue(item, now)
  const end = () => void call('messages.remind', { ...placeOf(item), at: null }).catch(toastError)
  return (
    <li className="saved-row">
      <Said item={item} />
      <div className="saved-when">
        <span className={due ? 'saved-due' : undefined}>
          <AlarmClock className="icon-sm" aria-hidden="true" />
          {t('remindAt', { time: comingTime(item.remindAt ?? now, language, now) })}
        </span>
        <span className="grow" />
        <Button size="small" onClick={() => askReminder(placeOf(item), item.remindAt)}>
          {t('snooze')}
        </Button>
        <Button size="small" kind={due ? 'primary' : 'plain'} onClick={end}>
          {due ? (
            <Check className="icon-sm" aria-hidden="true" />
          ) : (
            <AlarmClockOff className="icon-sm" aria-hidden="true" />
          )}
          {t(due ? 'done' : 'reminderOff')}
        </Button>
      </div>
    </li>
  )
}

function Tools({ children }: { children: ReactNode }) {
  return <div className="saved-tools-of">{children}</div>
}

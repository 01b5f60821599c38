import type { MemberItem } from '../../preload/contract/index.ts'
import { useLanguage, useTranslate } from '../i18n.ts'
import { Avatar, nameOf, Popover } from '../ui/index.ts'
import { useConversationContext, useMarks } from './conversation-context.ts'
import { readersOf } from './receipts.ts'

/**
 * How many have read an own message; a click lists them by name. `last`: it ends a run of messages; within one only those
 * of a group say it that somebody has not read.
 */
export function ReadMark({ seq, last, tabbable }: { seq: number; last: boolean; tabbable: boolean }) {
  const t = useTranslate('messages')
  const { group, members, meId } = useConversationContext()
  const marks = useMarks()
  if (!members || !marks || !(group || last)) return null
  const { read, unread } = readersOf(seq, members, marks, meId)
  if (read.length + unread.length === 0 || (unread.length === 0 && !last)) return null
  if (!group) return <div className="messages-read-mark">{t(unread.length === 0 ? 'readDirect' : 'unreadDirect')}</div>
  const label = unread.length === 0 ? t('readByAll') : t('unreadBy', { count: unread.length })
  return (
    <Popover
      label={t('receipts')}
      align="end"
      className="messages-receipts"
      trigger={
        <button
          type="button"
          className={unread.length === 0 ? 'messages-read-mark' : 'messages-read-mark some-unread'}
          tabIndex={tabbable ? 0 : -1}
        >
          {label}
        </button>
      }
    >
      <ReceiptColumn title={t('receiptUnread', { count: unread.length })} members={unread} />
      <ReceiptColumn title={t('receiptRead', { count: read.length })} members={read} />
    </Popover>
  )
}

const shown = 100

function ReceiptColumn({ title, members }: { title: string; members: MemberItem[] }) {
  const language = useLanguage()
  const t = useTranslate('messages')
  return (
    <div className="messages-receipt-column">
      <b>{title}</b>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls a long list */}
      <ul aria-label={title} tabIndex={0}>
        {members.slice(0, shown).map(member => (
          <li key={member.userId} className="person-row">
            <Avatar person={member.person} size={24} />
            <span className="ellipsis">{nameOf(member.person, language)}</span>
          </li>
        ))}
        {members.length > shown && <li className="small muted">{t('andOthers', { count: members.length })}</li>}
      </ul>
    </div>
  )
}

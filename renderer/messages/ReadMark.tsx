import { useTranslate } from '../i18n.ts'
import { Popover } from '../ui/index.ts'
import { useConversationContext, useMarks } from './conversation-context.ts'
import { PeopleColumn } from './PeopleColumn.tsx'
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
  const more = (values: { count: number }) => t('andOthers', values)
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
      <PeopleColumn
        title={t('receiptUnread', { count: unread.length })}
        people={unread.map(({ person }) => person)}
        more={more}
      />
      <PeopleColumn
        title={t('receiptRead', { count: read.length })}
        people={read.map(({ person }) => person)}
        more={more}
      />
    </Popover>
  )
}

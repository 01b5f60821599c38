import { useState } from 'react'
import type { MessageItem, PersonName } from '../../preload/contract/index.ts'
import { call } from '../desktop.ts'
import { useTranslate } from '../i18n.ts'
import { Button, ErrorState, Popover, SkeletonRows, useBusy, useQuery } from '../ui/index.ts'
import { useConversationContext, useMarks } from './conversation-context.ts'
import { PeopleColumn } from './PeopleColumn.tsx'
import { readersOf } from './receipts.ts'

/**
 * How many have read an own message; a click lists them by name. `last`: it ends a run of messages; within one only those
 * of a group say it that somebody has not read.
 */
export function ReadMark({ message, last, tabbable }: { message: MessageItem; last: boolean; tabbable: boolean }) {
  const { seq } = message
  const t = useTranslate('messages')
  const { group, members, large, meId } = useConversationContext()
  const marks = useMarks()
  if (large && last) return <AskedReadMark id={message.conversationId} seq={seq} tabbable={tabbable} />
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

/** In a large group: who has read an own message, asked for when one wants to know. */
function AskedReadMark({ id, seq, tabbable }: { id: string; seq: number; tabbable: boolean }) {
  const t = useTranslate('messages')
  return (
    <Popover
      label={t('receipts')}
      align="end"
      className="messages-receipts"
      trigger={
        <button type="button" className="messages-read-mark" tabIndex={tabbable ? 0 : -1}>
          {t('whoRead')}
        </button>
      }
    >
      <Readers id={id} seq={seq} read={false} />
      <Readers id={id} seq={seq} read />
    </Popover>
  )
}

/** Those who have read a message, or have not, page by page. */
function Readers({ id, seq, read }: { id: string; seq: number; read: boolean }) {
  const t = useTranslate('messages')
  const first = useQuery(`readers:${id}/${seq}/${read}`, () => call('messages.readers', { id, seq, read }))
  const [later, setLater] = useState<{ people: readonly PersonName[]; more: boolean } | null>(null)
  const [busy, run] = useBusy()
  if (first.error) return <ErrorState error={first.error} onRetry={first.reload} />
  if (first.data === undefined) return <SkeletonRows count={3} />
  const people = [...first.data.people, ...(later?.people ?? [])]
  const more = () =>
    run(async () => {
      const after = people.at(-1)?.id
      const page = await call('messages.readers', { id, seq, read, ...(after === undefined ? {} : { after }) })
      setLater({ people: [...(later?.people ?? []), ...page.people], more: page.more })
    })
  const count = read ? first.data.read : first.data.unread
  return (
    <PeopleColumn title={t(read ? 'receiptRead' : 'receiptUnread', { count })} people={people} all>
      {(later?.more ?? first.data.more) && (
        <Button size="small" kind="quiet" wide busy={busy} onClick={more}>
          {t('moreReaders')}
        </Button>
      )}
    </PeopleColumn>
  )
}

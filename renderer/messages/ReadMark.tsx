import type { ReactNode } from 'react'
import type { MessageItem, PersonName } from '../../preload/contract/index.ts'
import { call } from '../desktop.ts'
import { useTranslate } from '../i18n.ts'
import { Popover } from '../ui/index.ts'
import { useConversationContext, useMarks } from './conversation-context.ts'
import { PeopleColumn } from './PeopleColumn.tsx'
import { readersOf } from './receipts.ts'
import { allOf, useFollowing } from './use-following.ts'

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
  return (
    <Receipts label={label} some={unread.length > 0} tabbable={tabbable}>
      <PeopleColumn title={t('receiptUnread', { count: unread.length })} list={allOf(unread)} />
      <PeopleColumn title={t('receiptRead', { count: read.length })} list={allOf(read)} />
    </Receipts>
  )
}

/** In a large group: who has read an own message, asked for when one wants to know. */
function AskedReadMark({ id, seq, tabbable }: { id: string; seq: number; tabbable: boolean }) {
  const t = useTranslate('messages')
  return (
    <Receipts label={t('whoRead')} some={false} tabbable={tabbable}>
      <Readers id={id} seq={seq} read={false} />
      <Readers id={id} seq={seq} read />
    </Receipts>
  )
}

/** The mark, which opens the columns of people. `some`: somebody has not read the message. */
function Receipts(props: { label: string; some: boolean; tabbable: boolean; children: ReactNode }) {
  const { label, some, tabbable, children } = props
  const t = useTranslate('messages')
  return (
    <Popover
      label={t('receipts')}
      align="end"
      className="messages-receipts"
      trigger={
        <button
          type="button"
          className={some ? 'messages-read-mark some-unread' : 'messages-read-mark'}
          tabIndex={tabbable ? 0 : -1}
        >
          {label}
        </button>
      }
    >
      {children}
    </Popover>
  )
}

/** Those who have read a message, or have not, page by page. */
function Readers({ id, seq, read }: { id: string; seq: number; read: boolean }) {
  const t = useTranslate('messages')
  const list = useFollowing(async (last: { person: PersonName } | undefined) => {
    const after = last?.person.id
    const page = await call('messages.readers', { id, seq, read, ...(after === undefined ? {} : { after }) })
    return { ...page, items: page.people.map(person => ({ person })) }
  })
  const count = list.first?.[read ? 'read' : 'unread']
  const title = count === undefined ? '' : t(read ? 'receiptRead' : 'receiptUnread', { count })
  return <PeopleColumn title={title} list={list} />
}

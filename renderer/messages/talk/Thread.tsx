import { CloudOff } from 'lucide-react'
import { type ReactNode, useEffect, useLayoutEffect, useMemo, useRef } from 'react'
import type { BotWhisper, ConversationItem, MessageItem } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'
import { useTranslate } from '../../i18n.ts'
import { useOnline } from '../../stores/session.ts'
import { ContextMenu, EmptyState, ErrorState, SkeletonRows, useDesktopEvent, useQuery } from '../../ui/index.ts'
import { Whispers } from '../bots/Whispers.tsx'
import { placeWhispers, useWhispersOf } from '../bots/whispers.ts'
import { ConversationContext, useConversationContext } from '../conversation-context.ts'
import { MessageRow } from '../MessageRow.tsx'
import { useMessageMenu } from '../message-actions.tsx'
import { rowKeyAt } from '../row-focus.ts'
import { rowsOf } from '../rows.ts'
import { SidePanel } from './SidePanel.tsx'

/** The thread and what changes in it. */
function useThread(id: string, seq: number) {
  /** Whether the server is asked, too: what changes after its answer comes by itself. */
  const refresh = useRef(true)
  const query = useQuery(`thread:${id}/${seq}`, () => {
    const asked = refresh.current
    refresh.current = false
    return call('messages.thread', { id, seq, refresh: asked })
  })
  const { data, reload } = query
  const online = useOnline()
  const last = data?.replies.findLast(reply => reply.seq > 0)?.seq ?? seq
  useDesktopEvent('cache.changed', ({ messages }) => {
    const change = messages.find(change => change.id === id)
    if (change === undefined) return
    // A reply changes the message that began the thread; of what is queued only the end of the conversation tells.
    if (change.from <= last) refresh.current = true
    reload()
  })
  const complete = data?.complete ?? true
  useEffect(() => {
    if (!online || complete) return
    refresh.current = true
    reload()
  }, [online, complete, reload])
  return query
}

/** A thread: the message that began it, its replies, and a composer. */
export function ThreadPanel(props: { conversation: ConversationItem; seq: number; composer: ReactNode }) {
  const t = useTranslate('talk')
  const { seq } = props
  const { id } = props.conversation
  const { data, error, reload } = useThread(id, seq)
  const context = useConversationContext()
  const all = useWhispersOf(id)
  const whispers = useMemo(() => all.filter(({ message }) => message.attributes.thread === seq), [all, seq])
  const inThread = useMemo(() => ({ ...context, thread: seq }), [context, seq])
  return (
    <SidePanel title={t('thread')}>
      <ConversationContext value={inThread}>
        {error && !data ? (
          <ErrorState error={error} title={t('threadFailed')} onRetry={reload} />
        ) : data === undefined ? (
          <SkeletonRows count={3} />
        ) : (
          <Replies root={data.root} replies={data.replies} complete={data.complete} whispers={whispers} />
        )}
        {!context.readOnly && props.composer}
      </ConversationContext>
    </SidePanel>
  )
}

function Replies({
  root,
  replies,
  complete,
  whispers,
}: {
  root: MessageItem | null
  replies: readonly MessageItem[]
  complete: boolean
  whispers: readonly BotWhisper[]
}) {
  const t = useTranslate('talk')
  const menuOf = useMessageMenu()
  const scroller = useRef<HTMLDivElement>(null)
  const rows = rowsOf(root === null ? replies : [root, ...replies], null)
  const below = placeWhispers(whispers, rows, true)
  const count = replies.length
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new reply, and what is whispered, is scrolled to
  useLayoutEffect(() => {
    scroller.current?.scrollTo({ top: scroller.current.scrollHeight })
  }, [count, whispers.length])
  const menu = (target: EventTarget | null) => {
    const key = rowKeyAt(target)
    const row = rows.find(row => row.key === key)
    return row ? menuOf(row.message) : []
  }
  return (
    <>
      {!complete && (
        <p className="messages-partly">
          <CloudOff className="icon-sm" aria-hidden="true" />
          {t('threadPartly')}
        </p>
      )}
      <ContextMenu items={menu}>
        <div ref={scroller} className="messages-thread" role="log" aria-label={t('thread')} aria-live="off">
          {root === null && count === 0 && <EmptyState title={t('quoteGone')} />}
          {rows.map((row, index) => (
            <MessageRow
              key={row.key}
              row={row.continued && below.has(rows[index - 1]?.key ?? '') ? { ...row, continued: false } : row}
              highlight={0}
              tabbable
              first={index === 0}
              last={index === rows.length - 1}
              bottom={below.has(row.key) ? <Whispers whispers={below.get(row.key) ?? []} /> : null}
              top={
                index === 1 && root !== null ? <p className="messages-thread-count">{t('replies', { count })}</p> : null
              }
            />
          ))}
          {root !== null && count === 0 && <p className="messages-thread-count">{t('noReplies')}</p>}
        </div>
      </ContextMenu>
    </>
  )
}

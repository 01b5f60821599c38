import { useState } from 'react'
import type { MessageItem } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'
import { useLanguage, useTranslate } from '../../i18n.ts'
import { useMe } from '../../stores/session.ts'
import { conversationTitle, nameOf, Segmented, showDialog, speakerOf, useQuery } from '../../ui/index.ts'
import { isKnownKind } from '../kinds/index.ts'
import { shownLimits } from '../limits.ts'
import type { Goal } from './Goals.tsx'
import { GoalsDialog } from './GoalsDialog.tsx'
import { useLine } from './Quote.tsx'

/** Shows the dialog that forwards messages, which may be of several conversations. */
export function forwardMessages(messages: readonly MessageItem[], onDone = () => {}): void {
  showDialog(close => (
    <ForwardDialog
      messages={messages}
      onClose={done => {
        close()
        if (done) onDone()
      }}
    />
  ))
}

/** The names of the conversations that the messages are of, each once. */
function useTitle(messages: readonly MessageItem[]): string {
  const t = useTranslate('talk')
  const language = useLanguage()
  const me = useMe()
  const ids = [...new Set(messages.map(message => message.conversationId))]
  const conversations = useQuery(`forward:from:${ids.join()}`, () =>
    Promise.all(ids.map(id => call('conversations.get', { id }))),
  )
  const [first, ...others] = conversations.data?.filter(conversation => conversation !== null) ?? []
  if (first === undefined) return t('record')
  const name = conversationTitle(first, language)
  if (others.length > 0) return t('recordOfMany', { name })
  return first.kind === 'direct'
    ? t('recordOfTwo', { name: nameOf(me, language), other: name })
    : t('recordOf', { name })
}

function ForwardDialog(props: { messages: readonly MessageItem[]; onClose: (done: boolean) => void }) {
  const t = useTranslate('talk')
  const { messages, onClose } = props
  const [as, setAs] = useState<'record' | 'each'>(messages.length > 1 ? 'record' : 'each')
  const [note, setNote] = useState('')
  const title = useTitle(messages)
  const send = async (chosen: readonly Goal[]) => {
    const byConversation = Map.groupBy(messages, ({ conversationId }) => conversationId)
    await call('messages.forward', {
      messages: [...byConversation].map(([id, list]) => ({ id, seqs: list.map(({ seq }) => seq) })),
      as,
      title,
      note,
      conversationIds: idsOf(chosen, 'conversation'),
      userIds: idsOf(chosen, 'person'),
    })
  }
  return (
    <GoalsDialog
      title={t('forwardTitle', { count: messages.length })}
      sendWords={count => (count === 0 ? t('forward') : t('forwardTo', { count }))}
      doneWords={t('forwarded')}
      written={note !== ''}
      onSend={send}
      onClose={onClose}
    >
      {messages.length > 1 && (
        <>
          <h3>{t('forwardAs')}</h3>
          <Segmented
            label={t('forwardAs')}
            value={as}
            onChange={setAs}
            options={[
              { value: 'record', label: t('asRecord') },
              { value: 'each', label: t('oneByOne') },
            ]}
          />
        </>
      )}
      <h3>{t('preview')}</h3>
      <Preview messages={messages} title={as === 'record' ? title : null} />
      <textarea
        aria-label={t('note')}
        placeholder={t('note')}
        maxLength={shownLimits.textChars}
        value={note}
        onChange={event => setNote(event.target.value)}
      />
      <NotForwarded count={messages.filter(({ content }) => !isKnownKind(content)).length} />
    </GoalsDialog>
  )
}

const idsOf = (goals: readonly Goal[], of: Goal['kind']) =>
  goals.filter(({ kind }) => kind === of).map(({ item }) => item.id)

function NotForwarded({ count }: { count: number }) {
  const t = useTranslate('talk')
  return count === 0 ? null : <p className="small muted">{t('notForwarded', { count })}</p>
}

/** What the others will see. `title`: of the record; null when the messages come one by one. */
function Preview({ messages, title }: { messages: readonly MessageItem[]; title: string | null }) {
  const t = useTranslate('talk')
  const language = useLanguage()
  const lineOf = useLine()
  const lines = messages.slice(0, title === null ? 3 : 4)
  return (
    <div className="messages-forward-preview">
      {title !== null && <b>{title}</b>}
      {lines.map(message => {
        const text = lineOf(message)
        return (
          <span key={`${message.conversationId}/${message.seq}`} className="ellipsis">
            {title === null ? text : t('recordItem', { name: speakerOf(message.sender, language), text })}
          </span>
        )
      })}
      {messages.length > 1 && <small>{t('recordCount', { count: messages.length })}</small>}
    </div>
  )
}

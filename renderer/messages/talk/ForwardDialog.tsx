import { useRef, useState } from 'react'
import type { MessageItem } from '../../../preload/contract/index.ts'
import { call, errorText } from '../../desktop.ts'
import { useLanguage, useTranslate } from '../../i18n.ts'
import { useMe } from '../../stores/session.ts'
import {
  Button,
  conversationTitle,
  Dialog,
  nameOf,
  SearchField,
  Segmented,
  showDialog,
  toast,
  useQuery,
} from '../../ui/index.ts'
import { isKnownKind } from '../kinds/index.ts'
import { shownLimits } from '../limits.ts'
import { Chosen, type Goal, Goals, toggled } from './Goals.tsx'
import { useLine } from './Quote.tsx'
import './forward.css'

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
  const [query, setQuery] = useState('')
  const [chosen, setChosen] = useState<readonly Goal[]>([])
  const [as, setAs] = useState<'record' | 'each'>(messages.length > 1 ? 'record' : 'each')
  const [note, setNote] = useState('')
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState('')
  const search = useRef<HTMLDivElement>(null)
  const title = useTitle(messages)
  const toggle = (goal: Goal) => setChosen(before => toggled(before, goal))
  const send = async () => {
    setBusy(true)
    setFailure('')
    try {
      const byConversation = Map.groupBy(messages, ({ conversationId }) => conversationId)
      await call('messages.forward', {
        messages: [...byConversation].map(([id, list]) => ({ id, seqs: list.map(({ seq }) => seq) })),
        as,
        title,
        note,
        conversationIds: idsOf(chosen, 'conversation'),
        userIds: idsOf(chosen, 'person'),
      })
      toast({ kind: 'done', text: t('forwarded') })
      onClose(true)
    } catch (error) {
      setFailure(errorText(error))
      setBusy(false)
    }
  }
  return (
    <Dialog
      open
      onOpenChange={open => !open && !busy && onClose(false)}
      title={t('forwardTitle', { count: messages.length })}
      width={736}
      keepOpen={busy || chosen.length > 0 || note !== ''}
      initialFocus={() => search.current?.querySelector('input') ?? null}
      footer={
        <>
          <Button onClick={() => onClose(false)} disabled={busy}>
            {t('cancel')}
          </Button>
          <Button kind="primary" busy={busy} disabled={chosen.length === 0} onClick={() => void send()}>
            {chosen.length === 0 ? t('forward') : t('forwardTo', { count: chosen.length })}
          </Button>
        </>
      }
    >
      <div className="messages-forward">
        <div ref={search} className="column messages-forward-goals">
          <SearchField value={query} onChange={setQuery} label={t('forwardSearch')} maxLength={100} />
          <Goals query={query} chosen={chosen} onToggle={toggle} />
        </div>
        <div className="column messages-forward-how">
          <Chosen chosen={chosen} onToggle={toggle} onClear={() => setChosen([])} />
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
          {failure !== '' && (
            <div className="banner danger" role="alert">
              {failure}
            </div>
          )}
        </div>
      </div>
    </Dialog>
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
            {title === null ? text : t('recordItem', { name: nameOf(message.sender, language), text })}
          </span>
        )
      })}
      {messages.length > 1 && <small>{t('recordCount', { count: messages.length })}</small>}
    </div>
  )
}

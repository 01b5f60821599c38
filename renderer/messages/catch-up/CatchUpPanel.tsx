import { CloudOff, FileText, Sparkles } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { MessageItem } from '../../../preload/contract/index.ts'
import { useLanguage, useTranslate } from '../../i18n.ts'
import { openConversation } from '../../stores/navigation.ts'
import { useMe, useOnline } from '../../stores/session.ts'
import {
  Avatar,
  Button,
  clockTime,
  dayTitle,
  EmptyState,
  ErrorState,
  fullTime,
  nameOf,
  Segmented,
  Spinner,
  serverNow,
  speakerOf,
} from '../../ui/index.ts'
import { kindOf } from '../kinds/index.ts'
import { showCatchUp } from '../talk/panel.ts'
import { useLine } from '../talk/Quote.tsx'
import { SidePanel } from '../talk/SidePanel.tsx'
import { type Loaded, loadRange, type Range } from './load.ts'
import { type CatchUp, catchUp, manyReactions, manyReplies } from './summarize.ts'
import './catch-up.css'

type Choice = 'read' | 'days' | 'all'

/** The side panel that sums up what was said. `readSeq`: how far the user had read when they opened it; null: unknown. */
export function CatchUpPanel({ id, readSeq }: { id: string; readSeq: number | null }) {
  const t = useTranslate('catchUp')
  const [choice, setChoice] = useState<Choice>(readSeq === null ? 'days' : 'read')
  const range: Range = choice === 'read' ? { after: readSeq ?? 0 } : choice === 'days' ? { days: 7 } : 'all'
  return (
    <SidePanel title={t('title')}>
      <div className="messages-section">
        <Segmented
          label={t('range')}
          value={choice}
          options={[
            ...(readSeq === null ? [] : [{ value: 'read' as const, label: t('sinceRead') }]),
            { value: 'days', label: t('days7') },
            { value: 'all', label: t('all') },
          ]}
          onChange={setChoice}
        />
      </div>
      <Summary key={choice} id={id} range={range} />
    </SidePanel>
  )
}

function Summary({ id, range }: { id: string; range: Range }) {
  const t = useTranslate('catchUp')
  const [count, setCount] = useState(0)
  const [loaded, setLoaded] = useState<Loaded>()
  const [error, setError] = useState<unknown>()
  const [attempt, setAttempt] = useState(0)
  const stop = useRef(false)
  const wanted = JSON.stringify(range)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` loads once more
  useEffect(() => {
    let current = true
    stop.current = false
    setError(undefined)
    loadRange(id, JSON.parse(wanted) as Range, {
      now: serverNow(),
      onCount: next => current && setCount(next),
      stopped: () => stop.current || !current,
    }).then(
      result => current && setLoaded(result),
      failure => current && setError(failure),
    )
    return () => {
      current = false
    }
  }, [id, wanted, attempt])
  if (error !== undefined)
    return <ErrorState error={error} title={t('failed')} onRetry={() => setAttempt(attempt + 1)} />
  if (loaded === undefined)
    return (
      <div className="messages-catch-up-wait" role="status">
        <Spinner />
        <p>{t('loading', { count })}</p>
        <Button
          size="small"
          onClick={() => {
            stop.current = true
          }}
        >
          {t('stop')}
        </Button>
      </div>
    )
  return <Found loaded={loaded} />
}

function Found({ loaded }: { loaded: Loaded }) {
  const t = useTranslate('catchUp')
  const language = useLanguage()
  const meId = useMe().id
  const online = useOnline()
  const sum = catchUp(loaded.messages, {
    meId,
    textOf: ({ content }) => kindOf(content).copyText?.(content) ?? '',
    dayOf: time => new Date(time).setHours(0, 0, 0, 0),
  })
  if (sum.from === null || sum.to === null) return <EmptyState icon={<Sparkles />} title={t('nothing')} />
  return (
    <div className="messages-catch-up">
      <p className="messages-catch-up-reach">
        {t('reach', { from: fullTime(sum.from, language), to: fullTime(sum.to, language), count: sum.count })}
        {!loaded.complete && (
          <span>
            <CloudOff className="icon-sm" aria-hidden="true" />
            {t(online ? 'cut' : 'offline')}
          </span>
        )}
      </p>
      <Lists sum={sum} />
      <details>
        <summary>{t('how')}</summary>
        <p>{t('rules', { replies: manyReplies, reactions: manyReactions })}</p>
      </details>
    </div>
  )
}

function Lists({ sum }: { sum: CatchUp }) {
  const t = useTranslate('catchUp')
  const language = useLanguage()
  const loud = sum.days.filter(({ items }) => items.length > 0)
  return (
    <>
      <Part title={t('questions')} of={sum.questions} none={t('none')} />
      {sum.unanswered.length > 0 && <Part title={t('unanswered')} of={sum.unanswered} none="" />}
      <Part title={t('decisions')} of={sum.decisions} none={t('none')} />
      <section aria-label={t('timeline')}>
        <h2>{t('timeline')}</h2>
        {loud.length === 0 && <p className="muted">{t('quietDay')}</p>}
        {loud.map(({ day, count, items }) => (
          <div key={day}>
            <h3>
              {dayTitle(day, language)}
              <span>{t('messages', { count })}</span>
            </h3>
            <Messages of={items} timed />
          </div>
        ))}
      </section>
      {sum.files.length > 0 && (
        <section aria-label={t('files')}>
          <h2>{t('files')}</h2>
          <ul>
            {sum.files.map(({ file, message }) => (
              <li key={`${message.seq}/${file.id}`}>
                <Go to={message}>
                  <FileText className="icon-sm" aria-hidden="true" />
                  <span className="grow ellipsis">{file.name}</span>
                  <small>{speakerOf(message.sender, language)}</small>
                </Go>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section aria-label={t('people')}>
        <h2>{t('people')}</h2>
        <ul>
          {sum.people.map(({ person, count, last }) => (
            <li key={person.id}>
              <Go to={last}>
                <Avatar person={person} size={24} />
                <span className="grow ellipsis">{nameOf(person, language)}</span>
                <small>{t('messages', { count })}</small>
              </Go>
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}

function Part({ title, of, none }: { title: string; of: readonly MessageItem[]; none: string }) {
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      {of.length === 0 ? <p className="muted">{none}</p> : <Messages of={of} />}
    </section>
  )
}

/** Messages, each of which leads to where it was said. `timed`: of one day. */
function Messages({ of, timed = false }: { of: readonly MessageItem[]; timed?: boolean }) {
  const language = useLanguage()
  const lineOf = useLine()
  return (
    <ul>
      {of.map(message => (
        <li key={message.seq}>
          <Go to={message}>
            <span className="grow">
              <span className="messages-catch-up-words">{lineOf(message)}</span>
              <small>
                {speakerOf(message.sender, language)} ·{' '}
                {timed ? clockTime(message.sentAt) : fullTime(message.sentAt, language)}
              </small>
            </span>
          </Go>
        </li>
      ))}
    </ul>
  )
}

function Go({ to, children }: { to: MessageItem; children: ReactNode }) {
  return (
    <button type="button" onClick={() => openConversation(to.conversationId, to.seq)}>
      {children}
    </button>
  )
}

/** In the details of a conversation: leads to the summary. */
export function CatchUpEntry({ id }: { id: string }) {
  const t = useTranslate('catchUp')
  return (
    <div className="messages-section">
      <Button wide onClick={() => showCatchUp(id, null)}>
        <Sparkles className="icon-sm" aria-hidden="true" />
        {t('entry')}
      </Button>
    </div>
  )
}

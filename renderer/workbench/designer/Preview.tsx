import type { Card } from '@lianqun/protocol'
import { Bot, Globe, Moon } from 'lucide-react'
import { useMemo, useState } from 'react'
import { visitCard } from '../../../common/card-text.ts'
import { type Language, translatorIn, useLanguage, useTranslate } from '../../i18n.ts'
import { actionKey, type CardHost, type CardOutcome, CardView, peopleOf } from '../../messages/index.ts'
import { useSettings } from '../../stores/settings.ts'
import { EmptyState, IconAvatar, IconButton, Segmented, serverNow, useMedia } from '../../ui/index.ts'

const states = ['rest', 'busy', 'done', 'expired', 'failed'] as const
type State = (typeof states)[number]

const stateWords = {
  rest: 'stateRest',
  busy: 'stateBusy',
  done: 'stateDone',
  expired: 'stateExpired',
  failed: 'stateFailed',
} as const

/** What an action would do. */
type Sent = { action: string; title?: string; inputs: Record<string, string> } | { url: string }

/**
 * A card as others will see it, with what its buttons would send. `stale`: the text has gone on and is no card now;
 * `of`: with another one, what was sent is forgotten.
 */
export function Preview({ card, stale, of }: { card: Card | null; stale: boolean; of: string | null }) {
  const t = useTranslate('designer')
  const language = useLanguage()
  const darkNow = useIsDark()
  const [width, setWidth] = useState<'400' | '300'>('400')
  const [state, setState] = useState<State>('rest')
  const [darkChosen, setDark] = useState<boolean | null>(null)
  const [foreign, setForeign] = useState(false)
  const [sent, setSent] = useState<{ what: Sent; of: string | null } | null>(null)
  const dark = darkChosen ?? darkNow
  const other: Language = language === 'zh' ? 'en' : 'zh'
  return (
    <div className="workbench-designer-preview">
      <div className="workbench-designer-bar">
        <Segmented
          label={t('width')}
          value={width}
          onChange={setWidth}
          options={[
            { value: '400', label: t('wide') },
            { value: '300', label: t('narrow') },
          ]}
        />
        <Segmented
          label={t('state')}
          value={state}
          onChange={setState}
          options={states.map(value => ({ value, label: t(stateWords[value]) }))}
        />
        <span className="grow" />
        <IconButton size="small" label={t('dark')} icon={<Moon />} aria-pressed={dark} onClick={() => setDark(!dark)} />
        <IconButton
          size="small"
          label={t('language')}
          icon={<Globe />}
          aria-pressed={foreign}
          onClick={() => setForeign(!foreign)}
        />
      </div>
      {card === null ? (
        <EmptyState title={t('nothing')} />
      ) : (
        <Stage
          card={card}
          width={width}
          state={state}
          dark={dark}
          language={foreign ? other : language}
          onSent={what => setSent({ what, of })}
        >
          {stale && <p className="workbench-designer-hint">{t('stale')}</p>}
        </Stage>
      )}
      <Outbox sent={sent?.of === of ? sent.what : null} />
    </div>
  )
}

/** Whether the window is dark now. */
function useIsDark(): boolean {
  const theme = useSettings(({ settings }) => settings?.theme ?? 'system')
  const system = useMedia('(prefers-color-scheme: dark)')
  return theme === 'system' ? system : theme === 'dark'
}

/** The first action of a card that somebody has to answer; undefined: none has to be. */
function answeredAction(card: Card): { type: string; id?: string; title?: string } | undefined {
  let found: { type: string; id?: string; title?: string } | undefined
  visitCard(card, node => {
    if (found === undefined && (node.type === 'Action.Submit' || node.type === 'Action.Execute'))
      found = node as { type: string; id?: string; title?: string }
  })
  return found
}

/** The name of an action by its id. */
function titleIn(card: Card, id: string): string | undefined {
  let title: string | undefined
  visitCard(card, node => {
    if (node.id === id && typeof node.title === 'string' && `${node.type}`.startsWith('Action.')) title ??= node.title
  })
  return title
}

function Stage(props: {
  card: Card
  width: '400' | '300'
  state: State
  dark: boolean
  language: Language
  onSent: (sent: Sent) => void
  children: React.ReactNode
}) {
  const { card, width, state, dark, language, onSent } = props
  const t = useTranslate('designer')
  const inside = translatorIn(language, 'designer')
  const answered = useMemo(() => answeredAction(card), [card])
  const failed: CardOutcome = { answer: 'failed', reason: inside('failedReason'), again: true }
  const done: CardOutcome = { answer: 'done', notice: inside('doneNotice') }
  const host: CardHost = {
    language,
    act: async (action, inputs) => {
      const title = titleIn(card, action)
      onSent({ action, ...(title !== undefined && { title }), inputs })
      return state === 'failed' ? failed : { answer: 'done' }
    },
    openLink: url => onSent({ url }),
    people: peopleOf(null),
    pictureOf: () => null,
    mentionOf: ({ text }) => text,
  }
  const shown = {
    busy: { busy: answered && actionKey(answered) },
    done: { note: { outcome: done } },
    failed: { note: { outcome: failed, again: () => {} } },
    rest: {},
    expired: {},
  }[state]
  return (
    <div className="workbench-designer-stage" data-theme={dark ? 'dark' : 'light'}>
      <div className="workbench-designer-message">
        <IconAvatar icon={<Bot />} hue={5} size={36} />
        <div className="workbench-designer-column">
          <p className="workbench-designer-sender">
            <span>{inside('sender')}</span>
            <span className="tag">{inside('bot')}</span>
          </p>
          <div className="workbench-designer-card" style={{ width: `${width}px` }} lang={language}>
            <CardView
              key={state}
              card={card}
              host={host}
              blocked={state === 'expired' ? 'expired' : null}
              expiresAt={serverNow()}
              {...(answered !== undefined && { shown })}
            />
          </div>
        </div>
      </div>
      {state !== 'rest' && answered === undefined && <p className="workbench-designer-hint">{t('noStates')}</p>}
      {props.children}
    </div>
  )
}

/** What the last button that was pressed would send. */
function Outbox({ sent }: { sent: Sent | null }) {
  const t = useTranslate('designer')
  return (
    <section className="workbench-designer-sent" aria-label={t('sent')}>
      <h2>{t('sent')}</h2>
      <div role="status">
        {sent === null ? (
          <p>{t('sentHint')}</p>
        ) : 'url' in sent ? (
          <p>{t('opens', { url: sent.url })}</p>
        ) : (
          <pre>{JSON.stringify(sent, null, 2)}</pre>
        )}
      </div>
    </section>
  )
}

import type { Card } from '@lianqun/protocol'
import { Check, CircleAlert, Clock, WifiOff, X } from 'lucide-react'
import { type ReactNode, type Ref, type RefObject, useId, useImperativeHandle, useMemo, useRef, useState } from 'react'
import { cardText, cardTitle, visitCard } from '../../../../common/card-text.ts'
import { translatorIn } from '../../../i18n.ts'
import { cx, fullTime } from '../../../ui/index.ts'
import { type BlockedBy, CardContext, type CardForm, type CardHost, ScopeContext } from './card-context.ts'
import { CardPart } from './elements/ElementView.tsx'
import { Cover } from './elements/Pressable.tsx'
import { Fold } from './Fold.tsx'
import { CardIcon } from './icons.tsx'
import { inputsOf } from './inputs.ts'
import { type CardMemory, freshMemory } from './memory.ts'
import { type CardNote, useCardState } from './use-card-state.ts'
import './card.css'

/** Whether somebody has to answer an action of a card. */
function hasAnswers(card: Card): boolean {
  let found = false
  visitCard(card, ({ type }) => {
    if (type === 'Action.Submit' || type === 'Action.Execute') found = true
  })
  return found
}

/**
 * A card. `version` is another one when it changes; `memory` keeps what a person did in it while it is not mounted; `expiresAt`
 * is named where it is blocked for that; `shown` stands for what became of an action, where a card is only looked at.
 * `form`: lets the dialog that the card is the form of send it.
 */
export function CardView(props: {
  card: Card
  host: CardHost
  version?: string
  blocked?: BlockedBy | null
  expiresAt?: number | undefined
  tabbable?: boolean
  memory?: CardMemory
  shown?: { busy?: string | null; note?: CardNote | null }
  form?: RefObject<CardForm | null>
  /** Says whose card it is. */
  mark?: ReactNode
  /** Its element. */
  box?: Ref<HTMLElement | null> | undefined
}) {
  const { card, host, version = '', blocked = null, expiresAt, tabbable = true } = props
  const root = useRef<HTMLDivElement>(null)
  const [own] = useState(freshMemory)
  const memory = props.memory ?? own
  const acting = useCardState({ card, version, host, memory, root })
  const { note, ...state } = { ...acting, ...props.shown }
  const t = translatorIn(host.language, 'card')
  const id = useId()
  const answers = useMemo(() => hasAnswers(card), [card])
  const scope = useMemo(() => inputsOf(card.body ?? []), [card])
  const shut = answers ? blocked : null
  useImperativeHandle(props.form, () => ({ submit: () => acting.submit({ type: 'Action.Submit', id: '' }, scope) }))
  useImperativeHandle<HTMLElement | null, HTMLElement | null>(props.box, () => root.current, [])
  const { header, footer } = card
  const name = cardTitle(card).trim() || t('card')
  return (
    <CardContext
      value={{
        ...state,
        card,
        host,
        t,
        tabIndex: tabbable ? 0 : -1,
        level: header ? 3 : 2,
        blockedId: shut === null ? undefined : id,
      }}
    >
      <ScopeContext value={scope}>
        {/* biome-ignore lint/a11y/useSemanticElements: a card is no set of fields */}
        <div ref={root} className="messages-card" role="group" aria-label={name} dir={card.rtl ? 'rtl' : undefined}>
          {header && <Header header={header} />}
          <Fold memory={memory}>
            {(card.body?.length || card.actions?.length) && (
              <div className="messages-card-body">
                <CardPart card={card} />
              </div>
            )}
            {isEmpty(card) && <p className="messages-card-fallback">{card.fallbackText?.trim() || t('unsupported')}</p>}
          </Fold>
          {note && <Note note={note} tabbable={tabbable} language={host.language} />}
          {shut && (
            <p className="messages-card-note" id={id}>
              {shut === 'offline' ? <WifiOff aria-hidden="true" /> : <Clock aria-hidden="true" />}
              <span>{t(shut, { time: expiresAt === undefined ? '' : fullTime(expiresAt, host.language) })}</span>
            </p>
          )}
          {footer && <Footer footer={footer} words={footer.state && t(footer.state)} />}
          {props.mark}
          <Cover action={card.selectAction} name={name} />
        </div>
      </ScopeContext>
    </CardContext>
  )
}

/** Whether nothing of a card can be seen. */
function isEmpty(card: Card): boolean {
  return (
    !card.header &&
    !card.footer &&
    !card.actions?.length &&
    !card.body?.length &&
    cardText({ ...card, fallbackText: '' }).text === ''
  )
}

function Header({ header }: { header: NonNullable<Card['header']> }) {
  const { title, subtitle, icon, tone = 'todo', tag } = header
  return (
    <div className="messages-card-header" data-tone={tone}>
      <CardIcon name={icon} />
      <div className="messages-card-heading">
        <h2>{title}</h2>
        {subtitle && <p>{subtitle}</p>}
      </div>
      {tag && (
        <span className="messages-card-tag" data-tone={tag.tone}>
          {tag.text}
        </span>
      )}
    </div>
  )
}

function Footer({ footer, words }: { footer: NonNullable<Card['footer']>; words: string | undefined }) {
  const { text, note, state } = footer
  return (
    <div className={cx('messages-card-footer', state)}>
      {state === 'done' && <Check aria-hidden="true" />}
      {state === 'failed' && <X aria-hidden="true" />}
      {words && <span className="visually-hidden">{words}: </span>}
      <span>{text}</span>
      {note && <span className="messages-card-footer-note">{note}</span>}
    </div>
  )
}

/** What became of the last action. */
function Note({
  note,
  tabbable,
  language,
}: {
  note: CardNote
  tabbable: boolean
  language: CardHost['language']
}): ReactNode {
  const t = translatorIn(language, 'card')
  const { outcome, again } = note
  if (outcome.answer === 'failed' || outcome.answer === 'conflict')
    return (
      <div className="messages-card-note failed" role="alert">
        <CircleAlert aria-hidden="true" />
        <span>{outcome.answer === 'conflict' ? t('conflict') : outcome.reason}</span>
        {again && (
          <button type="button" className="link-button" tabIndex={tabbable ? 0 : -1} onClick={again}>
            {t('retry')}
          </button>
        )}
      </div>
    )
  const words = outcome.notice ?? (outcome.answer === 'waiting' ? t('waiting') : undefined)
  if (words === undefined) return null
  return (
    <div className="messages-card-note taken" role="status">
      {outcome.answer === 'waiting' ? <Clock aria-hidden="true" /> : <Check aria-hidden="true" />}
      <span>{words}</span>
    </div>
  )
}

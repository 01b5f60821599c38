import type { HookOptions } from '@lianqun/protocol'
import { Plus, X } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import type { HookItem } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'
import { type Key, useLanguage, useTranslate } from '../../i18n.ts'
import { Button, CheckMark, ErrorState, Field, numberText, Popover, Segmented, useQuery } from '../../ui/index.ts'
import { shownLimits } from '../limits.ts'
import { eventWords } from './event-words.ts'

type Condition = HookOptions['conditions'][number]
type Relation = Condition['is']

const relations: readonly Relation[] = ['equals', 'not', 'contains']
const signs: Record<Relation, string> = { equals: '=', not: '≠', contains: '∋' }

/** Which kinds of event come into the group, and under which conditions. */
export function EventsPart(props: {
  hook: HookItem
  options: HookOptions
  onChange: (change: Partial<HookOptions>) => void
}) {
  const { hook, options, onChange } = props
  const t = useTranslate('hooks')
  const language = useLanguage()
  // What came since: the hook's last payload is another one.
  const events = useQuery(
    `hook-events:${hook.id}/${hook.lastAt}`,
    () => call('hooks.events', { hookId: hook.id }),
    [],
    {
      keep: true,
    },
  )
  const { data } = events
  const muted = new Set(options.muted)
  // A muted kind that has not come for long can still be let in again.
  const counts = new Map([
    ...options.muted.map(event => [event, 0] as const),
    ...(data?.events ?? []).map(({ event, count }) => [event, count] as const),
  ])
  const kinds = [...counts].filter(([event]) => event !== '').sort((a, b) => b[1] - a[1])
  const toggle = (event: string) =>
    onChange({ muted: muted.has(event) ? options.muted.filter(one => one !== event) : [...options.muted, event] })
  return (
    <section className="messages-hooks-part" aria-label={t('events')}>
      <h3>
        {t('events')}
        {data && data.total > 0 && (
          <small className="messages-hooks-end">
            {t('eventsTotal', { total: numberText(data.total, language), shown: numberText(data.shown, language) })}
          </small>
        )}
      </h3>
      {events.error && !data ? (
        <ErrorState error={events.error} title={t('eventFailed')} onRetry={events.reload} />
      ) : kinds.length === 0 ? (
        <p className="messages-hooks-hint">{t('eventsNone')}</p>
      ) : (
        <div className="messages-hooks-events">
          {kinds.map(([event, count]) => {
            const on = !muted.has(event)
            return (
              // biome-ignore lint/a11y/useSemanticElements: the row is the check box
              <button
                key={event}
                type="button"
                role="checkbox"
                aria-checked={on}
                title={event}
                onClick={() => toggle(event)}
              >
                <CheckMark on={on} />
                <span className="ellipsis grow">{eventWords(event, language)}</span>
                <span className="muted">{numberText(count, language)}</span>
              </button>
            )
          })}
        </div>
      )}
      <Conditions conditions={options.conditions} onChange={conditions => onChange({ conditions })} />
    </section>
  )
}

function Conditions(props: { conditions: readonly Condition[]; onChange: (conditions: Condition[]) => void }) {
  const { conditions, onChange } = props
  const t = useTranslate('hooks')
  return (
    <div className="messages-hooks-chips">
      <span className="muted">{t('conditions')}</span>
      {conditions.map((condition, index) => {
        const words = `${condition.path} ${signs[condition.is]} ${condition.value}`
        return (
          <span key={words} className="messages-hooks-chip">
            <span
              className="ellipsis"
              title={`${condition.path} ${t(`is_${condition.is}` as Key<'hooks'>)} ${condition.value}`}
            >
              {words}
            </span>
            <button
              type="button"
              aria-label={t('removeCondition', { condition: words })}
              onClick={() => onChange(conditions.filter((_, at) => at !== index))}
            >
              <X className="icon-sm" aria-hidden="true" />
            </button>
          </span>
        )
      })}
      {conditions.length < shownLimits.hookNetworks && (
        <NewCondition onAdd={condition => onChange([...conditions, condition])} />
      )}
    </div>
  )
}

function NewCondition({ onAdd }: { onAdd: (condition: Condition) => void }) {
  const t = useTranslate('hooks')
  const [open, setOpen] = useState(false)
  const [path, setPath] = useState('')
  const [is, setIs] = useState<Relation>('equals')
  const [value, setValue] = useState('')
  const ready = path.trim() !== '' && value.trim() !== ''
  const add = (event: FormEvent) => {
    event.preventDefault()
    if (!ready) return
    onAdd({ path: path.trim(), is, value: value.trim() })
    setPath('')
    setValue('')
    setOpen(false)
  }
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label={t('addCondition')}
      className="messages-hooks-popover"
      trigger={
        <button type="button" className="messages-hooks-chip add" aria-label={t('addCondition')}>
          <Plus className="icon-sm" aria-hidden="true" />
          {t('condition')}
        </button>
      }
    >
      <form className="messages-hooks-form" onSubmit={add}>
        <p className="small muted">{t('conditionText')}</p>
        <Field
          compact
          label={t('path')}
          value={path}
          onChange={setPath}
          placeholder={t('pathPlaceholder')}
          maxLength={shownLimits.hookPathChars}
          autoFocus
        />
        <Segmented
          label={t('is')}
          value={is}
          options={relations.map(one => ({ value: one, label: t(`is_${one}` as Key<'hooks'>) }))}
          onChange={setIs}
        />
        <Field
          compact
          label={t('value')}
          value={value}
          onChange={setValue}
          placeholder="P1"
          maxLength={shownLimits.hookValueChars}
        />
        <div className="messages-form-actions">
          <Button size="small" kind="primary" type="submit" disabled={!ready}>
            {t('addCondition')}
          </Button>
        </div>
      </form>
    </Popover>
  )
}

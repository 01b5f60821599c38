import type { HookOptions, Mapping } from '@lianqun/protocol'
import { Plus, X } from 'lucide-react'
import { useRef, useState } from 'react'
import type { HookItem } from '../../../preload/contract/index.ts'
import { call, errorText } from '../../desktop.ts'
import { useTranslate } from '../../i18n.ts'
import { Button, confirm, Field, IconButton, useBusy, useQuery } from '../../ui/index.ts'
import { draftOf, type Leaf, leavesOf, type MappingDraft, mappingOf, problemIn } from './mapping-draft.ts'
import { Result, type Tested } from './TestPart.tsx'

/** So many deliveries are looked through for one that nobody knows. */
const lookedThrough = 50

/** The newest delivery whose JSON no dialect or tool is known by; null: none came. */
async function lastUnknown(hookId: string): Promise<string | null> {
  const { deliveries } = await call('hooks.deliveries', { hookId, failed: false, limit: lookedThrough })
  const found =
    deliveries.find(({ dialect }) => dialect === 'json') ?? deliveries.find(({ dialect }) => dialect === 'any')
  if (found === undefined) return null
  const { delivery } = await call('hooks.delivery', { hookId, deliveryId: found.id })
  return delivery.cut ? null : delivery.body
}

/** How JSON is shown that no dialect or tool is known by: by what its fields are called, or as somebody fills in. */
export function MappingPart(props: {
  hook: HookItem
  options: HookOptions
  onChange: (change: Partial<HookOptions>) => void
}) {
  const { hook, options, onChange } = props
  const t = useTranslate('hooks')
  const [editing, setEditing] = useState(false)
  const last = useQuery(`hook-unknown:${hook.id}/${hook.lastAt}`, () => lastUnknown(hook.id), [], { keep: true })
  const { mapping } = options
  const forget = async () => {
    const asked = { title: t('mappingForgetTitle'), text: t('mappingForgetText'), action: t('mappingForget') }
    if (await confirm({ ...asked, danger: true })) onChange({ mapping: null })
  }
  return (
    <section className="messages-hooks-part" aria-label={t('mapping')}>
      <h3>
        {t('mapping')}
        <small>{t('mappingHint')}</small>
      </h3>
      {editing ? (
        <MappingForm
          hook={hook}
          mapping={mapping}
          body={last.data ?? null}
          onSave={changed => {
            onChange({ mapping: changed })
            setEditing(false)
          }}
          onCancel={() => setEditing(false)}
        />
      ) : (
        <div className="messages-hooks-setting">
          <span className="grow">
            {t(mapping === null ? 'mappingByNames' : 'mappingOwn')}
            <small className="ellipsis">{mapping === null ? t('mappingByNamesHint') : mapping.title}</small>
          </span>
          {mapping !== null && (
            <Button size="small" onClick={() => void forget()}>
              {t('mappingForget')}
            </Button>
          )}
          <Button size="small" onClick={() => setEditing(true)}>
            {t(mapping === null ? 'mappingFill' : 'mappingEdit')}
          </Button>
        </div>
      )}
    </section>
  )
}

type TextName = Exclude<keyof MappingDraft, 'facts'>
/** The field that a value goes into: a template takes its place, a path the path itself. */
type Target = { name: TextName } | { fact: number }
const paths: readonly TextName[] = ['key', 'status']

function MappingForm(props: {
  hook: HookItem
  mapping: Mapping | null
  /** The last delivery that nobody knows. */
  body: string | null
  onSave: (mapping: Mapping) => void
  onCancel: () => void
}) {
  const { hook, mapping, body, onSave, onCancel } = props
  const t = useTranslate('hooks')
  const [draft, setDraft] = useState(() => draftOf(mapping))
  const [tested, setTested] = useState<Tested | null>(null)
  const [failure, setFailure] = useState('')
  const [busy, run] = useBusy(error => setFailure(errorText(error)))
  const target = useRef<Target>({ name: 'title' })
  const problem = problemIn(draft)
  const set = (change: Partial<MappingDraft>) => {
    setDraft(before => ({ ...before, ...change }))
    setTested(null)
  }
  const setFact = (at: number, change: Partial<MappingDraft['facts'][number]>) =>
    set({ facts: draft.facts.map((fact, index) => (index === at ? { ...fact, ...change } : fact)) })
  const insert = (path: string) => {
    const to = target.current
    const place = `{{${path}}}`
    if ('fact' in to) return setFact(to.fact, { value: `${draft.facts[to.fact]?.value ?? ''}${place}` })
    set({ [to.name]: paths.includes(to.name) ? path : `${draft[to.name]}${place}` })
  }
  const test = (chosen: Mapping | null) => {
    setFailure('')
    run(async () => {
      const found = await call('hooks.test', { hookId: hook.id, body: body ?? '{}', mapping: chosen })
      if (chosen === null && found.suggestion) setDraft(draftOf(found.suggestion))
      setTested(found)
    })
  }
  const field = (name: TextName, placeholder: string) => (
    <Field
      compact
      label={t(`mapping_${name}`)}
      value={draft[name]}
      placeholder={placeholder}
      onChange={value => set({ [name]: value })}
      onFocus={() => {
        target.current = { name }
      }}
    />
  )
  return (
    <form
      className="messages-hooks-form"
      onSubmit={event => {
        event.preventDefault()
        if (problem === null) onSave(mappingOf(draft, mapping))
      }}
    >
      <Values body={body} busy={busy} onPick={insert} onSuggest={() => test(null)} />
      {field('title', '{{order.no}} {{order.name}}')}
      {field('text', '{{summary|default:-}}')}
      {draft.facts.map((fact, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a fact is known by its place
        <div className="messages-hooks-line" key={index}>
          <Field
            compact
            label={t('mappingFactTitle', { number: index + 1 })}
            value={fact.title}
            onChange={title => setFact(index, { title })}
          />
          <Field
            compact
            className="grow"
            label={t('mappingFactValue', { number: index + 1 })}
            value={fact.value}
            onChange={value => setFact(index, { value })}
            onFocus={() => {
              target.current = { fact: index }
            }}
          />
          <IconButton
            size="small"
            label={t('mappingFactRemove', { number: index + 1 })}
            icon={<X className="icon-md" />}
            onClick={() => {
              target.current = { name: 'title' }
              set({ facts: draft.facts.filter((_, at) => at !== index) })
            }}
          />
        </div>
      ))}
      {draft.facts.length < 12 && (
        <button
          type="button"
          className="messages-hooks-chip add"
          onClick={() => {
            target.current = { fact: draft.facts.length }
            set({ facts: [...draft.facts, { title: '', value: '' }] })
          }}
        >
          <Plus className="icon-sm" aria-hidden="true" />
          {t('mappingFactAdd')}
        </button>
      )}
      {field('linkTitle', t('mappingLinkPlaceholder'))}
      {field('linkUrl', '{{url}}')}
      {field('key', 'order.no')}
      {field('status', 'order.status')}
      {field('failing', 'late, failed')}
      {field('closed', 'done, closed')}
      {problem !== null && <p className="messages-hooks-hint">{t(`mappingProblem_${problem}`)}</p>}
      <div role="status">
        {failure !== '' && <p className="messages-hooks-verdict failed">{failure}</p>}
        {tested !== null && failure === '' && <Result hook={hook} tested={tested} />}
      </div>
      <div className="messages-form-actions">
        <Button size="small" onClick={onCancel}>
          {t('cancel')}
        </Button>
        <Button
          size="small"
          busy={busy}
          disabled={problem !== null || body === null}
          onClick={() => test(mappingOf(draft, mapping))}
        >
          {t('mappingTry')}
        </Button>
        <Button size="small" kind="primary" type="submit" disabled={problem !== null}>
          {t('save')}
        </Button>
      </div>
    </form>
  )
}

/** The values of the last delivery, each of which goes into the field that had the focus last. */
function Values(props: { body: string | null; busy: boolean; onPick: (path: string) => void; onSuggest: () => void }) {
  const t = useTranslate('hooks')
  if (props.body === null) return <p className="messages-hooks-hint">{t('mappingNothing')}</p>
  return (
    <div className="messages-hooks-list">
      <div className="messages-hooks-setting">
        <span className="grow">
          {t('mappingLast')}
          <small>{t('mappingLastHint')}</small>
        </span>
        <Button size="small" busy={props.busy} onClick={props.onSuggest}>
          {t('mappingSuggest')}
        </Button>
      </div>
      <ul className="messages-hooks-values" aria-label={t('mappingLast')}>
        {readLeaves(props.body).map(({ path, value }) => (
          <li key={path}>
            <button type="button" title={value} onClick={() => props.onPick(path)}>
              <code>{path}</code>
              <span className="ellipsis">{value}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

function readLeaves(body: string): Leaf[] {
  try {
    return leavesOf(JSON.parse(body))
  } catch {
    return []
  }
}

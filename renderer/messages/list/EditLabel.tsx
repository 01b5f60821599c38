import { Plus, X } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { uuidv7 } from '../../../common/uuid.ts'
import type { CallArgs, LabelItem, PersonName } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'
import { useLanguage, useTranslate } from '../../i18n.ts'
import { Button, Dialog, Field, IconButton, nameOf, showDialog, toastError } from '../../ui/index.ts'
import { shownLimits } from '../limits.ts'
import { PeoplePicker } from '../PeoplePicker.tsx'
import { LabelDot } from './LabelTag.tsx'
import { useLabels } from './use-labels.ts'

const hues = [1, 2, 3, 4, 5, 6, 7, 8] as const
const kinds = ['name', 'member', 'kind'] as const

type Rule = CallArgs<'conversations.setLabel'>['rules'][number]
/** A rule that is being written. `key`: its own, whatever it says. */
interface Draft {
  key: string
  kind: Rule['kind']
  value: string
  person: PersonName | null
}

/** Shows a label to change, or a new one (null). */
export function editLabel(label: LabelItem | null): void {
  showDialog(close => <EditLabel label={label} onClose={close} />)
}

const drafts = (label: LabelItem | null): Draft[] =>
  (label?.rules ?? []).flatMap(rule => {
    const kind = kinds.find(known => known === rule.kind)
    return kind === undefined ? [] : [{ key: uuidv7(), kind, value: rule.value, person: rule.person }]
  })

function EditLabel({ label, onClose }: { label: LabelItem | null; onClose: () => void }) {
  const t = useTranslate('list')
  const others = useLabels().filter(other => other.id !== label?.id)
  const [name, setName] = useState(label?.name ?? '')
  const [hue, setHue] = useState(label?.hue ?? (others.length % hues.length) + 1)
  const [rules, setRules] = useState(() => drafts(label))
  const taken = others.some(other => other.name === name.trim())
  const change = (key: string, to: Partial<Draft>) =>
    setRules(before => before.map(rule => (rule.key === key ? { ...rule, ...to } : rule)))
  const save = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() === '' || taken) return
    const written = rules.filter(({ value }) => value.trim() !== '').map(({ kind, value }) => ({ kind, value }) as Rule)
    call('conversations.setLabel', { id: label?.id ?? uuidv7(), name, hue, rules: written }).then(onClose, toastError)
  }
  return (
    <Dialog open onOpenChange={open => !open && onClose()} title={t(label ? 'editLabel' : 'newLabel')} width={460}>
      <form className="messages-edit-label" onSubmit={save}>
        <Field
          label={t('labelName')}
          value={name}
          maxLength={shownLimits.listLabelChars}
          autoFocus
          onChange={setName}
          {...(taken && { error: t('labelTaken') })}
        />
        <fieldset className="messages-hues">
          <legend>{t('labelColour')}</legend>
          {hues.map(number => (
            <label key={number}>
              <input
                type="radio"
                name="hue"
                aria-label={t('colour', { number })}
                checked={hue === number}
                onChange={() => setHue(number)}
              />
              <LabelDot hue={number} />
            </label>
          ))}
        </fieldset>
        <fieldset className="messages-rules">
          <legend>{t('labelRules')}</legend>
          <p className="small muted">{t('labelRulesHint')}</p>
          {rules.map((rule, index) => (
            <RuleRow
              key={rule.key}
              rule={rule}
              number={index + 1}
              onChange={to => change(rule.key, to)}
              onRemove={() => setRules(before => before.filter(other => other !== rule))}
            />
          ))}
          {rules.length < shownLimits.listLabelRules && (
            <Button
              kind="quiet"
              onClick={() => setRules([...rules, { key: uuidv7(), kind: 'name', value: '', person: null }])}
            >
              <Plus className="icon-sm" aria-hidden="true" />
              {t('addRule')}
            </Button>
          )}
        </fieldset>
        <div className="messages-edit-label-foot">
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button kind="primary" type="submit" disabled={name.trim() === '' || taken}>
            {t('save')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function RuleRow(props: { rule: Draft; number: number; onChange: (to: Partial<Draft>) => void; onRemove: () => void }) {
  const t = useTranslate('list')
  const language = useLanguage()
  const { rule, number, onChange } = props
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset in a fieldset would be read twice
    <div className="messages-rule" role="group" aria-label={t('rule', { number })}>
      <select
        aria-label={t('rule', { number })}
        value={rule.kind}
        onChange={({ currentTarget }) => {
          const kind = kinds.find(known => known === currentTarget.value) ?? 'name'
          onChange({ kind, value: kind === 'kind' ? 'group' : '', person: null })
        }}
      >
        {kinds.map(kind => (
          <option key={kind} value={kind}>
            {t(`rule_${kind}`)}
          </option>
        ))}
      </select>
      {rule.kind === 'name' && (
        <input
          type="text"
          aria-label={t('ruleText', { number })}
          value={rule.value}
          maxLength={shownLimits.listLabelRuleChars}
          onChange={({ currentTarget }) => onChange({ value: currentTarget.value })}
        />
      )}
      {rule.kind === 'kind' && (
        <select
          aria-label={t('rule_kind')}
          value={rule.value}
          onChange={({ currentTarget }) => onChange({ value: currentTarget.value })}
        >
          {(['group', 'direct'] as const).map(kind => (
            <option key={kind} value={kind}>
              {t(`kind_${kind}`)}
            </option>
          ))}
        </select>
      )}
      {rule.kind === 'member' && (
        <Button className="grow" onClick={() => choosePerson(person => onChange({ value: person.id, person }))}>
          {rule.person ? nameOf(rule.person, language) : t('chooseMember')}
        </Button>
      )}
      <IconButton size="small" label={`${t('removeRule')} ${number}`} icon={<X />} onClick={props.onRemove} />
    </div>
  )
}

function choosePerson(onChosen: (person: PersonName) => void): void {
  showDialog(close => <ChoosePerson onClose={close} onChosen={onChosen} />)
}

function ChoosePerson({ onClose, onChosen }: { onClose: () => void; onChosen: (person: PersonName) => void }) {
  const t = useTranslate('list')
  return (
    <Dialog open onOpenChange={open => !open && onClose()} title={t('chooseMember')} width={640}>
      <PeoplePicker
        chosen={[]}
        onChange={([person]) => {
          if (person === undefined) return
          onChosen(person)
          onClose()
        }}
      />
    </Dialog>
  )
}

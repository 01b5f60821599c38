import type { HookDialect, HookOptions } from '@lianqun/protocol'
import { Copy, Eye, EyeOff, Plus, X } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useTranslate } from '../../i18n.ts'
import { copyText, IconButton, Segmented, Switch } from '../../ui/index.ts'
import { shownLimits } from '../limits.ts'
import { isNetwork } from './networks.ts'
import type { Secrets } from './secrets.ts'

/** From whom a hook takes payloads (signatures, networks and keywords), and whether its cards call other systems. */
export function SecurityPart(props: {
  secrets: Secrets
  options: HookOptions
  dialect: HookDialect
  onChange: (change: Partial<HookOptions>) => void
}) {
  const { secrets, options, dialect, onChange } = props
  const t = useTranslate('hooks')
  return (
    <section className="messages-hooks-part" aria-label={t('security')}>
      <h3>{t('security')}</h3>
      <Switch
        label={t('signed')}
        hint={t('signedHint')}
        checked={options.signed}
        onChange={signed => onChange({ signed })}
      />
      {options.signed && (
        <>
          <Secret secret={secrets.secret} />
          <p className="messages-hooks-hint">{t(`sign_${dialect}`)}</p>
        </>
      )}
      <WordList
        label={t('networks')}
        none={t('networksNone')}
        hint={t('networksHint')}
        addLabel={t('addNetwork')}
        words={options.networks}
        problemOf={word => (isNetwork(word) ? '' : t('networkBad'))}
        onChange={networks => onChange({ networks })}
      />
      <WordList
        label={t('keywords')}
        none={t('keywordsNone')}
        hint={t('keywordsHint')}
        addLabel={t('addKeyword')}
        words={options.keywords}
        onChange={keywords => onChange({ keywords })}
      />
      <Switch
        label={t('calls')}
        hint={t('callsHint')}
        checked={options.calls !== false}
        onChange={calls => onChange({ calls })}
      />
      <div className="messages-hooks-setting">
        <span className="grow">
          {t('language')}
          <small>{t('languageHint')}</small>
        </span>
        <Segmented
          label={t('language')}
          value={options.language}
          options={[
            { value: 'zh', label: t('language_zh') },
            { value: 'en', label: t('language_en') },
          ]}
          onChange={language => onChange({ language })}
        />
      </div>
    </section>
  )
}

function Secret({ secret }: { secret: string }) {
  const t = useTranslate('hooks')
  const [revealed, setRevealed] = useState(false)
  return (
    <div className="messages-hooks-address">
      <span className="muted">{t('secret')}</span>
      <output className="grow selectable" aria-label={t('secret')}>
        {revealed ? secret : '••••••••••••'}
      </output>
      <IconButton
        size="small"
        label={t(revealed ? 'concealSecret' : 'revealSecret')}
        icon={revealed ? <EyeOff className="icon-md" /> : <Eye className="icon-md" />}
        aria-pressed={revealed}
        onClick={() => setRevealed(!revealed)}
      />
      <IconButton
        size="small"
        label={t('copySecret')}
        icon={<Copy className="icon-md" />}
        onClick={() => void copyText(secret, t('secretCopied'))}
      />
    </div>
  )
}

/** A short list of words that can be added and removed. */
function WordList(props: {
  label: string
  /** Said where there is no word. */
  none: string
  hint: string
  addLabel: string
  words: readonly string[]
  /** Why a word cannot be added; empty: it can. */
  problemOf?: (word: string) => string
  onChange: (words: string[]) => void
}) {
  const { label, none, hint, addLabel, words, problemOf, onChange } = props
  const t = useTranslate('hooks')
  const [adding, setAdding] = useState(false)
  const [word, setWord] = useState('')
  const [problem, setProblem] = useState('')
  const add = (event: FormEvent) => {
    event.preventDefault()
    const wanted = word.trim()
    if (wanted === '') return
    const found = problemOf?.(wanted) ?? ''
    setProblem(found)
    if (found !== '') return
    if (!words.includes(wanted)) onChange([...words, wanted])
    setWord('')
  }
  return (
    <div className="messages-hooks-list">
      <div className="messages-hooks-setting">
        <span className="grow">{label}</span>
        {words.length === 0 && <span className="muted">{none}</span>}
        {!adding && words.length < shownLimits.hookNetworks && (
          <IconButton
            size="small"
            label={addLabel}
            icon={<Plus className="icon-md" />}
            onClick={() => setAdding(true)}
          />
        )}
      </div>
      {words.length > 0 && (
        <ul className="messages-hooks-chips">
          {words.map(one => (
            <li key={one} className="messages-hooks-chip">
              <span className="ellipsis">{one}</span>
              <button
                type="button"
                aria-label={t('removeWord', { word: one })}
                onClick={() => onChange(words.filter(other => other !== one))}
              >
                <X className="icon-sm" aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
      )}
      {adding && (
        <form className="messages-hooks-line" onSubmit={add}>
          <div className="grow">
            <div className={problem === '' ? 'input compact' : 'input compact invalid'}>
              <input
                aria-label={addLabel}
                aria-invalid={problem !== '' || undefined}
                placeholder={hint}
                value={word}
                maxLength={shownLimits.hookValueChars}
                spellCheck={false}
                autoComplete="off"
                // biome-ignore lint/a11y/noAutofocus: it was asked for
                autoFocus
                onChange={event => {
                  setWord(event.target.value)
                  setProblem('')
                }}
                onKeyDown={event => {
                  if (event.key !== 'Escape') return
                  event.preventDefault()
                  setAdding(false)
                  setWord('')
                  setProblem('')
                }}
              />
            </div>
            {problem !== '' && (
              <p className="field-error" role="alert">
                {problem}
              </p>
            )}
          </div>
          <IconButton size="small" label={addLabel} icon={<Plus className="icon-md" />} type="submit" />
        </form>
      )}
    </div>
  )
}

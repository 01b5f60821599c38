import {
  ArrowLeft,
  ChartNoAxesColumn,
  ClipboardCheck,
  Copy,
  FileText,
  GitPullRequest,
  type LucideIcon,
  Send,
  Siren,
  Sparkles,
  Truck,
  Undo2,
  Users,
  Workflow,
} from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import { useLanguage, useTranslate } from '../../i18n.ts'
import {
  Button,
  clockTime,
  copyText,
  cx,
  IconButton,
  Segmented,
  takeLostFocus,
  toast,
  useMedia,
} from '../../ui/index.ts'
import { CodeField, showPlace, showStart } from './CodeField.tsx'
import { loadDraft, saveDraft } from './draft.ts'
import { editField, undoIn } from './edit.ts'
import type { Edit } from './json-places.ts'
import { Preview } from './Preview.tsx'
import { Problems } from './Problems.tsx'
import { type SampleName, sampleNames, sampleOf } from './samples.ts'
import { sendDesigned } from './sending.tsx'
import { useCheck } from './use-check.ts'
import { written } from './written.ts'
import './designer.css'

const icons: Record<SampleName, LucideIcon> = {
  alarm: Siren,
  pipeline: Workflow,
  mergeRequest: GitPullRequest,
  order: Truck,
  approval: ClipboardCheck,
  form: FileText,
  standUp: Users,
  poll: ChartNoAxesColumn,
  assistant: Sparkles,
}

/** Writes cards: their JSON beside what others will see. */
export function CardDesigner({ onBack }: { onBack: () => void }) {
  const t = useTranslate('designer')
  const language = useLanguage()
  const [draft, setDraft] = useState(() => loadDraft(language))
  const [pane, setPane] = useState<'code' | 'preview'>('code')
  /** The sample that was chosen last: what its buttons sent is not told of another. */
  const [sample, setSample] = useState<SampleName | null>(null)
  const narrow = useMedia('(max-width: 899px)')
  const field = useRef<HTMLTextAreaElement>(null)
  const findingsId = useId()
  const failed = useRef(false)
  const back = useRef<HTMLButtonElement>(null)
  // The tile that was pressed is gone.
  useEffect(() => takeLostFocus(back.current), [])
  const { name, json } = draft
  const checked = useCheck(json)
  const change = (changed: { name?: string; json?: string }): void =>
    setDraft(before => {
      const now = { ...before, ...changed, savedAt: Date.now() }
      const saved = saveDraft(now)
      if (!saved && !failed.current) toast({ kind: 'failed', text: t('notSaved') })
      failed.current = !saved
      return now
    })
  const edit = (one: Edit): void => {
    if (field.current) editField(field.current, one, text => change({ json: text }))
  }
  const replace = (text: string): void => {
    if (text !== json) edit({ start: 0, end: json.length, text })
  }
  const current = checked?.text === json
  const title = name.trim() || t('unnamed')
  const ready = current ? (checked?.card ?? null) : null
  return (
    <div className="workbench-designer">
      <header className="workbench-designer-head">
        <IconButton ref={back} label={t('back')} icon={<ArrowLeft />} onClick={onBack} data-section-focus />
        <div className="workbench-designer-titles">
          <div className="workbench-designer-name">
            <input
              value={name}
              maxLength={60}
              aria-label={t('name')}
              placeholder={t('unnamed')}
              onChange={event => change({ name: event.target.value })}
            />
            <span className="tag">{t('draft')}</span>
          </div>
          <p>{draft.savedAt === null ? t('notChanged') : t('saved', { time: clockTime(draft.savedAt) })}</p>
        </div>
        <Button kind="quiet" onClick={() => field.current && undoIn(field.current)}>
          <Undo2 className="icon-sm" aria-hidden="true" />
          {t('undo')}
        </Button>
        <Button
          kind="primary"
          disabled={ready === null}
          title={ready === null ? t('sendFirst') : undefined}
          onClick={() => ready && sendDesigned(ready, title)}
        >
          <Send className="icon-sm" aria-hidden="true" />
          {t('send')}
        </Button>
      </header>
      <Samples
        json={json}
        onPick={sample => {
          replace(written(sampleOf(sample, language)))
          if (field.current) showStart(field.current)
          change({ name: t(sample) })
          setSample(sample)
        }}
      />
      {narrow && (
        <div className="workbench-designer-panes">
          <Segmented
            label={t('parts')}
            value={pane}
            onChange={setPane}
            options={[
              { value: 'code', label: t('code') },
              { value: 'preview', label: t('preview') },
            ]}
          />
        </div>
      )}
      <div className="workbench-designer-sides">
        <section className={cx('workbench-designer-code', narrow && pane !== 'code' && 'away')} aria-label={t('code')}>
          <div className="workbench-designer-bar">
            <b>JSON</b>
            <span className="grow" />
            <Button
              kind="quiet"
              size="small"
              disabled={!current || checked?.chars === null}
              onClick={() => replace(written(JSON.parse(json)))}
            >
              {t('format')}
            </Button>
            <IconButton size="small" label={t('copy')} icon={<Copy />} onClick={() => copyText(json, t('copied'))} />
          </div>
          <CodeField
            field={field}
            value={json}
            onChange={text => change({ json: text })}
            findings={current ? checked.findings : []}
            describedBy={findingsId}
          />
          <Problems
            id={findingsId}
            checked={checked}
            onShow={finding => field.current && showPlace(field.current, finding)}
            onMend={one => current && edit(one)}
          />
        </section>
        <section
          className={cx('workbench-designer-side', narrow && pane !== 'preview' && 'away')}
          aria-label={t('preview')}
        >
          <Preview card={checked?.shown ?? null} of={sample} stale={checked !== null && checked.card === null} />
        </section>
      </div>
    </div>
  )
}

/** Cards to begin with. */
function Samples({ json, onPick }: { json: string; onPick: (name: SampleName) => void }) {
  const t = useTranslate('designer')
  const language = useLanguage()
  return (
    // biome-ignore lint/a11y/useSemanticElements: these are no fields
    <div className="workbench-designer-samples" role="group" aria-label={t('samples')}>
      <span>{t('samples')}</span>
      {sampleNames.map(name => {
        const Icon = icons[name]
        const on = json === written(sampleOf(name, language))
        return (
          <button
            key={name}
            type="button"
            className={cx('workbench-designer-sample', on && 'on')}
            aria-pressed={on}
            onClick={() => onPick(name)}
          >
            <Icon className="icon-sm" aria-hidden="true" />
            {t(name)}
          </button>
        )
      })}
    </div>
  )
}

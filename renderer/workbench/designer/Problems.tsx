import { Check, CircleAlert } from 'lucide-react'
import { useLanguage, useTranslate } from '../../i18n.ts'
import { numberText } from '../../ui/index.ts'
import type { Finding } from './findings.ts'
import type { Edit } from './json-places.ts'
import { mostChars } from './samples.ts'
import type { Checked } from './use-check.ts'

/** What is shown at a time. */
const most = 6

/** What is wrong with the text, below it, and how large the card is. */
export function Problems(props: {
  id: string
  checked: Checked | null
  onShow: (finding: Finding) => void
  onMend: (edit: Edit) => void
}) {
  const { id, checked, onShow, onMend } = props
  const t = useTranslate('designer')
  const language = useLanguage()
  const findings = checked?.findings ?? []
  const chars = checked?.chars ?? null
  return (
    <div className="workbench-designer-problems">
      <div id={id} role="status" aria-label={t('problems')} className="workbench-designer-findings">
        {checked?.card && (
          <p className="workbench-designer-finding good">
            <Check aria-hidden="true" />
            <span>{t('noProblems')}</span>
          </p>
        )}
        {findings.slice(0, most).map(finding => (
          <p key={`${finding.start} ${finding.words}`} className="workbench-designer-finding">
            <CircleAlert aria-hidden="true" />
            <button type="button" className="workbench-designer-place" onClick={() => onShow(finding)}>
              {t('line', { line: finding.line, words: finding.words })}
            </button>
            {finding.mend && <Mend mend={finding.mend} onMend={onMend} />}
          </p>
        ))}
        {findings.length > most && (
          <p className="workbench-designer-finding">
            <span>{t('more', { count: findings.length - most })}</span>
          </p>
        )}
      </div>
      {chars !== null && (
        <small className="workbench-designer-size">
          {t('size', { size: numberText(Math.ceil(chars / 102.4) / 10, language), limit: mostChars / 1_024 })}
        </small>
      )}
    </div>
  )
}

function Mend({ mend, onMend }: { mend: NonNullable<Finding['mend']>; onMend: (edit: Edit) => void }) {
  return (
    <button type="button" className="link-button" onClick={() => onMend(mend.edit)}>
      {mend.label}
    </button>
  )
}

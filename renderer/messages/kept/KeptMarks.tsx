import { AlarmClock, Bookmark } from 'lucide-react'
import type { MessageItem } from '../../../preload/contract/index.ts'
import { useLanguage, useTranslate } from '../../i18n.ts'
import { comingTime } from './coming-time.ts'
import './kept.css'

/** On a message: that the user saved it, and when they are reminded of it. */
export function KeptMarks({ kept }: { kept: NonNullable<MessageItem['kept']> }) {
  const t = useTranslate('saved')
  const language = useLanguage()
  const { labels, remindAt } = kept
  if (labels === null && remindAt === null) return null
  const saved = labels === null ? '' : labels.length === 0 ? t('saved') : t('savedWith', { labels: labels.join('、') })
  return (
    <span className="messages-kept-marks">
      {labels !== null && (
        <span role="img" aria-label={saved} title={saved}>
          <Bookmark className="icon-sm" aria-hidden="true" />
        </span>
      )}
      {remindAt !== null && (
        <span>
          <AlarmClock className="icon-sm" aria-hidden="true" />
          {t('remindAt', { time: comingTime(remindAt, language) })}
        </span>
      )}
    </span>
  )
}

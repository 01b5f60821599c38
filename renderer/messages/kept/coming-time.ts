import { type Language, translatorIn } from '../../i18n.ts'
import { clockTime, daysBetween, dayTitle, fullTime, serverNow } from '../../ui/index.ts'

/** A time that is to come: `10:42`, `明天 09:00`, `12月7日 星期一 09:00`; one that is over as anywhere else. */
export function comingTime(time: number, language: Language, now = serverNow()): string {
  const days = daysBetween(now, time)
  const clock = clockTime(time)
  if (days < 0) return fullTime(time, language, now)
  if (days === 0) return clock
  const t = translatorIn(language, 'saved')
  return days === 1 ? t('tomorrowAt', { time: clock }) : `${dayTitle(time, language, now)} ${clock}`
}

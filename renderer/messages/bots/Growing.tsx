import { useTranslate } from '../../i18n.ts'
import { cx } from '../../ui/index.ts'
import './bots.css'

/** At the end of a message that a bot is still writing. `words`: it says so in words too, below what is no text. */
export function Growing({ words }: { words: boolean }) {
  const t = useTranslate('botTalk')
  return (
    <span
      className={cx('messages-growing', words && 'apart')}
      role="img"
      aria-label={t('growing')}
      title={t('growing')}
    >
      <i aria-hidden="true" />
      {words && <span aria-hidden="true">{t('growing')}</span>}
    </span>
  )
}

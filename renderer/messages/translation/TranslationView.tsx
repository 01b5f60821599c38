import { Languages } from 'lucide-react'
import type { MouseEvent } from 'react'
import type { MessageItem } from '../../../preload/contract/index.ts'
import { errorCode, errorText } from '../../desktop.ts'
import { useLanguage, useTranslate } from '../../i18n.ts'
import { Spinner } from '../../ui/index.ts'
import { languageName } from './language-name.ts'
import { hideTranslation, showTranslation, type Translation } from './translations.ts'
import './translation.css'

/** The translation of a message below its words, with where it is from. It is read out once it is there. */
export function TranslationView(props: { message: MessageItem; translation: Translation; tabbable: boolean }) {
  const { message, translation, tabbable } = props
  const t = useTranslate('translation')
  const language = useLanguage()
  const { state } = translation
  const same = state === 'done' && translation.text.trim() === translation.said.trim()
  const press = (run: () => void) => (event: MouseEvent<HTMLElement>) => {
    // The button goes with what it takes away; the focus stays at the message.
    event.currentTarget.closest<HTMLElement>('[data-message]')?.focus()
    run()
  }
  return (
    <section
      className="messages-translation"
      aria-label={t('translation')}
      aria-live="polite"
      aria-busy={state === 'working'}
    >
      {state === 'done' && !same && (
        <p className="selectable messages-translation-text" lang={translation.language === 'zh' ? 'zh-CN' : 'en'}>
          {translation.text}
        </p>
      )}
      <p className="messages-translation-foot">
        {state === 'working' ? <Spinner /> : <Languages aria-hidden="true" />}
        <span>
          <Source translation={translation} same={same} />
          {state === 'failed' && (
            <>
              {' '}
              <button
                type="button"
                className="link-button"
                tabIndex={tabbable ? 0 : -1}
                onClick={press(() => void showTranslation(message, language))}
              >
                {t('retry')}
              </button>
            </>
          )}
          {' · '}
          <button
            type="button"
            className="link-button"
            tabIndex={tabbable ? 0 : -1}
            aria-label={t('hideTranslation')}
            onClick={press(() => hideTranslation(message))}
          >
            {t('hide')}
          </button>
        </span>
      </p>
    </section>
  )
}

/** Where the translation is from, or why there is none. */
function Source({ translation, same }: { translation: Translation; same: boolean }) {
  const t = useTranslate('translation')
  const language = useLanguage()
  if (translation.state === 'working') return t('translating')
  if (translation.state === 'failed') {
    const { error } = translation
    return errorCode(error) === 'offline' ? t('needsConnection') : t('failed', { reason: errorText(error) })
  }
  const from = translation.from === null ? null : languageName(translation.from, language)
  if (same) return from === null ? t('unchanged') : t('alreadyIn', { language: from })
  return from === null ? t('translated') : t('translatedFrom', { language: from })
}

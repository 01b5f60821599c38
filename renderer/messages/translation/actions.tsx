import { Languages } from 'lucide-react'
import type { MessageItem } from '../../../preload/contract/index.ts'
import { type Language, translatorIn } from '../../i18n.ts'
import { useConnection } from '../../stores/session.ts'
import type { MessageAction } from '../kinds/index.ts'
import { hideTranslation, showTranslation, translationOf } from './translations.ts'

/** Translating a message that says something, where the workspace has a service for it. */
export function translateAction(
  message: MessageItem,
  { language, readOnly }: { language: Language; readOnly: boolean },
): MessageAction[] {
  const on = useConnection.getState().features.includes('translation')
  if (!on || readOnly || message.seq === 0 || !message.hasWords) return []
  const t = translatorIn(language, 'translation')
  const shown = translationOf(message) !== undefined
  return [
    {
      id: 'translate',
      label: t(shown ? 'hideTranslation' : 'translate'),
      icon: <Languages />,
      run: () => (shown ? hideTranslation(message) : void showTranslation(message, language)),
    },
  ]
}

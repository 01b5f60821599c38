import type { ContentOf } from '@lianqun/protocol'
import { useLanguage, useTranslate } from '../../../i18n.ts'
import { nameOf } from '../../../ui/names.ts'
import { useConversationContext } from '../../conversation-context.ts'
import type { BodyProps, KindView } from '../kind.ts'

function Body({ message, tabbable }: BodyProps<ContentOf<'recalled'>>) {
  const t = useTranslate('messages')
  const language = useLanguage()
  const { recalled, edit } = useConversationContext()
  const lost = recalled.get(message.seq)
  return (
    <>
      {message.own ? t('recalledYou') : t('recalledPreview', { name: nameOf(message.sender, language) })}
      {message.own && lost && (
        <button
          type="button"
          className="link-button messages-again"
          tabIndex={tabbable ? 0 : -1}
          onClick={() => edit(lost)}
        >
          {t('editAgain')}
        </button>
      )}
    </>
  )
}

export const recalled: KindView<ContentOf<'recalled'>> = {
  Body,
  line: (_content, { sender }, { t, language, meId }) =>
    sender.id === meId ? t('recalledYou') : t('recalledPreview', { name: nameOf(sender, language) }),
}

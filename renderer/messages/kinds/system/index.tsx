import type { ContentOf } from '@lianqun/protocol'
import { isolated } from '../../../../common/text.ts'
import { useLanguage, useTranslate } from '../../../i18n.ts'
import { useConversationContext } from '../../conversation-context.ts'
import { showPersonCard } from '../../PersonCard.tsx'
import type { BodyProps, KindView } from '../kind.ts'
import { noticeParts } from './notice.ts'

function Body({ content, message, tabbable }: BodyProps<ContentOf<'system'>>) {
  const t = useTranslate('messages')
  const language = useLanguage()
  const { meId } = useConversationContext()
  return noticeParts(content, message.people, { t, language, meId }).map((part, index) =>
    typeof part === 'string' ? (
      part
    ) : (
      <button
        // biome-ignore lint/suspicious/noArrayIndexKey: parts have no other identity
        key={index}
        type="button"
        className="link-button"
        tabIndex={tabbable ? 0 : -1}
        aria-haspopup="dialog"
        onClick={event => showPersonCard(part.person.id, event.currentTarget)}
      >
        {part.label}
      </button>
    ),
  )
}

export const system: KindView<ContentOf<'system'>> = {
  Body,
  line: (content, { people }, context) =>
    noticeParts(content, people, context)
      .map(part => (typeof part === 'string' ? part : isolated(part.label)))
      .join(''),
}

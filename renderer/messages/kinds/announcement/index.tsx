import type { ContentOf } from '@lianqun/protocol'
import { Megaphone } from 'lucide-react'
import { richText } from '../../../../common/rich-text.ts'
import { oneLine } from '../../../../common/text.ts'
import { translatorIn, useTranslate } from '../../../i18n.ts'
import { useConversationContext } from '../../conversation-context.ts'
import type { BodyProps, KindView } from '../kind.ts'
import { htmlOfRich } from '../rich/html.ts'
import { RichText } from '../rich/RichText.tsx'
import '../../group-announcement/group-announcement.css'

type Announcement = ContentOf<'announcement'>

/** What the group was told. Who said it and when stands at the message, whether one has confirmed it below. */
function Body({ content, message, tabbable }: BodyProps<Announcement>) {
  const t = useTranslate('groupAnnouncement')
  const { meId } = useConversationContext()
  return (
    <div className="messages-announcement-card">
      <p className="messages-announcement-title">
        <Megaphone aria-hidden="true" />
        {t('title')}
      </p>
      <RichText doc={content.doc} people={message.people} meId={meId} tabbable={tabbable} />
    </div>
  )
}

export const announcement: KindView<Announcement> = {
  Body,
  line: ({ doc }, _names, { language }) =>
    translatorIn(language, 'groupAnnouncement')('line', { text: oneLine(richText(doc).text) }),
  copyText: ({ doc }) => richText(doc).text,
  copyHtml: ({ doc }) => htmlOfRich(doc),
}

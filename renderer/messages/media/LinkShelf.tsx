import { ExternalLink, Link } from 'lucide-react'
import { linkText } from '../../../common/link-text.ts'
import type { MessageItem } from '../../../preload/contract/index.ts'
import { useLanguage, useTranslate } from '../../i18n.ts'
import { openConversation } from '../../stores/navigation.ts'
import { IconButton, listTime, speakerOf, useMinute } from '../../ui/index.ts'
import { openLink } from '../kinds/text/MessageText.tsx'
import { useLine } from '../talk/Quote.tsx'
import { linksOf, shortLink } from './links-of.ts'
import { ShelfList } from './ShelfList.tsx'
import { useOfKind } from './use-of-kind.ts'
import './media.css'

/** The links of a conversation, newest first; each leads to its message, its button to the page. */
export function LinkShelf({ id }: { id: string }) {
  const t = useTranslate('media')
  const list = useOfKind(id, ['link'])
  return (
    <ShelfList list={list} empty={{ icon: <Link />, title: t('noLinks') }}>
      {messages => (
        <ul className="messages-media-links">
          {messages.flatMap(message =>
            linksOf(message).map(url => <LinkRow key={`${message.seq}/${url}`} message={message} url={url} />),
          )}
        </ul>
      )}
    </ShelfList>
  )
}

function LinkRow({ message, url }: { message: MessageItem; url: string }) {
  const t = useTranslate('media')
  const language = useLanguage()
  const lineOf = useLine()
  const now = useMinute()
  const { preview } = message.attributes
  const address = linkText(shortLink(url), url)
  const title = preview?.url === url && preview.title !== '' ? preview.title : null
  const line = lineOf(message)
  return (
    <li>
      <button type="button" onClick={() => openConversation(message.conversationId, message.seq)}>
        <Link className="icon-sm" aria-hidden="true" />
        <span className="messages-media-link-title ellipsis">{title ?? address}</span>
        {line !== url && <span className="ellipsis">{title === null ? line : address}</span>}
        <span className="ellipsis">
          {speakerOf(message.sender, language)} · {listTime(message.sentAt, language, now)}
        </span>
      </button>
      <IconButton
        size="small"
        label={t('openAddress', { address })}
        icon={<ExternalLink />}
        onClick={() => openLink(url)}
      />
    </li>
  )
}

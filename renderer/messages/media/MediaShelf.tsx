import { FileText, Image } from 'lucide-react'
import { useLanguage, useTranslate } from '../../i18n.ts'
import { openConversation } from '../../stores/navigation.ts'
import { listTime, speakerOf, useMinute } from '../../ui/index.ts'
import { FileCard } from './FileCard.tsx'
import { filesOf, isPicture, type MediaItem } from './media-of.ts'
import { Picture } from './Picture.tsx'
import { ShelfList } from './ShelfList.tsx'
import { useOfKind } from './use-of-kind.ts'
import { openViewer } from './viewer/viewer-store.ts'
import './media.css'

/** The pictures, or the files, of a conversation, newest first. */
export function MediaShelf({ id, kind }: { id: string; kind: 'pictures' | 'files' }) {
  const t = useTranslate('media')
  const list = useOfKind(id, kind === 'pictures' ? ['image'] : ['file', 'video'])
  const empty =
    kind === 'pictures' ? { icon: <Image />, title: t('noPictures') } : { icon: <FileText />, title: t('noFiles') }
  return (
    <ShelfList list={list} empty={empty}>
      {messages => {
        const items = messages.flatMap(message => filesOf(message).map(file => ({ file, message })))
        return kind === 'pictures' ? <Pictures items={items} /> : <Files items={items} />
      }}
    </ShelfList>
  )
}

function Pictures({ items }: { items: readonly MediaItem[] }) {
  const t = useTranslate('media')
  return (
    <div className="messages-media-grid">
      {items
        .filter(({ file }) => isPicture(file))
        .map(({ file, message }, index) => (
          <button
            // biome-ignore lint/suspicious/noArrayIndexKey: an album may hold a picture twice
            key={`${message.seq}/${file.id}/${index}`}
            type="button"
            aria-label={t('picture', { name: file.name })}
            onClick={() => openViewer(message, file.id)}
          >
            <Picture file={file} small />
          </button>
        ))}
    </div>
  )
}

function Files({ items }: { items: readonly MediaItem[] }) {
  const t = useTranslate('media')
  const language = useLanguage()
  const now = useMinute()
  return items.map(({ file, message }) => (
    <div key={`${message.seq}/${file.id}`} className="messages-media-shelf-file">
      <FileCard file={file} message={message} tabbable />
      <button
        type="button"
        className="messages-media-origin"
        aria-label={t('showFileInChat', { name: file.name })}
        onClick={() => openConversation(message.conversationId, message.seq)}
      >
        {speakerOf(message.sender, language)} · {listTime(message.sentAt, language, now)}
      </button>
    </div>
  ))
}

import { FileText, Image } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import { useLanguage, useTranslate } from '../../i18n.ts'
import { Button, EmptyState, ErrorState, nameOf, SkeletonRows, toastError, useQuery } from '../../ui/index.ts'
import { FileCard } from './FileCard.tsx'
import { filesOf, isPicture, type MediaItem, olderMedia } from './media-of.ts'
import { Picture } from './Picture.tsx'
import { openViewer } from './viewer/viewer-store.ts'
import './media.css'

export type ShelfTab = 'members' | 'pictures' | 'files'

/** The tabs of a conversation's panel. */
export function ShelfTabs(props: { tabs: readonly ShelfTab[]; tab: ShelfTab; onTab: (tab: ShelfTab) => void }) {
  const { tabs, tab, onTab } = props
  const t = useTranslate('media')
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length]
    if (step === 0 || next === undefined) return
    event.preventDefault()
    onTab(next)
    event.currentTarget.querySelector<HTMLElement>(`[data-tab="${next}"]`)?.focus()
  }
  return (
    <div className="messages-media-tabs" role="tablist" aria-label={t('tabs')} onKeyDown={onKeyDown}>
      {tabs.map(name => (
        <button
          key={name}
          type="button"
          role="tab"
          data-tab={name}
          aria-selected={name === tab}
          tabIndex={name === tab ? 0 : -1}
          onClick={() => onTab(name)}
        >
          {t(`tab_${name}`)}
        </button>
      ))}
    </div>
  )
}

/** The pictures, or the files, of a conversation that are on this device, newest first. */
export function MediaShelf({ id, kind }: { id: string; kind: 'pictures' | 'files' }) {
  const t = useTranslate('media')
  const language = useLanguage()
  const kinds = kind === 'pictures' ? (['image'] as const) : (['file', 'video'] as const)
  const query = useQuery(`shelf:${id}:${kind}`, () => olderMedia(id, [...kinds]))
  const [older, setOlder] = useState<Awaited<ReturnType<typeof olderMedia>>[]>([])
  const pages = query.data ? [query.data, ...older] : []
  const last = pages.at(-1)
  const items: MediaItem[] = pages.flatMap(page =>
    page.items.toReversed().flatMap(message => filesOf(message).map(file => ({ file, message }))),
  )
  const more = () => {
    const before = last?.items[0]?.seq
    if (before !== undefined)
      olderMedia(id, [...kinds], before).then(page => setOlder(known => [...known, page]), toastError)
  }
  if (query.error && !query.data)
    return <ErrorState error={query.error} title={t('filesFailed')} onRetry={query.reload} />
  if (!query.data) return <SkeletonRows count={4} />
  if (items.length === 0)
    return (
      <EmptyState
        icon={kind === 'pictures' ? <Image /> : <FileText />}
        title={t(kind === 'pictures' ? 'noPictures' : 'noFiles')}
        text={t('onThisDevice')}
      />
    )
  return (
    <div className="messages-media-shelf" role="tabpanel" aria-label={t(`tab_${kind}`)}>
      {kind === 'pictures' ? (
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
      ) : (
        items.map(({ file, message }) => (
          <div key={`${message.seq}/${file.id}`} className="messages-media-shelf-file">
            <FileCard file={file} message={message} tabbable />
            <span className="small muted">{nameOf(message.sender, language)}</span>
          </div>
        ))
      )}
      {last?.more && (
        <Button size="small" kind="quiet" wide onClick={more}>
          {t('loadMore')}
        </Button>
      )}
    </div>
  )
}

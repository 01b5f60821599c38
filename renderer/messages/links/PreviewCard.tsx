import { Link } from 'lucide-react'
import type { MessageItem } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'
import { useTranslate } from '../../i18n.ts'
import { toastError } from '../../ui/index.ts'
import { Picture } from '../media/Picture.tsx'
import './links.css'

/** What the first link of a message leads to, as its page says it. Opens it in the browser. */
export function PreviewCard({
  preview,
  tabbable,
}: {
  preview: NonNullable<MessageItem['attributes']['preview']>
  tabbable: boolean
}) {
  const t = useTranslate('talk')
  const host = hostOf(preview.url)
  if (preview.title === undefined || preview.removed || host === null) return null
  const { url, title, description, siteName, image } = preview
  return (
    <a
      className="messages-links-card"
      href={url}
      title={url}
      tabIndex={tabbable ? 0 : -1}
      aria-label={t('openPreview', { title, host })}
      onClick={event => {
        event.preventDefault()
        call('link.open', { url }).catch(toastError)
      }}
    >
      <span className="messages-links-words">
        <b>
          <bdi>{title}</bdi>
        </b>
        {description !== undefined && (
          <span className="messages-links-description">
            <bdi>{description}</bdi>
          </span>
        )}
        {/* The host is what the link leads to; the name is only what the page says. */}
        <span className="messages-links-host">
          <Link aria-hidden="true" />
          <span className="ellipsis">
            {host}
            {siteName !== undefined && siteName !== host && (
              <>
                {' · '}
                <bdi>{siteName}</bdi>
              </>
            )}
          </span>
        </span>
      </span>
      {image !== undefined && (
        <span className="messages-links-picture">
          <Picture file={image} small />
        </span>
      )}
    </a>
  )
}

/** The host of a web address as the browser knows it; null for another address. */
function hostOf(url: string): string | null {
  const parsed = URL.parse(url)
  return parsed !== null && /^https?:$/.test(parsed.protocol) ? parsed.host : null
}

import { Avatar, nameOf, useApi, useLianqun, useLianqunContext } from '@lianqun/sdk/react'
import { ArrowLeft, Check } from 'lucide-react'
import { useState } from 'react'
import { LoadFailed } from '../../shared/states.tsx'
import { useSharedStrings } from '../../shared/strings.ts'
import { type Announcement, isOpen, linkParts, timeText } from './announcements.ts'
import { useStrings } from './strings.ts'

/** One announcement, with the button to confirm it. */
export function Reader(props: {
  id: string
  onBack: () => void
  onChange: (id: string, fields: Partial<Announcement>) => void
  onNotice: (text: string) => void
}) {
  const t = useStrings()
  const shared = useSharedStrings()
  const lianqun = useLianqun()
  const loaded = useApi('GET /announcements/:id', { params: { id: props.id } })
  const [busy, setBusy] = useState(false)

  const confirm = async () => {
    setBusy(true)
    try {
      const now = await lianqun.api('POST /announcements/:id/confirm', { params: { id: props.id } })
      loaded.change(() => now)
      props.onChange(props.id, now)
    } catch (error) {
      console.error(error)
      props.onNotice(t.confirmFailed)
    } finally {
      setBusy(false)
    }
  }

  const announcement = loaded.data
  return (
    <article className="reader">
      <button type="button" className="button quiet back" onClick={props.onBack}>
        <ArrowLeft className="small" aria-hidden="true" />
        {t.back}
      </button>
      {announcement ? (
        <>
          <div className="scroll">
            <Text announcement={announcement} onNotice={props.onNotice} />
          </div>
          <Receipt announcement={announcement} busy={busy} onConfirm={() => void confirm()} />
        </>
      ) : loaded.error ? (
        <LoadFailed
          error={loaded.error}
          offlineText={t.offlineText}
          gone={{ title: t.goneTitle, text: t.goneText }}
          onRetry={loaded.reload}
        />
      ) : (
        <div className="scroll" role="status" aria-label={shared.loading}>
          <div className="text skeleton-text">
            <span className="skeleton" />
            <span className="skeleton" />
            <span className="skeleton" />
            <span className="skeleton" />
          </div>
        </div>
      )}
    </article>
  )
}

/** The number of confirmations, and the button to confirm. */
function Receipt(props: { announcement: Announcement; busy: boolean; onConfirm: () => void }) {
  const t = useStrings()
  const { announcement, busy, onConfirm } = props
  const userId = useLianqunContext().user?.id ?? null
  return (
    <footer className="receipt">
      <div className="progress">
        <progress
          max={Math.max(1, announcement.audienceCount)}
          value={announcement.confirmedCount}
          aria-hidden="true"
        />
        <span>{t.confirmedOf(announcement.confirmedCount, announcement.audienceCount)}</span>
      </div>
      {announcement.confirmedAt !== null ? (
        <span className="done" role="status">
          <Check className="small" aria-hidden="true" />
          {t.youConfirmed}
        </span>
      ) : (
        isOpen(announcement, userId) && (
          <button type="button" className="button primary large" disabled={busy} aria-busy={busy} onClick={onConfirm}>
            {busy && <span className="spinner" />}
            {t.confirm}
          </button>
        )
      )}
    </footer>
  )
}

function Text({ announcement, onNotice }: { announcement: Announcement; onNotice: (text: string) => void }) {
  const t = useStrings()
  const lianqun = useLianqun()
  const { language } = useLianqunContext()
  const author = nameOf({ name: announcement.authorName, latinName: announcement.authorLatinName }, language)
  const open = (url: string) => {
    lianqun.openLink(url).catch(error => {
      console.error(error)
      onNotice(t.linkFailed)
    })
  }
  return (
    <div className="text">
      <h2>{announcement.title}</h2>
      <div className="byline">
        <Avatar id={announcement.authorId} name={author} size={32} />
        <div>
          <div>{author}</div>
          <time>{timeText(announcement.createdAt, language)}</time>
        </div>
      </div>
      <div className="body">
        {linkParts(announcement.body).map((part, index) =>
          part.url ? (
            <a
              key={index}
              href={part.text}
              onClick={event => {
                event.preventDefault()
                open(part.text)
              }}
            >
              {part.text}
            </a>
          ) : (
            part.text
          ),
        )}
      </div>
    </div>
  )
}

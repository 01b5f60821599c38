import { nameOf, useApi, useLianqunContext } from '@lianqun/sdk/react'
import { useState } from 'react'
import { LoadFailed } from '../../shared/states.tsx'
import { useSharedStrings } from '../../shared/strings.ts'
import type { Announcement } from './announcements.ts'
import { useStrings } from './strings.ts'

/** Who has not confirmed an announcement; asked for once it is opened. */
export function Unconfirmed({ announcement }: { announcement: Announcement }) {
  const t = useStrings()
  const [open, setOpen] = useState(false)
  const count = announcement.audienceCount - announcement.confirmedCount
  if (count === 0) return null
  return (
    <details className="unconfirmed" onToggle={event => setOpen(event.currentTarget.open)}>
      <summary>{t.unconfirmedPeople(count)}</summary>
      {open && <People id={announcement.id} />}
    </details>
  )
}

function People({ id }: { id: string }) {
  const t = useStrings()
  const shared = useSharedStrings()
  const { language } = useLianqunContext()
  const loaded = useApi('GET /announcements/:id/unconfirmed', { params: { id }, query: { limit: 200 } })
  if (loaded.error && !loaded.data)
    return <LoadFailed error={loaded.error} offlineText={t.offlineText} onRetry={loaded.reload} />
  if (!loaded.data) return <span className="spinner" role="status" aria-label={shared.loading} />
  const { people, total } = loaded.data
  return (
    <>
      <ul>
        {people.map(person => (
          <li key={person.id}>{nameOf(person, language)}</li>
        ))}
      </ul>
      {total > people.length && <p className="muted">{t.morePeople(total - people.length)}</p>}
    </>
  )
}

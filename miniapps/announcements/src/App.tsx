import { State, useApi, useLianqun, useLianqunContext } from '@lianqun/sdk/react'
import { Megaphone } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import { useToast } from '../../shared/toast.tsx'
import { type Announcement, type Filter, isOpen } from './announcements.ts'
import { Compose } from './Compose.tsx'
import { List } from './List.tsx'
import { Reader } from './Reader.tsx'
import { useStrings } from './strings.ts'

type Shown =
  | { what: 'nothing' }
  | { what: 'announcement'; id: string }
  | { what: 'compose'; editing: Announcement | null }

/** The list on the left, reader or form on the right; one at a time on a narrow page. */
export function App() {
  const t = useStrings()
  const lianqun = useLianqun()
  const userId = useLianqunContext().user?.id ?? null
  const list = useApi('GET /announcements', { query: {} })
  const [shown, setShown] = useState<Shown>({ what: 'nothing' })
  const [filter, setFilter] = useState<Filter>('all')
  const { showToast, toast } = useToast()

  const announcements = list.data?.announcements ?? []
  const open = announcements.filter(item => isOpen(item, userId)).length
  const { change } = list

  useEffect(() => {
    document.title = t.title
    // Only logged on failure: an older client lacks this call, and the title is optional.
    lianqun.setTitle(open > 0 ? `${t.title} (${open})` : t.title).catch(error => console.warn(error))
  }, [lianqun, t, open])

  const update = useCallback(
    (id: string, fields: Partial<Announcement>) =>
      change(before => ({
        ...before,
        announcements: before.announcements.map(item => (item.id === id ? { ...item, ...fields } : item)),
      })),
    [change],
  )
  const show = (id: string) => setShown({ what: 'announcement', id })
  const close = () => setShown({ what: 'nothing' })
  const sent = (announcement: Announcement, notice: string) => {
    showToast(notice)
    setFilter('all')
    show(announcement.id)
    list.reload()
  }
  const withdrawn = () => {
    showToast(t.withdrawn)
    close()
    list.reload()
  }

  const rows = filter === 'open' ? announcements.filter(item => isOpen(item, userId)) : announcements
  const selected = shown.what === 'announcement' ? shown.id : null
  return (
    <div className={shown.what === 'nothing' ? 'page' : 'page reading'}>
      <List
        list={list}
        open={open}
        filter={filter}
        rows={rows}
        selected={selected}
        onFilter={setFilter}
        onSelect={show}
        onCompose={() => setShown({ what: 'compose', editing: null })}
      />
      <main className="content">
        {shown.what === 'compose' ? (
          <Compose
            key={shown.editing?.id ?? 'new'}
            editing={shown.editing}
            onClose={() => (shown.editing ? show(shown.editing.id) : close())}
            onDone={announcement => sent(announcement, shown.editing ? t.saved : t.published)}
          />
        ) : selected ? (
          <Reader
            key={selected}
            id={selected}
            onBack={close}
            onEdit={editing => setShown({ what: 'compose', editing })}
            onWithdrawn={withdrawn}
            onChange={update}
            onNotice={showToast}
          />
        ) : (
          rows.length > 0 && <State icon={<Megaphone aria-hidden="true" />} title={t.pickTitle} text={t.pickText} />
        )}
      </main>
      {toast}
    </div>
  )
}

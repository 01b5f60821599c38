import { History } from 'lucide-react'
import { useState } from 'react'
import { call } from '../../desktop.ts'
import { useLanguage, useTranslate } from '../../i18n.ts'
import { useMe } from '../../stores/session.ts'
import {
  Avatar,
  Button,
  EmptyState,
  ErrorState,
  fullTime,
  SkeletonRows,
  toastError,
  useDesktopEvent,
  useQuery,
} from '../../ui/index.ts'
import { SidePanel } from '../talk/SidePanel.tsx'
import { type AuditItem, auditWords } from './audit-words.ts'
import './group.css'

const pageSize = 50

/** The side panel with what was done to a group, newest first, for its owner and admins. */
export function AuditPanel({ id }: { id: string }) {
  const t = useTranslate('group')
  const newest = useQuery(`audit:${id}`, () => call('conversations.audit', { id, limit: pageSize }))
  const [older, setOlder] = useState<{ entries: AuditItem[]; more: boolean }[]>([])
  const [busy, setBusy] = useState(false)
  useDesktopEvent('cache.changed', ({ messages }) => {
    if (messages.some(change => change.id === id)) newest.reload()
  })
  // What was done meanwhile pushes others out of the newest page, which stay in their place.
  const byId = new Map([newest.data, ...older].flatMap(page => page?.entries.map(entry => [entry.id, entry]) ?? []))
  const entries = [...byId.values()].sort((a, b) => b.id - a.id)
  const more = (older.at(-1) ?? newest.data)?.more ?? false
  const loadMore = () => {
    setBusy(true)
    call('conversations.audit', { id, before: entries.at(-1)?.id, limit: pageSize })
      .then(page => setOlder(known => [...known, page]), toastError)
      .finally(() => setBusy(false))
  }
  return (
    <SidePanel title={t('audit')}>
      {newest.error && !newest.data ? (
        <ErrorState error={newest.error} title={t('auditFailed')} onRetry={newest.reload} />
      ) : !newest.data ? (
        <SkeletonRows count={5} />
      ) : entries.length === 0 ? (
        <EmptyState icon={<History />} title={t('auditNone')} />
      ) : (
        <div className="messages-audit">
          <ul>
            {entries.map(entry => (
              <AuditRow key={entry.id} entry={entry} />
            ))}
          </ul>
          {more && (
            <Button wide kind="quiet" busy={busy} onClick={loadMore}>
              {t('auditMore')}
            </Button>
          )}
        </div>
      )}
    </SidePanel>
  )
}

function AuditRow({ entry }: { entry: AuditItem }) {
  const t = useTranslate('group')
  const tm = useTranslate('messages')
  const language = useLanguage()
  const meId = useMe().id
  const { what, changes } = auditWords(entry, { t: tm, language, meId })
  return (
    <li>
      <Avatar person={entry.actor} size={24} />
      <div>
        <p>{what}</p>
        {changes.map(({ name, before, after }) => (
          <p key={name} className="messages-audit-change">
            {t('auditChange', { name, before, after })}
          </p>
        ))}
        <time dateTime={new Date(entry.at).toISOString()}>{fullTime(entry.at, language)}</time>
      </div>
    </li>
  )
}

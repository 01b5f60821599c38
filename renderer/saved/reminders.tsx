import { create } from 'zustand'
import type { KeptItem } from '../../preload/contract/index.ts'
import { call, on } from '../desktop.ts'
import { useTranslate } from '../i18n.ts'
import { Badge, serverNow, useMinute } from '../ui/index.ts'

/** The user's reminders, the next one first; null until they are read. */
export const useReminders = create<{ items: readonly KeptItem[] | null; error: unknown }>(() => ({
  items: null,
  error: undefined,
}))

/** Reads the reminders anew. */
export function readReminders(): void {
  call('reminders.list', {}).then(
    items => useReminders.setState({ items, error: undefined }),
    error => useReminders.setState({ error }),
  )
}

/** Follows the reminders while signed in. Returns the function that stops. */
export function startReminders(): () => void {
  readReminders()
  const off = on('cache.changed', ({ scopes }) => {
    if (scopes.includes('me')) readReminders()
  })
  return () => {
    off()
    useReminders.setState({ items: null, error: undefined })
  }
}

/** Whether the time of a reminder has come. `now`: by the server's clock. */
export const isDue = ({ remindAt }: KeptItem, now: number): boolean => remindAt !== null && remindAt <= now

/** How many reminders are due, on the section's icon. */
export function DueBadge() {
  const t = useTranslate('saved')
  const items = useReminders(state => state.items)
  // Redrawn each minute; the clock itself is exact.
  useMinute()
  const now = serverNow()
  const count = items?.filter(item => isDue(item, now)).length ?? 0
  return <Badge count={count} label={t('dueCount', { count })} />
}

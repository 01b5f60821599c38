import { useTranslate } from '../i18n.ts'
import { useSummary } from '../stores/summary.ts'
import { Badge } from '../ui/index.ts'

/** The unread count of all conversations, on the section's icon. */
export function UnreadBadge() {
  const t = useTranslate('messages')
  const count = useSummary(state => state.unread)
  return <Badge count={count} label={t('unread', { count })} />
}

import { call } from '../desktop.ts'
import { openConversation, useNavigation } from '../stores/navigation.ts'

const page = 200

/** The id beside `current` among `ids`, or the first (last, going up) when it is not one of them; null for none. */
export function neighbour(ids: readonly string[], current: string | null, step: -1 | 1): string | null {
  const at = current === null ? -1 : ids.indexOf(current)
  if (at === -1) return (step === 1 ? ids[0] : ids.at(-1)) ?? null
  const others = ids.filter(id => id !== current)
  if (others.length === 0) return null
  // Goes round, as the open one is read by then.
  return others[(step === 1 ? at : at - 1 + others.length) % others.length] ?? null
}

/** Opens the next unread conversation below (1) or above (-1) the open one, as the list is sorted. */
export async function openNextUnread(step: -1 | 1): Promise<void> {
  const { items } = await call('conversations.page', { filter: 'unread', offset: 0, limit: page })
  const current = useNavigation.getState().conversation?.id ?? null
  const id = neighbour(
    items.map(item => item.id),
    current,
    step,
  )
  if (id !== null) openConversation(id)
}

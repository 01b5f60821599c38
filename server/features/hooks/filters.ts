import type { HookOptions } from '@lianqun/protocol'
import { at, type Understood } from '../cards/index.ts'

/* What a hook lets into its group, by its options. Sentences are for who manages the hook. */

/** What is said of a payload that has none of the words that a hook asks for; null: it has one, or none is asked for. */
export function missingKeyword({ keywords }: HookOptions, payload: unknown): string | null {
  if (keywords.length === 0) return null
  const text = JSON.stringify(payload)
  if (keywords.some(word => text.includes(word))) return null
  return `None of the words that this hook asks for is in it: ${keywords.join(', ')}.`
}

/** Why an event does not go into the group, or null. */
export function filteredBy({ muted, conditions }: HookOptions, { event }: Understood, payload: unknown): string | null {
  if (event !== '' && muted.includes(event)) return `Events of the kind ${event} are muted.`
  for (const { path, is, value } of conditions) {
    const found = at(payload, path)
    const text = typeof found === 'object' ? JSON.stringify(found) : String(found ?? '')
    const fits = is === 'equals' ? text === value : is === 'not' ? text !== value : text.includes(value)
    if (!fits) return `The condition “${path} ${is} ${value}” is not met.`
  }
  return null
}

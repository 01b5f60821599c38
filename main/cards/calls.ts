import type { cardCalls } from '../../preload/contract/cards.ts'
import type { CallHandlers } from '../ipc/calls.ts'
import { checkCard } from './check.ts'

export function cardHandlers(): Pick<CallHandlers, keyof typeof cardCalls> {
  return { 'cards.check': ({ json }) => checkCard(json) }
}

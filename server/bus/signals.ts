import type { Signal } from './bus.ts'

/** People in one message, and characters of an id; more is refused. */
const mostIds = 2_000
const longestId = 200

/** Says which shard carries a signal: of one conversation always the same. */
export function keyOf(signal: Signal): string {
  if ('conversationId' in signal) return signal.conversationId
  if (signal.kind === 'tell') return signal.userId
  if (signal.kind === 'ask') return signal.userIds[0] ?? ''
  if (signal.kind === 'people') return signal.online[0] ?? signal.away[0] ?? signal.offline[0] ?? ''
  return ''
}

/** @throws Error when it is no signal of this version */
export function decodeSignal(text: string): Signal {
  const value: unknown = JSON.parse(text)
  if (!isRecord(value) || !isSignal(value)) throw new Error('a signal that cannot be read')
  return value as Signal
}

function isSignal(value: Record<string, unknown>): boolean {
  switch (value.kind) {
    case 'typing':
      return isId(value.conversationId) && isId(value.userId)
    case 'receipt':
      return isId(value.conversationId) && isReceipt(value.receipt)
    case 'tell':
      return isId(value.userId) && (value.sessionId === null || isId(value.sessionId)) && typeof value.text === 'string'
    case 'crowd':
      return isId(value.conversationId) && Number.isSafeInteger(value.online)
    case 'ask':
      return isIds(value.userIds) && typeof value.fresh === 'boolean'
    case 'people':
      return isIds(value.online) && isIds(value.away) && isIds(value.offline)
    case 'came':
      return true
    default:
      return false
  }
}

function isReceipt(value: unknown): boolean {
  return isRecord(value) && isId(value.userId) && Number.isSafeInteger(value.readSeq)
}

function isIds(value: unknown): boolean {
  return Array.isArray(value) && value.length <= mostIds && value.every(isId)
}

function isId(value: unknown): boolean {
  return typeof value === 'string' && value.length > 0 && value.length <= longestId
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

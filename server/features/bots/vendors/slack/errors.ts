import { botScopes, ProtocolError } from '@lianqun/protocol'
import { PayloadError } from '../../../cards/index.ts'

/** A call that is refused, in Slack's words. `more`: fields beside `error`. */
export class SlackError extends Error {
  readonly more: Record<string, unknown>

  constructor(error: string, more: Record<string, unknown> = {}) {
    super(error)
    this.more = more
  }
}

/** What is said when what a method is about is not there. */
export interface Missing {
  notFound?: string
  forbidden?: string
  conflict?: string
}

/** What a call is answered: status and body, and for how long to wait, seconds. */
export interface Refusal {
  status: number
  body: { ok: false; error: string } & Record<string, unknown>
  retryAfter?: number
}

const words: Partial<Record<string, string>> = {
  unauthenticated: 'invalid_auth',
  not_member: 'not_in_channel',
  only_admins: 'restricted_action',
  follows_department: 'restricted_action',
  too_late: 'expired_trigger_id',
  too_large: 'msg_too_long',
  conflict: 'conflict',
  limit_reached: 'limit_reached',
  storage_full: 'storage_limit_reached',
  upload_quota: 'storage_limit_reached',
  invalid_params: 'invalid_arguments',
}

/** The answer to a call that failed; null: for no fault of the bot. */
export function refusalOf(error: unknown, { notFound, forbidden, conflict }: Missing = {}): Refusal | null {
  const refuse = (name: string, more: Record<string, unknown> = {}): Refusal => ({
    status: 200,
    body: { ok: false, error: name, ...more },
  })
  if (error instanceof SlackError) return refuse(error.message, error.more)
  if (error instanceof PayloadError) {
    const messages = { response_metadata: { messages: [`[ERROR] ${error.message}`] } }
    if (error.problem === 'empty') return refuse('no_text', messages)
    if (error.path.startsWith('attachments')) return refuse('invalid_attachments', messages)
    if (error.path.startsWith('blocks')) return refuse('invalid_blocks', messages)
    return refuse(
      error.problem === 'too_long' && error.path === 'text' ? 'msg_too_long' : 'invalid_arguments',
      messages,
    )
  }
  if (!(error instanceof ProtocolError)) return null
  const { errorName, message, field, retryAfterMs = 0 } = error
  if (errorName === 'rate_limited' || errorName === 'slow_mode')
    return { ...refuse('ratelimited'), status: 429, retryAfter: Math.max(1, Math.ceil(retryAfterMs / 1_000)) }
  if (errorName === 'forbidden' && botScopes.some(scope => scope === field))
    return refuse('missing_scope', { needed: field })
  if (errorName === 'forbidden') return refuse(forbidden ?? 'restricted_action')
  if (errorName === 'not_found') return refuse(notFound ?? 'not_found')
  if (errorName === 'conflict' && conflict !== undefined) return refuse(conflict)
  if (errorName === 'internal') return null
  const messages = { response_metadata: { messages: [`[ERROR] ${message}`] } }
  return refuse(words[errorName] ?? errorName, messages)
}

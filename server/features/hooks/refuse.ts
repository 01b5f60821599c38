import { ProtocolError } from '@lianqun/protocol'
import { isStorageFull } from '../../storage/faults.ts'
import { PayloadError } from '../cards/index.ts'
import type { Refusal, Refused } from './answers.ts'
import { NoStanding } from './standing.ts'

/** A payload that is not taken. */
export class Refuse extends Error {
  readonly why: Refused

  constructor(refusal: Refusal, message: string, more: Pick<Refused, 'told' | 'retryAfterMs'> = {}) {
    super(message)
    this.why = { refusal, message, ...more }
  }
}

/** Why something went wrong, for whoever posted it. */
export function refusedBy(error: unknown): Refused {
  if (error instanceof Refuse) return error.why
  if (error instanceof NoStanding) return { refusal: 'disabled', message: error.message }
  if (error instanceof PayloadError) return { refusal: error.problem, message: error.message, path: error.path }
  if (isStorageFull(error)) return { refusal: 'failed', message: 'The server has no space left.' }
  if (error instanceof ProtocolError && error.errorName === 'not_member')
    return { refusal: 'disabled', message: 'The bot of this hook is not in the group any more.' }
  if (error instanceof ProtocolError && error.errorName !== 'internal')
    return { refusal: 'malformed', message: error.message }
  return { refusal: 'failed', message: 'The server failed. It is in its log.' }
}

import { z } from 'zod'
import { ProtocolError } from '../core/errors.ts'
import { keptObject, referenceSchema, timeSchema } from '../core/fields.ts'
import type { Actor } from './content.ts'

/** Who closed what members answer to, and when. */
export const closedSchema = keptObject({ byId: referenceSchema, at: timeSchema })

interface Closable {
  closesAt?: number | undefined
  closed?: z.infer<typeof closedSchema> | undefined
}

/** @throws too_late when it is closed */
export function requireOpen({ closed, closesAt }: Closable, now: number): void {
  if (closed === undefined && (closesAt === undefined || now < closesAt)) return
  throw new ProtocolError('too_late', { message: 'It is closed.' })
}

/** Closing and opening again, by who sent it and who manages the conversation. */
export const closing = {
  actions: [z.object({ type: z.literal('close') }), z.object({ type: z.literal('reopen') })] as const,
  /** @throws forbidden */
  apply<C extends Closable>(content: C, { type }: { type: 'close' | 'reopen' }, { userId, now, manages }: Actor): C {
    if (!manages) throw new ProtocolError('forbidden')
    if (type === 'close')
      return content.closed === undefined ? { ...content, closed: { byId: userId, at: now } } : content
    const { closed: _closed, closesAt, ...open } = content
    // A time that is over does not close it at once again.
    return { ...open, ...(closesAt !== undefined && closesAt > now ? { closesAt } : {}) } as C
  },
}

import { ProtocolError } from '@lianqun/protocol'
import type { z } from 'zod'

/**
 * Reads what came from outside. `whole` names it where the fault lies in no field of it.
 * @throws invalid_params, with the first field that is wrong and why
 */
export function parseInput<S extends z.ZodType>(schema: S, value: unknown, whole = 'params'): z.output<S> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const field = issue?.path.join('.').slice(0, 200) ?? ''
  const message = `${field === '' ? whole : field}: ${issue?.message ?? 'wrong'}`.slice(0, 500)
  throw new ProtocolError('invalid_params', { message, ...(field === '' ? {} : { field }) })
}

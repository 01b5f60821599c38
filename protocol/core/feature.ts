import type { z } from 'zod'

/** Defines a request. `auth: false` for the few that sign a connection in. */
export interface MethodDef {
  summary: string
  auth: boolean
  params: z.ZodType
  result: z.ZodType
}

/** Defines a notification, which has no answer. */
export interface NotificationDef {
  summary: string
  params: z.ZodType
}

/** Defines a kind of synced row. `scope`: whose revisions count its changes (`conversation`: one scope for each). */
export interface EntityDef {
  scope: string
  schema: z.ZodType<{ revision: number }>
  /** Reads the row of something deleted from the fields that say so, when `schema` cannot read it. */
  tombstone?: z.ZodType<{ revision: number }>
}

/** A valid example of a request, and invalid ones. Tests check all of them, docs/protocol.md shows the valid ones. */
export interface MethodExample<P, R> {
  params: P
  result: R
  invalid: unknown[]
  invalidResults: unknown[]
}

export type MethodExamples<M extends Record<string, MethodDef>> = {
  [N in keyof M]: MethodExample<z.input<M[N]['params']>, z.input<M[N]['result']>>
}

export type NotificationExamples<E extends Record<string, NotificationDef>> = {
  [N in keyof E]: { params: z.input<E[N]['params']>; invalid: unknown[] }
}

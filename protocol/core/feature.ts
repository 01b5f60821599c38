import type { z } from 'zod'

/** A request. `auth: false` for the few that sign a connection in. */
export interface MethodDef {
  summary: string
  auth: boolean
  params: z.ZodType
  result: z.ZodType
}

/** What one side tells the other without an answer. */
export interface NotificationDef {
  summary: string
  params: z.ZodType
}

/** A kind of row that is synced. `scope`: whose revisions count its changes (`conversation` stands for each of them). */
export interface EntityDef {
  scope: string
  schema: z.ZodType<{ revision: number }>
  /** Reads a row that says that it is no more from the fields that say so, when `schema` cannot read it. */
  tombstone?: z.ZodType<{ revision: number }>
}

/** A valid example of a request, and several that must be refused. The tests run over them, the page shows the valid ones. */
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

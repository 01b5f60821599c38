import type { Call, CallResult, History, Recorded } from '../history.ts'

/** One attempt of one request. */
export interface Operation {
  op: string
  client: string
  user: string
  gateway: string
  invokedAt: number
  line: string
  call: Call
  /** Null: the history ends before it. */
  done: Recorded<'ok' | 'fail' | 'unknown'> | null
  /** Of one that succeeded. */
  result: CallResult | null
}

/** An operation of one kind. */
export interface OperationOf<F extends Call['f']> extends Operation {
  call: Extract<Call, { f: F }>
  result: Extract<CallResult, { f: F }> | null
}

/** Narrows an operation by the name of its request. */
export function isOf<F extends Call['f']>(operation: Operation, f: F): operation is OperationOf<F> {
  return operation.call.f === f
}

/** The operations of a history by their names, in the order in which they were invoked. */
export function operationsOf({ records }: History): Map<string, Operation> {
  const operations = new Map<string, Operation>()
  for (const record of records) {
    if (record.kind === 'invoke') {
      const { op, client, user, gateway, at: invokedAt, line, call } = record
      operations.set(op, { op, client, user, gateway, invokedAt, line, call, done: null, result: null })
    } else if (record.kind === 'ok' || record.kind === 'fail' || record.kind === 'unknown') {
      const operation = operations.get(record.op)
      if (!operation) continue
      operation.done = record
      if (record.kind === 'ok' && record.result.f === operation.call.f) operation.result = record.result
    }
  }
  return operations
}

/** Whether it may have had an effect. */
export function mayHaveHappened({ done }: Operation): boolean {
  return done?.kind !== 'fail'
}

/** How an operation is named in a sentence. */
export function named({ op, client, line, done }: Operation): string {
  return `${op} of ${client} (lines ${line}${done ? ` and ${done.line}` : ''})`
}

import type { Session } from '@lianqun/protocol'
import { Sqlite } from '../../common/node/sqlite.ts'
import { sendReport, serveOrders } from './child-side.ts'
import { Person, patient } from './person.ts'

/*
 * A client in its own process, for tests that kill it.
 */

export interface ClientOrder {
  kind: 'start'
  folder: string
  url: string
  session: Session
  /** Messages to send: the next one with each change, or all at once. */
  writes: { conversationId: string; text: string }[]
  allAtOnce: boolean
  /** The process kills itself before this database write, counted from 1; mostly within a transaction. */
  lastStatement: number | null
}

export type ClientReport =
  | { kind: 'opening' }
  /** A message is in the outbox. */
  | { kind: 'enqueued'; clientId: string; text: string }
  /** A commit, or a change of the connection. */
  | { kind: 'progress' }

const report = (message: ClientReport): void => sendReport(message)

function dieBeforeStatement(last: number): void {
  const { run, exec } = Sqlite.prototype
  let count = 0
  const next = (): void => {
    count++
    if (count === last) process.kill(process.pid, 'SIGKILL')
  }
  Sqlite.prototype.run = function (this: Sqlite, text, ...values) {
    next()
    return run.call(this, text, ...values)
  }
  Sqlite.prototype.exec = function (this: Sqlite, text) {
    next()
    exec.call(this, text)
  }
}

serveOrders<ClientOrder>(async ({ folder, url, session, writes, allAtOnce, lastStatement }) => {
  if (lastStatement !== null) dieBeforeStatement(lastStatement)
  report({ kind: 'opening' })
  const person = await Person.start(folder, url, session, patient)
  const waiting = [...writes]
  const write = async (): Promise<void> => {
    const next = waiting.shift()
    if (next === undefined) return
    const { clientId } = await person.workspace.outgoing.send({
      id: next.conversationId,
      content: { type: 'text', text: next.text, mentions: [] },
    })
    report({ kind: 'enqueued', clientId, text: next.text })
  }
  let writing = write()
  person.events.on('change', () => {
    report({ kind: 'progress' })
    if (!allAtOnce) writing = writing.then(write)
  })
  while (allAtOnce && waiting.length > 0) await write()
})

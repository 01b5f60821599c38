import { scopeConversation } from '@lianqun/protocol'
import type { History, Recorded, Row } from '../history.ts'
import { factsOf, rowKey, type Sighting, scopeKey, type Truth, type Violation } from './facts.ts'

const property = 'views'

/**
 * A message that somebody saw stays where it was and who sent it, one revision of a row says one thing, and in the end
 * all see the same: each device what the end state has for its person.
 */
export function views(history: History): Violation[] {
  const { truths, sightings } = factsOf(history)
  const found: Violation[] = []
  const say = (says: string) => found.push({ property, says })
  const states = new Map<string, { text: string; line: string }>()
  for (const sighting of sightings()) {
    const { scope, row, record } = sighting
    const truth = truths.get(scope)
    if (truth) compareWithEnd(sighting, truth, say)
    const key = `${scope} ${rowKey(row)} ${row.revision}`
    const text = JSON.stringify(row)
    const known = states.get(key)
    if (!known) states.set(key, { text, line: record.line })
    else if (known.text !== text)
      say(
        `${rowKey(row)} of ${scope} at revision ${row.revision} is ${known.text} (line ${known.line}) and ${text} (line ${record.line}).`,
      )
  }
  compareViews(history, truths, say)
  return found
}

function compareWithEnd({ scope, row, record }: Sighting, truth: Truth, say: (says: string) => void): void {
  if (row.revision > truth.head)
    say(
      `${rowKey(row)} of ${scope} was seen at revision ${row.revision} (line ${record.line}), and the scope ends at ${truth.head} (line ${truth.line}).`,
    )
  if (row.entity !== 'message' || row.seq < truth.visibleFrom) return
  const last = truth.bySeq.get(row.seq)
  const what = `Message ${row.seq} of ${scope}, seen by ${record.client} (line ${record.line}),`
  if (!last) say(`${what} has vanished (line ${truth.line}).`)
  else if (last.revision < row.revision)
    say(`${what} was at revision ${row.revision}, and is at ${last.revision} (line ${truth.line}).`)
  else if (last.senderId !== row.senderId || last.clientId !== row.clientId || last.ordinal !== row.ordinal)
    say(`${what} is another message at the end (line ${truth.line}).`)
}

type State = Recorded<'view' | 'end'>

function compareViews({ records }: History, truths: ReadonlyMap<string, Truth>, say: (says: string) => void): void {
  const ends = new Map<string, State>()
  const seen = new Map<string, State[]>()
  const devices = new Map<string, string>()
  for (const record of records) {
    if (record.kind !== 'end' && record.kind !== 'view') continue
    const key = `${record.user} ${record.scope}`
    if (record.kind === 'end') ends.set(key, record)
    else {
      devices.set(record.client, record.user)
      seen.set(key, [...(seen.get(key) ?? []), record])
    }
  }
  for (const [key, end] of ends) {
    const truth = truths.get(scopeKey(end.scope, end.user))
    if (truth && truth.line !== end.line) compareStates(stateOfTruth(truth), end, say)
    const holders = new Set(seen.get(key)?.map(({ client }) => client))
    for (const [client, user] of devices)
      if (user === end.user && !holders.has(client))
        say(`${client} does not know of ${end.scope}, where its person is a member (line ${end.line}).`)
    for (const view of seen.get(key) ?? []) compareStates(end, view, say)
  }
  for (const [key, list] of seen)
    if (!ends.has(key))
      for (const { client, scope, line } of list)
        say(`${client} still shows ${scope} (line ${line}), where its person is no member at the end.`)
}

type Comparable = Pick<State, 'line' | 'scope' | 'head' | 'rows' | 'lastOrdinal'>

function stateOfTruth({ line, scope, head, rows, lastOrdinal }: Truth): Comparable {
  return {
    line,
    scope,
    head,
    rows: [...rows],
    lastOrdinal: scopeConversation(scope) === null ? undefined : lastOrdinal,
  }
}

/** Compares what two have of a scope, as far as the second may see it. */
function compareStates(first: Comparable, second: State, say: (says: string) => void): void {
  const { visibleFrom = 0 } = second
  const what = `${second.scope} of ${second.client} (line ${second.line})`
  if (first.head !== second.head)
    say(`${what} is at ${second.head}, and at ${first.head} elsewhere (line ${first.line}).`)
  if (first.lastOrdinal !== second.lastOrdinal)
    say(`${what} has ${second.lastOrdinal} messages, and ${first.lastOrdinal} elsewhere (line ${first.line}).`)
  const expected = visible(first.rows, visibleFrom)
  const got = visible(second.rows, visibleFrom)
  for (const [key, row] of expected) {
    const other = got.get(key)
    if (other === undefined) say(`${what} lacks ${key}: ${row} (line ${first.line}).`)
    else if (other !== row) say(`${what} has ${key} as ${other}, and elsewhere it is ${row} (line ${first.line}).`)
  }
  for (const [key, row] of got)
    if (!expected.has(key)) say(`${what} has ${key}, which is not there: ${row} (line ${first.line}).`)
}

/** Rows by what they are a state of, as text. Who has left may be known or not. */
function visible(rows: readonly Row[], visibleFrom: number): Map<string, string> {
  const shown = new Map<string, string>()
  for (const row of rows) {
    if (row.entity === 'message' && row.seq < visibleFrom) continue
    if (row.entity === 'member' && row.left) continue
    if (row.entity === 'membership' && !row.joined) continue
    shown.set(rowKey(row), JSON.stringify(row))
  }
  return shown
}

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Figure } from './report.ts'

/*
 * node bench/cost-model.ts: what a large company needs, as arithmetic from the figures of the benches. It prints the
 * tables of "A cost model" in docs/operations.md. Change an input, or run the benches, and print them again.
 */

interface Input {
  symbol: string
  what: string
  value: number
  unit: string
  from: string
}

const file = join(import.meta.dirname, 'results', 'latest.json')
const figures = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Figure[]) : []

/** A figure of the benches at full size; `small` until there is one: measured at a smaller scale on a busy machine. */
function measured(symbol: string, what: string, unit: string, name: string, small: number, times = 1): Input {
  const value = figures.find(figure => figure.name === name)?.value
  if (value === undefined) return { symbol, what, unit, value: small, from: 'provisional: small scale, busy machine' }
  return { symbol, what, unit, value: value * times, from: '`bench/results`' }
}

const given = (symbol: string, what: string, value: number, unit: string, from: string): Input => ({
  symbol,
  what,
  value,
  unit,
  from,
})

const spread = 'sends spread over 99,960 conversations, PostgreSQL'
const back = '10,000 come back, nothing moved, PostgreSQL'
const idle = '19,900 idle sockets, PostgreSQL'
/** Percent of a processor for 19,900 sockets that beat every ten seconds, as milliseconds a heartbeat. */
const ofPercent = 10 / 1_990

const list = [
  given('P', 'people', 1_000_000, '', 'given'),
  given('G', 'active groups a day', 300_000, '', 'given'),
  given('m', 'messages of one of them a day', 30, '', 'assumed'),
  given('f', 'peak over the mean of the day', 10, '', 'assumed'),
  given('o', 'members of a group who are online at the peak', 20, '', 'assumed'),
  given('s', 'of the people who have a socket at the peak', 0.6, '', 'assumed'),
  given('b', 'seconds between heartbeats of a client', 10, 's', '`limits` of the protocol'),
  given('n', 'sockets of one process', 20_000, '', '`maxSockets`'),
  given('u', 'of a processor that a process may use at the peak', 0.6, '', 'assumed'),
  measured('cb', 'server, a heartbeat', 'ms', `${idle}: of it a heartbeat`, 1.83),
  measured('pb', 'PostgreSQL, a heartbeat', 'ms', `${idle}: processor of PostgreSQL`, 0.67, ofPercent),
  measured(
    'cm',
    'server, a message with three deliveries',
    'ms',
    `${spread}: the server’s processor time of a message`,
    0.224,
  ),
  measured('pm', 'PostgreSQL, a message', 'ms', `${spread}: PostgreSQL’s processor time of a message`, 0.222),
  given('cd', 'server, a delivery that is a write of its own', 0.006, 'ms', '170,000 a second, measured 2026-11-23'),
  measured(
    'ch',
    'server, a hint of which nobody there is told',
    'ms',
    'two gateways, a group of 20 members, 50 groups: a gateway without members, for a message',
    0.151,
  ),
  measured('cr', 'server, a client that comes back', 'ms', back, 7.31),
  measured('pr', 'PostgreSQL, a client that comes back', 'ms', `${back}: PostgreSQL’s part`, 5.32),
  measured('k', 'memory of a socket', 'KiB', `${idle}: memory`, 61.2),
  given('h', 'bytes of a hint', 1_000, 'B', 'assumed, for a short text'),
  given('w', 'WAL of a message', 6_000, 'B', 'measured once, 6,000 messages, 20 a commit'),
  given('d', 'disk of a message with its indexes and search', 2_200, 'B', 'the same'),
]

const value = (symbol: string): number => list.find(input => input.symbol === symbol)?.value ?? Number.NaN
const [P, G, m, f, o, s, b] = ['P', 'G', 'm', 'f', 'o', 's', 'b'].map(value) as [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
]
const day = G * m
const peak = (day / 86_400) * f
const sockets = P * s
const beats = sockets / b
const beating = (beats * value('cb')) / 1_000
const sending = (peak * value('cm')) / 1_000
const delivering = (peak * o * value('cd')) / 1_000
const hearing = (peak * value('ch')) / 1_000
const processes = Math.ceil(
  Math.max(sockets / value('n'), (beating + sending + delivering) / Math.max(0.01, value('u') - hearing)),
)
const ofDatabase = (beats * value('pb') + peak * value('pm')) / 1_000

const results: [string, string, number, string][] = [
  ['messages a day', 'G m', day, ''],
  ['messages a second at the peak', 'G m f / 86,400', peak, ''],
  ['deliveries a second', 'that × o', peak * o, ''],
  ['sockets', 'P s', sockets, ''],
  ['heartbeats a second', 'P s / b', beats, ''],
  ['processors of all servers for heartbeats', 'heartbeats × cb', beating, ''],
  ['for messages', 'messages × cm', sending, ''],
  ['for deliveries', 'deliveries × cd', delivering, ''],
  ['for hints, at each process', 'messages × ch', hearing, ''],
  ['processes N', 'the larger of sockets / n and the processors of all / (u − hints)', processes, ''],
  ['processors of all servers for hints', 'messages × ch × N', hearing * processes, ''],
  ['memory of one for its sockets', 'sockets × k / N', (sockets * value('k')) / processes / 1_048_576, 'GiB'],
  ['processors of PostgreSQL', 'heartbeats × pb + messages × pm', ofDatabase, ''],
  ['of it for messages', 'messages × pm', (peak * value('pm')) / 1_000, ''],
  ['WAL at the peak', 'messages × w', (peak * value('w')) / 1e6, 'MB/s'],
  ['growth of the disk a day', 'G m d', (day * value('d')) / 1e9, 'GB'],
  ['connections to PostgreSQL', '10 N', 10 * processes, ''],
  ['hints that NATS carries out a second', 'messages × N', peak * processes, ''],
  ['bytes of them', 'that × h', (peak * processes * value('h')) / 1e6, 'MB/s'],
  [
    'one process is gone: PostgreSQL, for those who come back',
    'sockets / N × pr',
    (sockets / processes) * (value('pr') / 1_000),
    's of a processor',
  ],
  ['all are gone: each process', 'sockets / N × cr', (sockets / processes) * (value('cr') / 1_000), 's of a processor'],
  ['all are gone: PostgreSQL', 'sockets × pr', sockets * (value('pr') / 1_000), 's of a processor'],
]

const number = (n: number) =>
  Math.abs(n) >= 100 ? Math.round(n).toLocaleString('en') : String(Number(n.toPrecision(2)))
const print = (line: string) => process.stdout.write(`${line}\n`)
print('| | input | | from |\n|---|---|---|---|')
for (const { symbol, what, value, unit, from } of list)
  print(`| ${symbol} | ${what} | ${number(value)} ${unit} | ${from} |`)
print('\n| result | | |\n|---|---|---|')
for (const [what, formula, n, unit] of results) print(`| ${what} | ${formula} | ${number(n)} ${unit} |`)

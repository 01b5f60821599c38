import { type CardTone, type Mapping, mappingLimits } from '@lianqun/protocol'
import type { Language } from '../../../../common/language.ts'
import { isWebAddress } from '../addresses.ts'
import type { JsonObject } from '../converted.ts'
import { isObject, textOf } from '../json.ts'
import { line, timeOf } from './words.ts'

/*
 * A first mapping for the JSON of an unknown tool, from one of its deliveries: by what fields are mostly called.
 */

/** Names of fields, in small letters without marks, the best first. */
const names = {
  title: [
    'title',
    'subject',
    'summary',
    'headline',
    'name',
    'alertname',
    'eventname',
    'event',
    'message',
    'text',
    '标题',
    '名称',
  ],
  text: ['description', 'message', 'body', 'details', 'detail', 'content', 'text', 'reason', 'comment', '描述', '内容'],
  status: ['status', 'state', 'result', 'outcome', 'phase', '状态', 'severity', 'level', 'priority'],
  url: ['url', 'weburl', 'htmlurl', 'link', 'href', 'permalink', 'detailurl', 'dashboardurl', 'targeturl', '链接'],
  key: [
    'id',
    'key',
    'uuid',
    'guid',
    'fingerprint',
    'incidentid',
    'orderid',
    'orderno',
    'ticketid',
    'number',
    'no',
    '编号',
    '单号',
  ],
} as const

/** Words that tools say of a state, as the tones of a card. */
const tones: Readonly<Record<string, CardTone>> = {
  firing: 'failing',
  failed: 'failing',
  failure: 'failing',
  error: 'failing',
  critical: 'failing',
  down: 'failing',
  alerting: 'failing',
  warning: 'taken',
  acknowledged: 'taken',
  open: 'todo',
  new: 'todo',
  pending: 'todo',
  running: 'running',
  in_progress: 'running',
  ok: 'good',
  up: 'good',
  success: 'good',
  passed: 'good',
  resolved: 'good',
  done: 'good',
  completed: 'good',
  closed: 'over',
  cancelled: 'over',
}
const overWords = ['resolved', 'closed', 'done', 'completed', 'success', 'passed', 'ok', 'cancelled']

interface Leaf {
  path: string
  /** The last name of the path, in small letters without marks. */
  name: string
  called: string
  depth: number
  text: string
  value: unknown
}

const most = { leaves: 300, nodes: 2_000, depth: 5, items: 3, facts: 6 }

/** The values of a payload with their paths, the outer ones first. */
function leavesOf(payload: JsonObject): Leaf[] {
  const leaves: Leaf[] = []
  const waiting: { value: unknown; path: string[] }[] = [{ value: payload, path: [] }]
  for (let next = 0; next < waiting.length && next < most.nodes && leaves.length < most.leaves; next++) {
    const { value, path } = waiting[next] ?? { value: null, path: [] }
    const inner = Array.isArray(value)
      ? value.slice(0, most.items).map((item, index) => [String(index), item] as const)
      : isObject(value)
        ? Object.entries(value)
        : []
    if (path.length < most.depth)
      for (const [name, item] of inner)
        if (waiting.length < most.nodes && name.trim() === name && /^[^.{}|]{1,60}$/.test(name))
          waiting.push({ value: item, path: [...path, name] })
    const text = textOf(value).trim()
    const called = path.at(-1) ?? ''
    const written = path.join('.')
    if (text !== '' && called !== '' && written.length <= mappingLimits.pathChars)
      leaves.push({
        path: written,
        name: called.toLowerCase().replace(/[_\-\s]/g, ''),
        called,
        depth: path.length,
        text,
        value,
      })
  }
  return leaves
}

/** The leaf whose name comes first in the list; of several the outer one. */
function find(leaves: readonly Leaf[], wanted: readonly string[], fits: (leaf: Leaf) => boolean): Leaf | undefined {
  const rank = (leaf: Leaf) => wanted.indexOf(leaf.name) + leaf.depth * 3
  const found = leaves.filter(leaf => wanted.includes(leaf.name) && fits(leaf))
  return found.reduce<Leaf | undefined>((best, leaf) => (best && rank(best) <= rank(leaf) ? best : leaf), undefined)
}

const place = (leaf: Leaf, filter = '') => `{{${leaf.path}${filter}}}`
const isTime = (leaf: Leaf) =>
  /(at|time|date|timestamp|on)$/.test(leaf.name) && leaf.text.length >= 10 && timeOf(leaf.value) !== null

/** Proposes a mapping for deliveries like this one. It always is one that `mappingSchema` takes. */
export function suggestMapping(payload: JsonObject, language: Language): Mapping {
  const leaves = leavesOf(payload)
  const isWord = (leaf: Leaf) => typeof leaf.value === 'string' && leaf.text.length <= 500 && !isWebAddress(leaf.text)
  const title = find(leaves, names.title, isWord) ?? leaves.find(isWord) ?? leaves[0]
  const text = find(leaves, names.text, leaf => isWord(leaf) && leaf !== title)
  const status = find(leaves, names.status, leaf => leaf.text.length <= 40 && leaf !== title)
  const url = find(leaves, names.url, leaf => isWebAddress(leaf.text)) ?? leaves.find(leaf => isWebAddress(leaf.text))
  const key = find(leaves, names.key, leaf => leaf.text.length <= 100 && !isWebAddress(leaf.text) && leaf !== title)
  const taken = new Set<Leaf | undefined>([title, text, url, key])
  const facts = leaves
    .filter(
      leaf =>
        !taken.has(leaf) && leaf !== status && !isWebAddress(leaf.text) && leaf.text.length <= 80 && leaf.depth <= 3,
    )
    .filter((leaf, index, all) => all.findIndex(({ name }) => name === leaf.name) === index)
    .slice(0, most.facts)
    .map(leaf => ({ title: line(leaf.called, 40) || leaf.path, value: place(leaf, isTime(leaf) ? '|date' : '') }))
  // What was seen is among the words, so that it can be given its tone.
  const seen = status ? line(status.text, 40).toLowerCase() : ''
  const isLifecycle =
    status !== undefined && names.status.indexOf(status.name as 'status') < names.status.indexOf('severity')
  return {
    title: title ? place(title) : 'JSON',
    ...(text && { text: place(text) }),
    ...(status && {
      tone: {
        path: status.path,
        values: { ...tones, ...(seen === '' || Object.hasOwn(tones, seen) ? {} : { [seen]: 'todo' as const }) },
      },
    }),
    ...(key && { key: key.path }),
    ...(status && isLifecycle && { closed: { path: status.path, equals: overWords } }),
    facts,
    ...(url && { link: { title: language === 'zh' ? '打开' : 'Open', url: place(url) } }),
  }
}

import type { CardColor, CardElement, Container, Sparkline, Steps, TextBlock } from '@lianqun/protocol'
import { escapeMarkdown, limits } from '@lianqun/protocol'
import { elided } from '../../fit.ts'
import { isObject, objectsOf, textOf } from '../../json.ts'
import { type ElementReader, readBase, readSelectAction } from './elements.ts'
import { defined, type Fields } from './fields.ts'
import { readInputBase } from './inputs.ts'

/*
 * Elements of Teams alone (https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference)
 * as the nearest of ours.
 */

/** The pictures of the commonest icons of Fluent; another is its name. */
const icons: Record<string, string> = {
  add: '➕',
  alert: '🔔',
  attach: '📎',
  bug: '🐞',
  calendar: '📅',
  call: '📞',
  checkmark: '✓',
  checkmarkcircle: '✅',
  clock: '🕒',
  delete: '🗑',
  dismiss: '✕',
  dismisscircle: '❌',
  document: '📄',
  edit: '✏️',
  errorcircle: '⛔',
  flag: '🚩',
  globe: '🌐',
  heart: '❤️',
  home: '🏠',
  info: 'ℹ️',
  link: '🔗',
  location: '📍',
  lockclosed: '🔒',
  mail: '✉️',
  money: '💰',
  people: '👥',
  person: '👤',
  rocket: '🚀',
  search: '🔍',
  settings: '⚙️',
  star: '⭐',
  warning: '⚠️',
}

const toneColors: Record<string, CardColor> = {
  accent: 'accent',
  good: 'good',
  success: 'good',
  warning: 'warning',
  attention: 'attention',
  danger: 'attention',
  informative: 'accent',
}

/** The color of ours for a color or style of Teams, in any case; undefined where there is none. */
function toneOf(value: unknown): CardColor | undefined {
  const word = textOf(value).toLowerCase()
  return Object.hasOwn(toneColors, word) ? toneColors[word] : undefined
}

const literal = (text: string) => escapeMarkdown(elided(text, limits.cardLineChars))

const readIcon: ElementReader = (fields, level) => {
  const base = readBase(fields)
  const name = fields.line('name') ?? ''
  fields.skip('size', 'style')
  const key = name.toLowerCase()
  const text = Object.hasOwn(icons, key) ? (icons[key] ?? '') : name.replace(/([a-z])([A-Z])/g, '$1 $2')
  const action = readSelectAction(fields, level)
  const color = toneOf(fields.take('color'))
  const icon = defined<TextBlock>({ type: 'TextBlock', ...base, text: literal(text), color })
  return action ? { type: 'Container', items: [icon], selectAction: action } : icon
}

const readBadge: ElementReader = fields => {
  const base = readBase(fields)
  const text = fields.line('text') ?? fields.line('tooltip') ?? ''
  fields.skip('appearance', 'shape', 'size', 'icon', 'iconPosition', 'tooltip')
  const color = toneOf(fields.take('style'))
  return defined<TextBlock>({ type: 'TextBlock', ...base, text: literal(text), color, weight: 'bolder', size: 'small' })
}

/** How far something is. Without a value it only says that it runs. */
const readProgress: ElementReader = fields => {
  const base = readBase(fields)
  const label = fields.line('label')
  fields.skip('size', 'labelPosition', 'color')
  const value = fields.number('value')
  const most = fields.number('max') ?? 100
  const progress = value === undefined || most <= 0 ? undefined : Math.max(0, Math.min(1, value / most))
  const share = progress === undefined ? undefined : `${Math.round(progress * 100)} %`
  const step = { title: label ?? share ?? fields.reading.words('进行中', 'Running'), state: 'now' as const }
  return defined<Steps>({ type: 'Steps', ...base, steps: [progress === undefined ? step : { ...step, progress }] })
}

const readRating: ElementReader = fields => {
  const base = readBase(fields)
  fields.skip('size', 'color', 'style')
  const most = Math.min(10, fields.count('max') ?? 5)
  const value = Math.max(0, Math.min(most, fields.number('value') ?? 0))
  const count = fields.number('count')
  const stars = '★'.repeat(Math.round(value)) + '☆'.repeat(most - Math.round(value))
  return defined<TextBlock>({
    type: 'TextBlock',
    ...base,
    text: `${stars} ${value}${count === undefined ? '' : ` (${count})`}`,
  })
}

const readRatingInput: ElementReader = fields => {
  const base = readInputBase(fields)
  fields.skip('size', 'color', 'allowHalfSteps')
  const most = Math.min(10, fields.count('max') ?? 5)
  const value = fields.count('value')
  return defined<Extract<CardElement, { type: 'Input.ChoiceSet' }>>({
    type: 'Input.ChoiceSet',
    ...base,
    style: 'compact',
    choices: Array.from({ length: most }, (_, index) => ({ title: '★'.repeat(index + 1), value: `${index + 1}` })),
    value: value === undefined ? undefined : `${Math.min(most, value)}`,
  })
}

const readCode: ElementReader = fields => {
  const base = readBase(fields)
  fields.skip('startLineNumber')
  const language = fields.line('language')
  const codeSnippet = fields.text('codeSnippet') ?? ''
  return defined<Extract<CardElement, { type: 'CodeBlock' }>>({
    type: 'CodeBlock',
    ...base,
    codeSnippet,
    language: language?.slice(0, 40),
  })
}

const readCompoundButton: ElementReader = (fields, level) => {
  const base = readBase(fields)
  const title = fields.line('title')
  const description = fields.line('description')
  fields.skip('icon', 'badge')
  const items: CardElement[] = []
  if (title) items.push({ type: 'TextBlock', text: literal(title), weight: 'bolder', wrap: true })
  if (description) items.push({ type: 'TextBlock', text: literal(description), isSubtle: true, wrap: true })
  return defined<Container>({
    type: 'Container',
    ...base,
    items,
    style: 'emphasis',
    selectAction: readSelectAction(fields, level),
  })
}

/** A person or several people of Microsoft Graph: their names. */
const readComponent: ElementReader = fields => {
  const base = readBase(fields)
  fields.skip('name')
  const properties = fields.take('properties')
  const people = isObject(properties) ? [properties, ...objectsOf(properties.users)] : []
  const names = people
    .slice(0, 50)
    .flatMap(person => textOf(person.displayName) || textOf(person.userPrincipalName) || [])
  if (names.length === 0) return undefined
  return defined<TextBlock>({ type: 'TextBlock', ...base, text: literal(names.join(' · ')), wrap: true })
}

/** The points of a chart: what stands on the one axis and how much on the other. */
interface Series {
  legend: string
  points: { x: string; y: number }[]
}

const numberOf = (value: unknown) => {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

/** The series of a chart, whichever of the forms its `data` has. */
function seriesOf(data: unknown): Series[] {
  const items = objectsOf(data).slice(0, limits.cardItems)
  const points = (from: unknown) =>
    objectsOf(from)
      .slice(0, limits.cardItems)
      .flatMap(point => {
        const y = numberOf(point.y ?? point.value ?? point.size)
        return y === undefined ? [] : [{ x: elided(textOf(point.x ?? point.legend ?? point.title), 200), y }]
      })
  const nested = items.filter(item => Array.isArray(item.values) || Array.isArray(item.data))
  if (nested.length === 0) return [{ legend: '', points: points(items) }]
  return nested.slice(0, 20).map(item => ({
    legend: elided(textOf(item.legend ?? item.title), 200),
    points: points(item.values ?? item.data),
  }))
}

function chartTitle(fields: Fields): string {
  return fields.line('title') ?? ''
}

/** A line chart: each of its lines as one of ours. Another chart: its numbers. */
function readChart(line: boolean): ElementReader {
  return fields => {
    const base = readBase(fields)
    const title = chartTitle(fields)
    const series = seriesOf(fields.take('data') ?? fields.take('segments'))
    const value = fields.number('value')
    const sub = fields.line('subLabel')
    for (const name of Object.keys(fields.source)) fields.skip(name)
    const items: CardElement[] = []
    if (title !== '') items.push({ type: 'TextBlock', text: literal(title), weight: 'bolder', wrap: true })
    if (value !== undefined) items.push({ type: 'FactSet', facts: [{ title: literal(sub ?? ''), value: `${value}` }] })
    for (const { legend, points } of series) {
      if (line && points.length >= 2) {
        const said = points.map(({ x, y }) => `${x} ${y}`).join(', ')
        const altText = elided([legend, said].filter(Boolean).join(': '), limits.cardLineChars)
        if (legend !== '' && series.length > 1) items.push({ type: 'TextBlock', text: literal(legend), isSubtle: true })
        items.push(defined<Sparkline>({ type: 'Sparkline', values: points.map(({ y }) => y), altText }))
        continue
      }
      if (legend !== '') items.push({ type: 'TextBlock', text: literal(legend), isSubtle: true, wrap: true })
      const facts = points.map(({ x, y }) => ({ title: escapeMarkdown(x), value: `${y}` }))
      if (facts.length > 0) items.push({ type: 'FactSet', facts })
    }
    return items.length === 0 ? undefined : defined<Container>({ type: 'Container', ...base, items })
  }
}

/** Elements that are shown as something near them, by their types in lower case. */
export const nearReaders = new Map<string, ElementReader>([
  ['icon', readIcon],
  ['badge', readBadge],
  ['progressbar', readProgress],
  ['progressring', readProgress],
  ['rating', readRating],
  ['input.rating', readRatingInput],
  ['compoundbutton', readCompoundButton],
  ['component', readComponent],
  ['chart.line', readChart(true)],
  ...['pie', 'donut', 'verticalbar', 'horizontalbar', 'verticalbar.grouped', 'horizontalbar.stacked', 'gauge'].map(
    (kind): [string, ElementReader] => [`chart.${kind}`, readChart(false)],
  ),
])

/** Elements of Teams that are elements of ours. */
export const sameReaders: [string, ElementReader][] = [['codeblock', readCode]]

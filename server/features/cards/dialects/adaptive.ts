import type { Card, CardAction, CardElement } from '@lianqun/protocol'
import { escapeMarkdown } from '@lianqun/protocol'
import { type Json, type JsonObject, PayloadError } from '../converted.ts'
import { elided } from '../fit.ts'
import { isObject, textOf } from '../json.ts'
import { actionReaders, nearActionReaders, readExecute } from './adaptive/actions.ts'
import { elementReaders, readActions, readElements, readSelectAction } from './adaptive/elements.ts'
import { defined, Fields } from './adaptive/fields.ts'
import { deepest, deepText, fitted } from './adaptive/fit.ts'
import { inputReaders } from './adaptive/inputs.ts'
import { nearReaders, sameReaders } from './adaptive/near.ts'
import { type AdaptiveOptions, Reading } from './adaptive/reading.ts'
import { readPeople } from './adaptive/text.ts'

export type { AdaptiveOptions } from './adaptive/reading.ts'

/** What Adaptive Cards of others lose here. */
export const losses: readonly string[] = [
  'Background images and colours, and pictures on buttons, are not shown.',
  'Properties that only Teams or Outlook has are left out; what cannot be shown at all becomes its fallback.',
  'Media are opened in the browser by a button, not played in the card.',
  'Icons become a character or their name, badges bold text, progress bars and rings a step, ratings stars.',
  'Line charts become lines without axes, other charts a list of their numbers.',
  'A carousel does not turn its pages by itself.',
  'Choices that would be asked from a server while one types are only those that the card has; people can be chosen from the whole company, whatever the scope.',
  'The direction of writing is that of the whole card.',
  'Pictures are loaded once, from http and https or as PNG, JPEG, GIF or WebP within the card; SVG is not shown.',
  'Links lead to the web or to mail; buttons that open other addresses are left out.',
  'Templates that were not filled in are shown as they are.',
  'People are called where msteams.entities explains a name; tags are only text.',
  'A list has at most 200 items, a card 65,536 characters and 24 levels: what is beyond is left out or becomes text.',
]

const readers = new Map([...elementReaders, ...inputReaders, ...sameReaders])
/** A chain of fallbacks is not followed further. */
const mostTries = 5

/** Reads something that has a type: by its own reader, else its fallback, else as something near it. */
function readTyped<T>(
  reading: Reading,
  value: unknown,
  path: string,
  kinds: { own: ReadonlyMap<string, (fields: Fields, level: number) => T | undefined>; near: typeof kinds.own },
  level: number,
  tries = 0,
): T | undefined {
  if (!isObject(value)) {
    if (value !== null && value !== undefined) reading.note(path, 'is no object')
    return undefined
  }
  const type = textOf(value.type)
  const own = kinds.own.get(type.toLowerCase())
  const fallback = value.fallback
  const read =
    own !== undefined && reading.knows(value.requires) ? attempted(reading, value, path, level, own) : undefined
  if (read && (!read.unmet || !hasFallback(fallback))) {
    reading.unmet ||= read.unmet
    return read.value
  }
  read?.forget()
  if (textOf(fallback).toLowerCase() === 'drop') {
    reading.note(path, `is of type "${elided(type, 40)}", and is left out, as its fallback says`)
    return undefined
  }
  if (isObject(fallback) && tries < mostTries) {
    reading.note(path, `is of type "${elided(type, 40)}", and shows its fallback`)
    return readTyped(reading, fallback, `${path}.fallback`, kinds, level, tries + 1)
  }
  const near = kinds.near.get(type.toLowerCase())
  if (near && reading.knows(value.requires)) {
    reading.note(path, `is of type "${type}", and is shown as something near it`)
    return attempted(reading, value, path, level, near).value
  }
  reading.note(path, own ? 'requires what is not here' : `is of type "${elided(type, 40)}", which is not known here`)
  reading.unmet = true
  return undefined
}

function attempted<T>(
  reading: Reading,
  source: JsonObject,
  path: string,
  level: number,
  read: (fields: Fields, level: number) => T | undefined,
) {
  return reading.attempt(() => {
    const fields = new Fields(source, path, reading)
    const value = read(fields, level)
    fields.finish()
    return value
  })
}

/** Whether there is something else to show. */
function hasFallback(fallback: Json | undefined): boolean {
  return isObject(fallback) || textOf(fallback).toLowerCase() === 'drop'
}

function readElement(reading: Reading, value: unknown, path: string, level: number): CardElement | undefined {
  if (level > deepest) {
    reading.note(path, 'is nested too deep, and becomes text')
    return level > deepest + 4 ? undefined : deepText(value)
  }
  return readTyped(reading, value, path, { own: readers, near: nearReaders }, level)
}

function readAction(reading: Reading, value: unknown, path: string, level: number): CardAction | undefined {
  return readTyped(reading, value, path, { own: actionReaders, near: nearActionReaders }, level)
}

/** The view that each person gets of the card, by whom it is for as its writer names them. */
function readRefresh(card: Fields): Card['refresh'] {
  const value = card.take('refresh')
  if (!isObject(value)) return undefined
  const fields = new Fields(value, card.at('refresh'), card.reading)
  const source = fields.take('action')
  if (!isObject(source) || textOf(source.type).toLowerCase() !== 'action.execute') {
    fields.note('action', 'is no Action.Execute')
    return undefined
  }
  const action = attempted(card.reading, source, fields.at('action'), 3, readExecute).value
  const ids = fields.items('userIds').flatMap(id => elided(textOf(id), 190) || [])
  if (ids.length > 60) fields.note('userIds', 'names more than 60 people')
  const expires = textOf(fields.take('expires'))
  fields.finish()
  if (action?.type !== 'Action.Execute') return undefined
  return {
    action,
    ...(ids.length > 0 && { userIds: ids.slice(0, 60).map(id => (id.includes('@') ? `mail:${id}` : `id:${id}`)) }),
    ...(expires !== '' && expires.length <= 40 && { expires }),
  }
}

/** A reading by which elements and actions of Adaptive Cards are read, also those that another dialect makes. */
export function newReading(options: AdaptiveOptions): Reading {
  return new Reading(options, readElement, readAction)
}

/**
 * An Adaptive Card 1.0 to 1.6 as others write it, in our model. What is not shown as it was meant is in `lost`, each
 * with its place. A mention has a `PersonReference` where its `userId` stands, and so have the people of `refresh`.
 * @throws PayloadError where it is no card at all
 */
export function importAdaptiveCard(json: unknown, options: AdaptiveOptions = {}): { card: Card; lost: string[] } {
  const place = (name: string) => [options.path, name].filter(Boolean).join('.')
  if (!isObject(json)) throw new PayloadError('malformed', place(''), 'has to be an object')
  const type = textOf(json.type).toLowerCase()
  const bare = type === '' && (Array.isArray(json.body) || Array.isArray(json.actions))
  if (type !== 'adaptivecard' && !bare) throw new PayloadError('malformed', place('type'), 'has to be AdaptiveCard')
  const reading = newReading(options)
  const fields = new Fields(json, options.path ?? '', reading)
  fields.skip('type', '$schema', 'fallback', 'requires')
  const language = textOf(fields.take('lang'))
  if (/^[a-z]{2,3}(?:-[a-z]{2})?$/i.test(language)) reading.language = language
  readMsteams(fields)
  const version = readVersion(fields)
  const body = readElements(fields, 'body', 3)
  const actions = readActions(fields, 'actions', 3)
  const fallbackText = fields.text('fallbackText')
  const selectAction = readSelectAction(fields, 1)
  const rtl = fields.flag('rtl')
  const refresh = readRefresh(fields)
  fields.finish()
  // Nothing of it is known: then it says what its writer meant for that.
  if (body.length === 0 && actions.length === 0 && fallbackText)
    body.push({ type: 'TextBlock', text: escapeMarkdown(elided(fallbackText, 3_000)), wrap: true })
  const card = defined<Card>({
    type: 'AdaptiveCard',
    version,
    body,
    actions: actions.length > 0 ? actions : undefined,
    fallbackText,
    rtl,
    selectAction,
    refresh,
  })
  const fit = fitted(card, what => reading.note(options.path ?? '', what))
  return { card: fit, lost: reading.lost }
}

/** What is for Teams alone; Grafana writes it with a capital. The width of a card is ours. */
function readMsteams(fields: Fields): void {
  for (const name of ['msteams', 'msTeams']) {
    const msteams = fields.take(name)
    if (!isObject(msteams)) continue
    readPeople(msteams, fields.reading.people)
    for (const inner of Object.keys(msteams))
      if (inner !== 'entities' && inner !== 'width') fields.note(`${name}.${elided(inner, 40)}`, 'is not shown')
  }
}

/** The version that a card is written for; a later one than 1.6 is noted, and read as far as it is known. */
function readVersion(fields: Fields): string | undefined {
  const written = textOf(fields.take('version'))
  const version = /^\d{1,3}(?:\.\d{1,3}){0,2}/.exec(written)?.[0]?.slice(0, 10)
  if (version !== undefined && !fields.reading.knows({ adaptiveCards: version }))
    fields.note('version', `is ${version}, later than 1.6`)
  return version
}

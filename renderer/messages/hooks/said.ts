import type { Language } from '../../i18n.ts'
import { serverPhrases } from './server-phrases.ts'

/*
 * The server keeps why a payload was not shown in a sentence of its own language, English, as tools are answered. What
 * has no other words here, as of a later version, is shown as it is.
 */

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

let patterns: { said: RegExp; zh: string }[] | null = null

function phrases(): { said: RegExp; zh: string }[] {
  patterns ??= serverPhrases.map(([said, zh]) => ({
    said: new RegExp(`^${said.split('{}').map(escaped).join('(.+?)')}$`, 's'),
    zh,
  }))
  return patterns
}

/** Fills in a phrase: `{}` takes the next value, `{1}` the first. */
function filled(phrase: string, values: readonly string[]): string {
  let next = 0
  return phrase.replace(/\{(\d?)\}/g, (_, place: string) => values[place === '' ? next++ : Number(place) - 1] ?? '')
}

function translated(said: string): string | null {
  for (const phrase of phrases()) {
    const found = phrase.said.exec(said)
    if (found !== null) return filled(phrase.zh, found.slice(1))
  }
  return null
}

/** A place in a payload, such as `attachments[0].text`, or that nothing was called, and what is said of it. */
const placed = /^(\S{1,300}|Not called): (.+)$/s

function inChinese(said: string): string {
  const [, place = '', words = ''] = placed.exec(said) ?? []
  const ofPlace = translated(words)
  if (ofPlace !== null) return `${place === 'Not called' ? '没有调用' : place}：${ofPlace}`
  return translated(said) ?? said
}

/** What the server says of a delivery, in the language of the window. */
export function saidWords(said: string, language: Language): string {
  return language === 'zh' ? inChinese(said) : said
}

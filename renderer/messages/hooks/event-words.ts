import type { Language } from '../../i18n.ts'
import { type Key, translatorIn } from '../../i18n.ts'
import { strings } from './strings.ts'

const isKey = (key: string): key is Key<'hooks'> => Object.hasOwn(strings.zh, key)

/** What a kind of event is called: `alert.firing`. One without words of ours is called as it is. */
export function eventWords(event: string, language: Language): string {
  const t = translatorIn(language, 'hooks')
  if (event === '') return t('eventNone')
  const [thing = '', state] = event.split('.', 2)
  const thingKey = `thing_${thing}`
  const stateKey = `state_${state}`
  if (!isKey(thingKey)) return event
  if (state === undefined || event.split('.').length === 1) return t(thingKey)
  if (!isKey(stateKey) || event !== `${thing}.${state}`) return event
  return t('eventOf', { thing: t(thingKey), state: t(stateKey) })
}

/** What a dialect or a tool is called; one without words of ours as it is. */
export function dialectWords(dialect: string, language: Language): string {
  const key = `dialect_${dialect}`
  return isKey(key) ? translatorIn(language, 'hooks')(key) : dialect
}

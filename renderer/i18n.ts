import i18next from 'i18next'
import { useSyncExternalStore } from 'react'
import { isolated } from '../common/text.ts'
import type { SectionId } from '../preload/contract/sections.ts'
import { strings as palette } from './app/palette/strings.ts'
import { strings as app } from './app/strings.ts'
import type { Catalogue, Language } from './catalogue.ts'
import { strings as directory } from './directory/strings.ts'
import { strings as errors } from './errors.strings.ts'
import { strings as answers } from './messages/answers/strings.ts'
import { strings as botProfile } from './messages/bot-profile/strings.ts'
import { strings as botTalk } from './messages/bots/strings.ts'
import { strings as catchUp } from './messages/catch-up/strings.ts'
import { strings as clock } from './messages/clock/strings.ts'
import { strings as composer } from './messages/composer/strings.ts'
import { strings as group } from './messages/group/strings.ts'
import { strings as groupAnnouncement } from './messages/group-announcement/strings.ts'
import { strings as hooks } from './messages/hooks/strings.ts'
import { strings as card } from './messages/kinds/card/strings.ts'
import { strings as list } from './messages/list/strings.ts'
import { strings as media } from './messages/media/strings.ts'
import { strings as requests } from './messages/requests/strings.ts'
import { strings as search } from './messages/search/strings.ts'
import { strings as selections } from './messages/selections/strings.ts'
import { strings as messages } from './messages/strings.ts'
import { strings as talk } from './messages/talk/strings.ts'
import { strings as translation } from './messages/translation/strings.ts'
import { strings as network } from './network/strings.ts'
import { strings as saved } from './saved/strings.ts'
import { strings as settings } from './settings/strings.ts'
import { strings as signin } from './signin/strings.ts'
import { strings as emoji } from './ui/emoji/strings.ts'
import { strings as ui } from './ui/strings.ts'
import { strings as ownBots } from './workbench/bots/strings.ts'
import { strings as designer } from './workbench/designer/strings.ts'
import { strings as workbench } from './workbench/strings.ts'

/** Every feature's strings, by namespace. */
export const catalogues = {
  answers,
  app,
  botTalk,
  botProfile,
  card,
  catchUp,
  clock,
  composer,
  designer,
  directory,
  emoji,
  errors,
  group,
  groupAnnouncement,
  hooks,
  list,
  media,
  messages,
  network,
  ownBots,
  saved,
  palette,
  search,
  selections,
  settings,
  signin,
  requests,
  talk,
  translation,
  ui,
  workbench,
} satisfies Record<SectionId, Catalogue> & Record<string, Catalogue>

export type { Language } from './catalogue.ts'
export type Namespace = keyof typeof catalogues
type Plural<K> = K extends `${infer Base}_one` | `${infer Base}_other` ? Base : K
/** The keys of a feature's catalogue; plural keys without their suffix. */
export type Key<N extends Namespace> = Plural<keyof (typeof catalogues)[N]['zh'] & string>
type Values = Record<string, string | number>
/** Returns the string of a key in the user's language. */
export type Translate<N extends Namespace> = (key: Key<N>, values?: Values) => string

/** Counts are written with their thousands grouped; other numbers may be a year or a port. */
function grouped(words: Record<string, string>): Record<string, string> {
  const of = (text: string) => text.replaceAll('{{count}}', '{{count, number}}')
  return Object.fromEntries(Object.entries(words).map(([key, text]) => [key, of(text)]))
}

void i18next.init({
  lng: 'zh',
  fallbackLng: false,
  resources: {
    zh: Object.fromEntries(Object.entries(catalogues).map(([name, words]) => [name, grouped(words.zh)])),
    en: Object.fromEntries(Object.entries(catalogues).map(([name, words]) => [name, grouped(words.en)])),
  },
  keySeparator: false,
  nsSeparator: false,
  interpolation: { escapeValue: false },
  initAsync: false,
})

let current: Language = 'zh'
const listeners = new Set<() => void>()

/** Sets the language of the whole window. */
export function setLanguage(language: Language): void {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  if (current === language) return
  current = language
  void i18next.changeLanguage(language)
  for (const listener of listeners) listener()
}

type AnyTranslate = (key: string, values?: Values) => string
const translators = new Map<string, AnyTranslate>()

/** The translator of one feature and language. It is a stable function, so memos hold until the language changes. */
export function translatorIn<N extends Namespace>(language: Language, namespace: N): Translate<N> {
  const name = `${language}/${namespace}`
  let made = translators.get(name)
  if (!made) {
    const plain: Record<string, string> = catalogues[namespace][language]
    // i18next's own type needs its options; `Translate` checks the keys instead.
    const translate = i18next.getFixedT(language, namespace) as unknown as AnyTranslate
    // Most strings have no placeholder.
    made = (key, values) => (values === undefined && plain[key]) || translate(key, values && isolatedValues(values))
    translators.set(name, made)
  }
  return made
}

/** Names and quotes in a sentence: they do not turn the words around them. */
function isolatedValues(values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? isolated(value) : value]),
  )
}

/** Translates outside React (toasts from stores) in the current language; components use `useTranslate`. */
export function translator<N extends Namespace>(namespace: N): Translate<N> {
  return (key, values) => translatorIn(current, namespace)(key, values)
}

/** The translator of one feature in the user's language. */
export function useTranslate<N extends Namespace>(namespace: N): Translate<N> {
  return translatorIn(useLanguage(), namespace)
}

const follow = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
/** The language of the window, outside React. */
export const currentLanguage = (): Language => current

// Called by every row of a list, so it shares one subscription and creates nothing.
/** The language of the window. */
export function useLanguage(): Language {
  return useSyncExternalStore(follow, currentLanguage, currentLanguage)
}

import i18next from 'i18next'
import { useCallback } from 'react'
import { initReactI18next, useTranslation } from 'react-i18next'
import { strings as app } from './app/strings.ts'
import { strings as directory } from './directory/strings.ts'
import { strings as errors } from './errors.strings.ts'
import { strings as messages } from './messages/strings.ts'
import { strings as settings } from './settings/strings.ts'
import { strings as signin } from './signin/strings.ts'
import { strings as ui } from './ui/strings.ts'
import { strings as workbench } from './workbench/strings.ts'

const catalogues = { app, directory, errors, messages, settings, signin, ui, workbench }

export type Language = 'zh' | 'en'
export type Namespace = keyof typeof catalogues
type Plural<K> = K extends `${infer Base}_one` | `${infer Base}_other` ? Base : K
/** The keys of a feature's catalogue; counted ones without their ending. */
export type Key<N extends Namespace> = Plural<keyof (typeof catalogues)[N]['zh'] & string>
type Values = Record<string, string | number>
/** Says the words of a key in the person's language. */
export type Translate<N extends Namespace> = (key: Key<N>, values?: Values) => string

void i18next.use(initReactI18next).init({
  lng: 'zh',
  fallbackLng: false,
  resources: {
    zh: Object.fromEntries(Object.entries(catalogues).map(([name, words]) => [name, words.zh])),
    en: Object.fromEntries(Object.entries(catalogues).map(([name, words]) => [name, words.en])),
  },
  keySeparator: false,
  nsSeparator: false,
  interpolation: { escapeValue: false },
  initAsync: false,
})

/** Turns the whole window to a language. */
export function setLanguage(language: Language): void {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  if (i18next.language !== language) void i18next.changeLanguage(language)
}

function say(namespace: Namespace, key: string, values: Values | undefined): string {
  return (i18next.t as (key: string, options: object) => string)(key, { ns: namespace, ...values })
}

/** Words outside React (toasts from stores); components use `useWords`. */
export function words<N extends Namespace>(namespace: N): Translate<N> {
  return (key, values) => say(namespace, key, values)
}

/** The words of one feature, in the person's language. */
export function useWords<N extends Namespace>(namespace: N): Translate<N> {
  const language = useLanguage()
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new language is a new function, so that memos follow it
  return useCallback((key, values) => say(namespace, key, values), [namespace, language])
}

/** The language the window speaks. */
export function useLanguage(): Language {
  return useTranslation().i18n.language === 'en' ? 'en' : 'zh'
}

import type { Language } from '../common/language.ts'

export type { Language }
export type Catalogue = Record<Language, Record<string, string>>

/**
 * A feature's strings. The compiler checks that both languages have the same keys. Values are i18next strings:
 * `{{name}}` interpolates; plurals are `key_one` and `key_other`, and are looked up as `key` with `count`.
 */
export function catalogue<K extends string>(words: {
  zh: Record<K, string>
  en: Record<NoInfer<K>, string>
}): {
  zh: Record<K, string>
  en: Record<K, string>
} {
  return words
}

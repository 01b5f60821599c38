export type Language = 'zh' | 'en'
export type Catalogue = Record<Language, Record<string, string>>

/**
 * A feature's words. Both languages have the same keys, the compiler sees to it. Values are i18next strings:
 * `{{name}}` interpolates; what counts is written twice, `key_one` and `key_other`, and asked for as `key` with `count`.
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

/** The languages of everything that a person reads. */
export type Language = 'zh' | 'en'

/** The language for a locale (a BCP 47 tag): Chinese for a Chinese one, else English. */
export function languageOfLocale(locale: string): Language {
  return /^zh\b/i.test(locale) ? 'zh' : 'en'
}

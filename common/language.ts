/** The languages of everything that a person reads. */
export type Language = 'zh' | 'en'

/** The language for a locale (a BCP 47 tag, or `zh_CN.UTF-8` as Unix writes it): Chinese for a Chinese one, else English. */
export function languageOfLocale(locale: string): Language {
  return /^zh(?![a-z0-9])/i.test(locale) ? 'zh' : 'en'
}

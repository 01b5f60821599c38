import type { Language } from '../../i18n.ts'

/** The name of a language (BCP 47) in the reader's own; null for one that has no name there. */
export function languageName(tag: string, reader: Language): string | null {
  try {
    const names = new Intl.DisplayNames(reader === 'zh' ? 'zh-CN' : 'en', { type: 'language', fallback: 'none' })
    return names.of(tag) ?? null
  } catch {
    // A server may send what is no tag of a language.
    return null
  }
}

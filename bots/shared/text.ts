import type { CardElement } from '../../sdk/bot/index.ts'
import type { Language } from './companion.ts'

/** A text of at most so many characters, cut at a whole one. */
export function cut(text: string, chars: number): string {
  const all = [...text]
  return all.length <= chars ? text : `${all.slice(0, chars - 1).join('')}…`
}

/** In one line. */
export const oneLine = (text: string, chars = 200): string => cut(text.replace(/\s+/g, ' ').trim(), chars)

/** A text that people wrote, where cards take Markdown: it is shown as it is. */
export const literal = (text: string): string =>
  text
    .replace(/[\\`*_[\]]/g, '\\$&')
    .replace(/^(\s{0,8})([-+])(?=\s)/gm, '$1\\$2')
    .replace(/^(\s{0,8}\d{1,4})([.)])(?=\s)/gm, '$1\\$2')

/** A line of a card that shows a text as it is. */
export const plain = (text: string, style: { isSubtle?: boolean; weight?: 'bolder' } = {}): CardElement => ({
  type: 'RichTextBlock',
  inlines: [{ type: 'TextRun', text: cut(text, 4_000), ...style }],
})

export const heading = (text: string): CardElement => ({
  type: 'RichTextBlock',
  inlines: [{ type: 'TextRun', text, weight: 'bolder' }],
  spacing: 'medium',
})

/** How long something took: `1h 05m`, `1 小时 5 分`. Less than a minute is one in no language. */
export function duration(ms: number, language: Language): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000))
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  if (language === 'zh')
    return minutes === 0
      ? '不到 1 分钟'
      : `${hours > 0 ? `${hours} 小时` : ''}${hours > 0 && rest > 0 ? ' ' : ''}${rest > 0 ? `${rest} 分钟` : ''}`
  if (minutes === 0) return 'under a minute'
  return hours > 0 ? `${hours} h${rest > 0 ? ` ${rest} min` : ''}` : `${rest} min`
}

/** Names one after the other, as a language writes them. */
export function listed(names: readonly string[], language: Language): string {
  return names.join(language === 'zh' ? '、' : ', ')
}

import { type ApiResult, newClientId } from '@lianqun/sdk'

export type Announcement = ApiResult<'GET /announcements/:id'>
export type AnnouncementList = ApiResult<'GET /announcements'>
/** What the list shows; `open`: what waits for the person's confirmation. */
export type Filter = 'all' | 'open'

/** The beginning of a text on one line, for a row. */
export function excerpt(body: string): string {
  return body.slice(0, 200).replace(/\s+/g, ' ').trim()
}

/** What the server takes, in characters. */
export const maxTitle = 100
export const maxBody = 10_000

export interface Draft {
  title: string
  body: string
  /** Names what is published, so that a second attempt with the same text is not a second announcement. */
  clientId: string
}

/** A draft with another title or text: something else to publish. */
export function edited(draft: Draft, fields: Partial<Pick<Draft, 'title' | 'body'>>): Draft {
  return { ...draft, ...fields, clientId: newClientId() }
}
export type DraftProblem = 'missing' | 'long' | null

/** What keeps a draft from being published, field by field. */
export function checkDraft(draft: Pick<Draft, 'title' | 'body'>): { title: DraftProblem; body: DraftProblem } {
  const problem = (text: string, max: number): DraftProblem => {
    const length = text.trim().length
    return length === 0 ? 'missing' : length > max ? 'long' : null
  }
  return { title: problem(draft.title, maxTitle), body: problem(draft.body, maxBody) }
}

/** A text cut into plain parts and http(s) addresses, whose closing punctuation is not theirs. */
export function linkParts(text: string): { text: string; url: boolean }[] {
  const parts: { text: string; url: boolean }[] = []
  let at = 0
  for (const match of text.matchAll(/https?:\/\/[^\s<>"'，。；！？、）」』”]+/g)) {
    const url = match[0].replace(/[.,;:!?)]+$/, '')
    if (match.index > at) parts.push({ text: text.slice(at, match.index), url: false })
    parts.push({ text: url, url: true })
    at = match.index + url.length
  }
  if (at < text.length) parts.push({ text: text.slice(at), url: false })
  return parts
}

/** `10:42`, `昨天 10:42`, `6月5日`, `2024年6月5日`. */
export function timeText(time: number, language: 'zh' | 'en', now = Date.now()): string {
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB'
  const day = (value: number) => new Date(value).setHours(0, 0, 0, 0)
  const days = Math.round((day(now) - day(time)) / 86_400_000)
  const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(time)
  if (days <= 0) return clock
  if (days === 1) return `${language === 'zh' ? '昨天' : 'Yesterday'} ${clock}`
  const sameYear = new Date(time).getFullYear() === new Date(now).getFullYear()
  return new Intl.DateTimeFormat(locale, {
    ...(sameYear ? {} : { year: 'numeric' }),
    month: language === 'zh' ? 'long' : 'short',
    day: 'numeric',
  }).format(time)
}

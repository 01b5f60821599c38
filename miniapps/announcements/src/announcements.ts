import { type ApiResult, newClientId } from '@lianqun/sdk'
import { oneLine, shortened } from '../../../common/text.ts'

export type Announcement = ApiResult<'GET /announcements/:id'>
export type AnnouncementList = ApiResult<'GET /announcements'>
/** The filter of the list; `open`: not confirmed by the user. */
export type Filter = 'all' | 'open'

/** The beginning of a text on one line, for a row: at most 200 characters. */
export function excerpt(body: string): string {
  return shortened(oneLine(body), 200)
}

/** Whether an announcement waits for a user's confirmation. Its author knows it. */
export function isOpen(item: Pick<Announcement, 'authorId' | 'confirmedAt'>, userId: string | null): boolean {
  return item.confirmedAt === null && item.authorId !== userId
}

/** The server's limits, in characters. */
export const maxTitle = 100
export const maxBody = 10_000

export interface Draft {
  title: string
  body: string
  /** Makes publishing idempotent: a retry with the same text makes no second announcement. */
  clientId: string
}

/**
 * Where the draft of a new announcement, or of an edit, is stored on this computer. An edit of a text that somebody else
 * has changed since is not continued over theirs.
 */
export const draftPlace = (editing: Pick<Announcement, 'id' | 'editedAt'> | null) =>
  editing ? `edit:${editing.id}:${editing.editedAt ?? 0}` : 'draft'

/** A stored draft, or the start of one: empty, or the text that is edited. A broken one is reported and left. */
export function storedDraft(stored: string | null, editing: Pick<Announcement, 'title' | 'body'> | null): Draft {
  const start = { title: editing?.title ?? '', body: editing?.body ?? '', clientId: newClientId() }
  try {
    const { title, body, clientId } = { ...start, ...(JSON.parse(stored ?? '{}') as Partial<Draft>) }
    return { title: String(title), body: String(body), clientId: String(clientId) }
  } catch (error) {
    console.warn('the draft could not be read', error)
    return start
  }
}

/** The draft with another title or text, and a new client id. */
export function edited(draft: Draft, fields: Partial<Pick<Draft, 'title' | 'body'>>): Draft {
  return { ...draft, ...fields, clientId: newClientId() }
}

export type DraftProblem = 'missing' | 'long' | null

/** The problems of a draft, per field. */
export function checkDraft(draft: Pick<Draft, 'title' | 'body'>): { title: DraftProblem; body: DraftProblem } {
  const problem = (text: string, max: number): DraftProblem => {
    const length = text.trim().length
    return length === 0 ? 'missing' : length > max ? 'long' : null
  }
  return { title: problem(draft.title, maxTitle), body: problem(draft.body, maxBody) }
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

import { type Language, translatorIn } from '../../i18n.ts'
import { useSession } from '../../stores/session.ts'
import { sampleOf } from './samples.ts'
import { written } from './written.ts'

/** What somebody designs: it stays on this device. */
export interface CardDraft {
  name: string
  json: string
  /** When it was saved; null: nobody has changed it. */
  savedAt: number | null
}

/** Each person's, by workspace: one person's draft is not shown to the next. */
function place(): string {
  const session = useSession.getState().session
  return `card-draft ${session?.workspace?.address ?? '-'} ${session?.user?.id ?? '-'}`
}

/** The draft of the person who is signed in, else a sample. */
export function loadDraft(language: Language): CardDraft {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place()) ?? 'null')
    if (isDraft(kept)) return kept
  } catch {
    // What cannot be read is no draft.
  }
  return {
    name: translatorIn(language, 'designer')('order'),
    json: written(sampleOf('order', language)),
    savedAt: null,
  }
}

function isDraft(kept: unknown): kept is CardDraft {
  if (typeof kept !== 'object' || kept === null) return false
  const { name, json, savedAt } = kept as Partial<Record<keyof CardDraft, unknown>>
  return typeof name === 'string' && typeof json === 'string' && typeof savedAt === 'number'
}

/** Keeps a draft. Whether it could be: a device may have no room. */
export function saveDraft(draft: CardDraft): boolean {
  try {
    localStorage.setItem(place(), JSON.stringify(draft))
    return true
  } catch {
    return false
  }
}

import type { BotForm } from '../../../preload/contract/index.ts'

/** The forms that are open, the shown one first, and the ids of those that the person closed. */
export interface Forms {
  line: readonly BotForm[]
  shut: readonly string[]
}

export const none: Forms = { line: [], shut: [] }
/** The most forms that wait, and the most ids of closed ones that are known. */
const mostWaiting = 20
const mostShut = 200

/** With a form that comes, or as its newer version. One that the person closed stays closed. */
export function opened({ line, shut }: Forms, form: BotForm): Forms {
  const { id, version } = form.view
  if (shut.includes(id)) return { line, shut }
  const at = line.findIndex(({ view }) => view.id === id)
  if (at < 0) return { line: [...line, form].slice(0, mostWaiting), shut }
  if ((line[at]?.view.version ?? 0) >= version) return { line, shut }
  return { line: line.with(at, form), shut }
}

/** Without a form. `unsent`: the person closed it, so that it does not come back. */
export function closed({ line, shut }: Forms, id: string, unsent: boolean): Forms {
  return { line: line.filter(({ view }) => view.id !== id), shut: unsent ? [...shut, id].slice(-mostShut) : shut }
}

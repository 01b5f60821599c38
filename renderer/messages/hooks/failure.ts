import { DesktopError, errorText } from '../../desktop.ts'
import { translator } from '../../i18n.ts'

/** Why a hook could not be given a name: the server refuses those of people, of the company and of the system. */
export function nameFailure(error: unknown): string {
  const taken = error instanceof DesktopError && error.code === 'conflict' && error.field === 'name'
  return taken ? translator('hooks')('nameTaken') : errorText(error)
}

import type { limits } from '@lianqun/protocol'

/** The fields of the dialog, in their order. */
export type PasswordFieldName = 'current' | 'next' | 'again'

/** What is wrong with a field: a key of the catalogue. */
export type PasswordProblem = 'currentMissing' | 'nextShort' | 'nextBlank' | 'nextSame' | 'againDiffers'

/** The protocol's limit. The compiler checks that it is equal. */
export const passwordChars: (typeof limits)['passwordChars'] = 8

/**
 * The first field that the server would refuse, or that the person may have typed wrongly; null where there is none.
 * What a password may be is the server's to say (`auth.changePassword`).
 */
export function passwordProblem(
  form: Readonly<Record<PasswordFieldName, string>>,
): { field: PasswordFieldName; problem: PasswordProblem } | null {
  if (form.current === '') return { field: 'current', problem: 'currentMissing' }
  if (form.next.length < passwordChars) return { field: 'next', problem: 'nextShort' }
  if (form.next.trim() === '') return { field: 'next', problem: 'nextBlank' }
  if (form.next === form.current) return { field: 'next', problem: 'nextSame' }
  if (form.again !== form.next) return { field: 'again', problem: 'againDiffers' }
  return null
}

/** The field that an answer of the server is about; null for one that is about none. */
export function fieldOfAnswer(code: string): PasswordFieldName | null {
  if (code === 'wrong_credentials' || code === 'too_many_attempts') return 'current'
  return code === 'invalid_params' ? 'next' : null
}

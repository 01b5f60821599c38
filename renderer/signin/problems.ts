import { entryOf } from '../ui/entry-of.ts'

/** The fields of the form. */
export type FormField = 'address' | 'account' | 'password'

const byCode: Record<string, FormField> = {
  address_unknown: 'address',
  bad_address: 'address',
  address_spaces: 'address',
  address_scheme: 'address',
  address_slashes: 'address',
  address_account: 'address',
  address_port: 'address',
  no_network: 'address',
  proxy_unreachable: 'address',
  proxy_refused: 'address',
  proxy_password: 'address',
  client_certificate: 'address',
  unreachable: 'address',
  bad_certificate: 'address',
  not_a_workspace: 'address',
  timeout: 'address',
  wrong_credentials: 'password',
  too_many_attempts: 'password',
  account_disabled: 'account',
}

/** The field that an error is about; null for an error above the form. */
export function fieldOfError(code: string): FormField | null {
  return entryOf(byCode, code) ?? null
}

/** The first field that is empty, or null. White space around an address or account doesn't count. */
export function firstMissing(form: Record<FormField, string>): FormField | null {
  if (form.address.trim() === '') return 'address'
  if (form.account.trim() === '') return 'account'
  return form.password === '' ? 'password' : null
}

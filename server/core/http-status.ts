import type { ErrorName } from '@lianqun/protocol'

/** The status over HTTP of each error; 500 for the others. */
const status: Partial<Record<ErrorName, number>> = {
  invalid_params: 400,
  invalid_request: 400,
  parse_error: 400,
  unauthenticated: 401,
  token_expired: 401,
  session_revoked: 401,
  account_disabled: 403,
  forbidden: 403,
  not_member: 403,
  only_admins: 403,
  follows_department: 403,
  not_found: 404,
  conflict: 409,
  too_late: 409,
  slow_mode: 429,
  too_large: 413,
  limit_reached: 429,
  rate_limited: 429,
  unavailable: 503,
  translation_unavailable: 503,
  storage_full: 507,
  upload_quota: 429,
}

export function httpStatus(name: ErrorName): number {
  return status[name] ?? 500
}

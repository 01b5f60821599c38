import { type ErrorName, ProtocolError } from '@lianqun/protocol'
import { PayloadError, type PayloadProblem } from '../../../cards/index.ts'

/** What WeCom answers: https://developer.work.weixin.qq.com/document/path/90313 and, from 846605 on, its long connection. */
export const aibotCodes = {
  systemBusy: -1,
  unknownType: 40008,
  wrongParameter: 40058,
  tooLong: 45002,
  tooOften: 45009,
  forbidden: 48002,
  unknownChat: 93006,
  wrongReqId: 846605,
  expired: 846608,
  notSubscribed: 846609,
  wrongSecret: 853000,
} as const

/** Why a command of a bot is refused, in the vendor's words. */
export class AibotError extends Error {
  readonly errcode: number

  constructor(errcode: number, message: string) {
    super(message)
    this.errcode = errcode
  }
}

const ofProblem: Readonly<Record<PayloadProblem, number>> = {
  malformed: aibotCodes.wrongParameter,
  unsupported: aibotCodes.unknownType,
  empty: aibotCodes.wrongParameter,
  too_long: aibotCodes.tooLong,
}

const ofError: Partial<Record<ErrorName, number>> = {
  unauthenticated: aibotCodes.wrongSecret,
  forbidden: aibotCodes.forbidden,
  only_admins: aibotCodes.forbidden,
  not_member: aibotCodes.unknownChat,
  not_found: aibotCodes.unknownChat,
  invalid_params: aibotCodes.wrongParameter,
  too_large: aibotCodes.tooLong,
  rate_limited: aibotCodes.tooOften,
  slow_mode: aibotCodes.tooOften,
  limit_reached: aibotCodes.tooOften,
}

/** What a bot is answered to a command that failed; null: the server failed. */
export function refusalOf(error: unknown): { errcode: number; errmsg: string } | null {
  if (error instanceof AibotError) return { errcode: error.errcode, errmsg: error.message }
  if (error instanceof PayloadError) return { errcode: ofProblem[error.problem], errmsg: error.message }
  if (error instanceof ProtocolError)
    return { errcode: ofError[error.errorName] ?? aibotCodes.systemBusy, errmsg: error.message }
  return null
}

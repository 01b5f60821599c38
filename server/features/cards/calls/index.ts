import { isObject } from '../json.ts'
import type { Call } from './call.ts'
import { httpPostAnswer, httpPostOf, httpPostRequest } from './http-post.ts'
import { mattermostAnswer, mattermostOf, mattermostRequest } from './mattermost.ts'

export { type Call, type CallAnswer, type CallContext, CallError, type CallRequest } from './call.ts'

/** What an action calls, by its data; null: nothing that can be called. */
export function callOf(data: unknown): Call | null {
  if (!isObject(data)) return null
  const mattermost = mattermostOf(data.mattermost)
  if (mattermost !== null)
    return {
      dialect: 'mattermost',
      request: (context, inputs) => mattermostRequest(mattermost, context, inputs),
      answer: mattermostAnswer,
    }
  const httpPost = httpPostOf(data.httpPost)
  if (httpPost === null) return null
  return {
    dialect: 'teams',
    request: (_context, inputs) => httpPostRequest(httpPost, inputs),
    answer: httpPostAnswer,
  }
}

import { type Answer, jsonAnswer } from './answers.ts'
import type { HookRow } from './tables.ts'

/** As long as WeCom says that a token lasts, seconds. */
const tokenSeconds = 7_200

/**
 * What tools ask before they post as an app of WeCom, as Alertmanager's `wechat_configs` do: a token for the id of a
 * company and a secret. Here the secret is the key of a hook, and so is the token: it lasts until the hook has new
 * addresses. Whose id it is does not matter; `touser`, `toparty` and `agentid` of the messages neither: they go into the
 * group of the hook. https://developer.work.weixin.qq.com/document/path/91039
 */
export function wecomToken(hook: HookRow): Answer {
  return jsonAnswer(200, { errcode: 0, errmsg: 'ok', access_token: hook.key, expires_in: tokenSeconds })
}

/** What is answered where the secret is the key of no hook. */
export const noSuchSecret: Answer = jsonAnswer(200, {
  errcode: 40001,
  errmsg: 'invalid credential: corpsecret has to be the key of a hook',
})

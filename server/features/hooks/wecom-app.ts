import type { Services } from '../../core/services.ts'
import { type Answer, answerIn, jsonAnswer } from './answers.ts'
import { hookByKey } from './domain.ts'

/** As long as WeCom says that a token lasts, seconds. */
const tokenSeconds = 7_200

/**
 * What tools ask before they post as an app of WeCom, as Alertmanager's `wechat_configs` do: a token for the id of a
 * company and a secret. Here the secret is the key of a hook, and so is the token: it lasts until the hook has new
 * addresses. Whose id it is does not matter; `touser`, `toparty` and `agentid` of the messages neither: they go into the
 * group of the hook. https://developer.work.weixin.qq.com/document/path/91039
 */
export async function wecomToken({ store }: Pick<Services, 'store'>, secret: string): Promise<Answer> {
  const hook = await store.read(db => hookByKey(db, secret))
  if (hook === undefined)
    return jsonAnswer(200, { errcode: 40001, errmsg: 'invalid credential: corpsecret has to be the key of a hook' })
  if (hook.enabled === 0) return answerIn('wecom', { refusal: 'disabled', message: 'This hook is switched off.' })
  return jsonAnswer(200, { errcode: 0, errmsg: 'ok', access_token: hook.key, expires_in: tokenSeconds })
}

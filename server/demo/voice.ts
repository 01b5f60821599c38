import type { DemoBotReply } from './types.ts'

/** Topics of questions, as sources of regular expressions (flags iu). */
export const topic = {
  greetingZh: '你好|您好|嗨|哈喽|哈啰|早上好|上午好|中午好|下午好|晚上好|大家好|各位好|(^|\\s)早',
  greetingEn: '(^|\\s)(hi|hello|hey|yo|good (morning|afternoon|evening))\\b',
  presentZh: '在吗|在不在|有人吗|忙吗|方便吗|有空吗',
  presentEn: '\\b(are you (there|around|busy)|got a (minute|second|sec)|you there|anyone (here|there))\\b',
  thanksZh: '谢谢|多谢|感谢|辛苦|谢啦|给力',
  thanksEn: '\\b(thanks|thank you|thx|cheers|great (job|work)|well done)\\b',
  whoZh: '你是谁|怎么称呼|你(是)?(负责|管|做)什么|哪个部门|自我介绍',
  whoEn: '\\b(who are you|what do you do|your (role|job)|introduce yourself)\\b',
  botZh: '机器人|真人|自动回复|人工智能|\\bAI\\b',
  botEn: '\\b(bot|robot|real person|human|automatic)\\b',
  launchZh: '上市|发布会|发布日|发布时间|上线|倒计时|什么时候(发布|开卖|卖)',
  launchEn: '\\b(launch|release date|go live|keynote|embargo)\\b',
  incidentZh: '^(?=[\\s\\S]*\\p{Script=Han})[\\s\\S]*(INC|2043|支付|回调|故障|回滚|告警|事故)',
  incidentEn: '\\b(inc-?2043|incident|outage|payments?|callbacks?|rollback|roll back)\\b',
  orderZh: '线束|订单|交期|发货|供应商|恒立|首批|第二批|第三批|到货',
  orderEn: '\\b(orders?|harness(es)?|supplier|delivery|ship(s|ped|ping)?|hengli)\\b',
  storeZh: '门店|湖滨|铺货|陈列|开业|样机',
  priceZh: '价格|多少钱|定价|折扣|报价|便宜',
  priceEn: '\\b(price|cost|discount|how much)\\b',
  designZh: '主视觉|设计|图标|海报|视觉|字体|颜色|间距|动效',
  designEn: '\\b(design|icons?|visuals?|posters?|colou?rs?|fonts?)\\b',
  noiseZh: '噪音|噪声|吵|安静|分贝',
  appZh: '^(?=[\\s\\S]*\\p{Script=Han})[\\s\\S]*(app|小程序|版本|3\\.0|月亮|睡眠模式|配网)',
  appEn: '\\b(app|version|3\\.0|sleep mode|wi-?fi setup)\\b',
  joinZh: '我是新|新来的|刚入职|第一天|新人',
  foodZh: '吃什么|食堂|午饭|晚饭|吃面|4 ?号窗口|奶茶|咖啡',
  okZh: '(^|\\s)(好|好的|好呀|收到|嗯|嗯嗯|ok|行|可以|明白|知道了)[。！!~～\\s]*$',
  okEn: '(^|\\s)(ok(ay)?|got it|sure|fine|noted|sounds good)[.! ]*$',
  laughs: '哈哈|😂|🤣|😄|\\blol\\b|\\bhaha',
  han: '\\p{Script=Han}',
}

type Answer = [matches: string | undefined, ...say: string[]]

/** Range of typing time in milliseconds for the longest line of `say`. */
function typing(say: string[]): [number, number] {
  const length = Math.max(...say.map(line => line.length))
  return [700 + length * 12, 1400 + length * 30]
}

/** Replies for the direct chat and for mentions in a group; the first match wins. */
export function addressed(answers: Answer[]): DemoBotReply[] {
  return answers.flatMap(([matches, ...say]): DemoBotReply[] => {
    const typingMs = typing(say)
    const words = matches === undefined ? {} : { matches }
    return [
      { when: { direct: true, ...words }, say, typingMs },
      { when: { mentioned: true, ...words }, say, typingMs },
    ]
  })
}

/** A reply that the bot gives in `group` without being mentioned. */
export function overheard(group: string, matches: string, ...say: string[]): DemoBotReply {
  return { when: { group, matches }, say, typingMs: typing(say) }
}

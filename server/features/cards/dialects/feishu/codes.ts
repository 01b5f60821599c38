import type { PayloadProblem } from '../../converted.ts'

/** Bytes of what the vendor takes: the body of a request to a hook, and a card. */
export const feishuLimits = { hookBytes: 20 * 1_024, cardBytes: 30 * 1_024 } as const

/** What the vendor answers to a payload that cannot be shown. A refused card has status 200 all the same. */
interface FeishuAnswer {
  code: number
  msg: string
}

const badBody: FeishuAnswer = { code: 9499, msg: 'Bad Request' }

/**
 * What the vendor's hook answers to each problem: of a message, and of a card, where it wraps what its card service says
 * (`11246`). Of `11310` the words are the vendor's for each case; those of an empty and of a long card are ours.
 * https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot and the sub-codes of 230099 at
 * https://open.feishu.cn/document/server-docs/im-v1/message/create
 */
export const feishuCodes: Readonly<Record<'message' | 'card', Readonly<Record<PayloadProblem, FeishuAnswer>>>> = {
  message: {
    malformed: badBody,
    unsupported: { code: 19002, msg: 'params error, msg_type need' },
    empty: badBody,
    too_long: badBody,
  },
  card: {
    malformed: {
      code: 11246,
      msg: 'ErrCode: 200621; ErrMsg: parse card json err, please check whether the card json is correct; ',
    },
    unsupported: {
      code: 11246,
      msg: 'ErrCode: 200380; ErrMsg: template does not exist, please confirm whether this template has been released; ',
    },
    empty: { code: 11246, msg: 'ErrCode: 11310; ErrMsg: card content is empty; ' },
    too_long: { code: 11246, msg: 'ErrCode: 11310; ErrMsg: card content length over limit; ' },
  },
}

/** What is not shown as it was meant, for the page of the docs. */
export const losses: readonly string[] = [
  'Templates and card entities (`type: "template"`, `type: "card"`) are kept by Feishu: the card itself has to be sent.',
  'Icons, the shape and margin of elements, row heights and pages of tables are left out; a card is as wide as any message.',
  'A header has one label: further ones of `text_tag_list` are left out.',
  'Of several languages one is shown: Chinese, else English, else the first.',
  'A select, picker, input or checkbox outside a form is answered by a button beside it, not when it is changed.',
  'Inputs cannot be locked: a disabled one can be filled in.',
  'A button that empties its form is left out.',
  'A button that both opens a link and calls back only opens the link.',
  'Links of Feishu’s own apps (`lark://`, applinks of another scheme than https) are text.',
  'Where one of a few people is to be chosen, anybody of the company can be.',
  'People that are shown (`person`, `person_list`, columns of people) are called too.',
  'A line or area chart of one series is drawn as a line; of other charts the title and the first values are text.',
  'A collapsible panel is a button that shows and hides it.',
  'Pictures to choose from stand above a choice of their values.',
  'Moments in tables and texts are in Beijing time, not in the reader’s.',
  'Videos are shown by their cover, sounds and stickers by a word.',
  'Containers within containers beyond the depth of a card are shown without their frames.',
  'Properties that card JSON 2.0 does not have are passed over, where Feishu refuses the card.',
]

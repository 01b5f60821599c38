export { type Call, type CallAnswer, type CallContext, CallError, type CallRequest, callOf } from './calls/index.ts'
export { referencesOf, replaceChosen } from './chosen.ts'
export { type Understood, understand } from './convert.ts'
export {
  type ConvertedMessage,
  type Json,
  type JsonObject,
  PayloadError,
  type PayloadProblem,
  type PersonReference,
} from './converted.ts'
export { emojiName, emojiOf, toned } from './dialects/emoji.ts'
export { emojiOf as feishuEmoji, typeOf as feishuEmojiType } from './dialects/feishu/emoji.ts'
export { convertFeishu, feishuCodes } from './dialects/feishu/index.ts'
export { parseMattermostJson } from './dialects/mattermost.ts'
export {
  convertSlack,
  type SlackInput,
  viewToCard,
} from './dialects/slack/index.ts'
export { convertWecom, wecomMarkdown } from './dialects/wecom.ts'
export { suggestMapping } from './events/index.ts'
export { putFace } from './faces.ts'
export { at, isObject, isShallowJson, listOf, objectOf, objectsOf, textOf } from './json.ts'
export { cardJobs } from './pictures.ts'
export { postCard, postContent, readCardRow, updateCard } from './post.ts'
export {
  actionOf,
  type CardSecret,
  type CardSecrets,
  checkInputs,
  type OwnAction,
  requirePeople,
  sealCard,
} from './seal.ts'
export {
  type CardClick,
  type CardOutcome,
  type CardReceiver,
  cardHandlers,
  type FaceMaker,
  keepAnswer,
} from './submit.ts'

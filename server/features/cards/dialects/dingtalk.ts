import {
  type Card,
  type CardElement,
  dropControls,
  hasVisibleText,
  limits,
  type OpenUrlAction,
} from '@lianqun/protocol'
import { linkOf, pictureOf } from '../addresses.ts'
import { type Converted, type ConvertedMessage, type JsonObject, PayloadError } from '../converted.ts'
import { clip, fitCard } from '../fit.ts'
import { listOf, objectOf, requireObject, requireText, textOf } from '../json.ts'
import { markdownElements } from '../markdown.ts'
import { type Article, articlesCard, row } from './articles.ts'
import { type Called, calledBy, callingRuns, callingText, everyone } from './mentions.ts'
import { label, neededList, words } from './reading.ts'

const mostButtons = 20
const mostMarkdown = 20_000
/** So that there is room behind it for whom it calls. */
const mostTextChars = limits.textChars - 1_000

/** What DingTalk allows: https://open.dingtalk.com/document/orgapp/custom-bot-send-message-type. */
export const dingtalkLimits = {
  'a whole message': '20,000 bytes (here: 7,000 characters of text, 20,000 of Markdown, cut when longer)',
  'actionCard.btns': `1 or more (here: up to ${mostButtons})`,
  'feedCard.links': `1 or more (here: up to ${mostButtons})`,
} as const

/** What is not shown as DingTalk shows it. */
export const losses: readonly string[] = [
  'The title of markdown and actionCard is shown in notifications and lists alone, as in DingTalk.',
  'Links to pages of DingTalk (dingtalk://dingtalkclient/page/link) open the address in them, in the browser.',
  'Other links of DingTalk, such as those to its mini-programs or to send a message, are shown as text.',
  'Pictures that were uploaded to DingTalk (@lAD…) are shown as their words.',
  'at calls nobody in link, actionCard and feedCard, as in DingTalk.',
  'hideAvatar has no effect.',
]

/**
 * A payload of a DingTalk group robot as messages.
 * @throws PayloadError with the place where DingTalk would answer an error
 */
export function convertDingtalk(payload: JsonObject): Converted {
  const lost: string[] = []
  const kind = textOf(payload.msgtype)
  const content = () => requireObject(payload[kind], kind)
  const called = calledIn(objectOf(payload.at))
  const message = ((): ConvertedMessage => {
    switch (kind) {
      case 'text':
        return textMessage(content(), called, lost)
      case 'markdown':
        return { type: 'card', card: markdown(content(), called, lost) }
      case 'link':
        return { type: 'card', card: linkCard(content(), lost) }
      case 'actionCard':
        return { type: 'card', card: actionCard(content(), lost) }
      case 'feedCard':
        return { type: 'card', card: feedCard(content(), lost) }
      default:
        throw new PayloadError('unsupported', 'msgtype', 'has to be text, link, markdown, actionCard or feedCard')
    }
  })()
  if (called.length > 0 && kind !== 'text' && kind !== 'markdown') lost.push(`at: calls nobody in ${kind}`)
  return { messages: [message], lost }
}

/** Whom `at` calls. */
function calledIn({ atMobiles, atUserIds, isAtAll }: JsonObject): Called[] {
  const mobiles = calledBy(listOf(atMobiles).map(textOf), 'mobile')
  const ids = calledBy(listOf(atUserIds).map(textOf), 'id')
  return [...mobiles, ...ids, ...(textOf(isAtAll) === 'true' ? [everyone] : [])]
}

/**
 * Where a link of DingTalk leads: pages that it opens in its own window have their address within another,
 * https://open.dingtalk.com/document/orgapp/message-link-description. Null where it may not be opened.
 */
export function dingtalkLink(address: string): string | null {
  const url = URL.parse(address.trim())
  const isPage =
    url !== null &&
    ((url.protocol === 'dingtalk:' && url.host === 'dingtalkclient' && url.pathname === '/page/link') ||
      (url.host === 'qr.dingtalk.com' && url.pathname === '/page/link'))
  const inner = isPage ? url.searchParams.get('url') : null
  return inner === null ? linkOf(address) : pictureOf(inner)
}

/** The address of a field; null, and noted, where it may not be opened. */
function linkAt(value: unknown, path: string, lost: string[]): string | null {
  const link = dingtalkLink(requireText(value, path))
  if (link === null) lost.push(`${path}: an address that is not allowed`)
  return link
}

function pictureAt(value: unknown, path: string, lost: string[]): string | null {
  const written = textOf(value).trim()
  const picture = written === '' ? null : pictureOf(written)
  if (picture === null && written !== '') lost.push(`${path}: an address that is not allowed`)
  return picture
}

function textMessage(content: JsonObject, called: readonly Called[], lost: string[]): ConvertedMessage {
  const text = clip(dropControls(textOf(content.content)), mostTextChars, 'text.content', lost)
  if (!hasVisibleText(text)) throw new PayloadError('empty', 'text.content', 'is missing or empty')
  return callingText(text, called)
}

function markdown(content: JsonObject, called: readonly Called[], lost: string[]): Card {
  const fallbackText = label(requireText(content.title, 'markdown.title'), 'markdown.title', lost)
  const { inline, rest } = callingRuns(called)
  const text = clip(requireText(content.text, 'markdown.text'), mostMarkdown, 'markdown.text', lost)
  const body = markdownElements(text, { inline, link: dingtalkLink, lost })
  const others = rest()
  if (others.length > 0) body.push({ type: 'RichTextBlock', inlines: others })
  if (body.length === 0) throw new PayloadError('empty', 'markdown.text', 'has nothing that can be seen')
  return fitCard({ type: 'AdaptiveCard', fallbackText, body }, lost)
}

function linkCard(content: JsonObject, lost: string[]): Card {
  const article: Article = {
    path: 'link',
    title: requireText(content.title, 'link.title'),
    description: requireText(content.text, 'link.text'),
    link: linkAt(content.messageUrl, 'link.messageUrl', lost),
    picture: pictureAt(content.picUrl, 'link.picUrl', lost),
  }
  return fitCard({ type: 'AdaptiveCard', body: [row(article, lost)] }, lost)
}

function feedCard(content: JsonObject, lost: string[]): Card {
  const articles = neededList(content.links, 'feedCard.links', 'links', mostButtons).map((link, index): Article => {
    const path = `feedCard.links[${index}]`
    return {
      path,
      title: requireText(link.title, `${path}.title`),
      description: '',
      link: linkAt(link.messageURL, `${path}.messageURL`, lost),
      picture: pictureAt(link.picURL, `${path}.picURL`, lost),
    }
  })
  return articlesCard(articles, lost)
}

/** With one button, to which the whole card leads, or with several. */
function actionCard(content: JsonObject, lost: string[]): Card {
  const path = 'actionCard'
  const fallbackText = label(requireText(content.title, `${path}.title`), `${path}.title`, lost)
  const text = clip(requireText(content.text, `${path}.text`), mostMarkdown, `${path}.text`, lost)
  const body = markdownElements(text, { link: dingtalkLink, lost })
  const whole = textOf(content.singleTitle).trim() !== '' || textOf(content.singleURL).trim() !== ''
  const buttons = whole
    ? [{ title: content.singleTitle, url: content.singleURL, names: ['singleTitle', 'singleURL'] as const }]
    : neededList(content.btns, `${path}.btns`, 'buttons', mostButtons).map((button, index) => ({
        title: button.title,
        url: button.actionURL,
        names: [`btns[${index}].title`, `btns[${index}].actionURL`] as const,
      }))
  const actions: OpenUrlAction[] = []
  for (const { title, url, names } of buttons) {
    const shown = label(requireText(title, `${path}.${names[0]}`), `${path}.${names[0]}`, lost)
    const link = linkAt(url, `${path}.${names[1]}`, lost)
    if (link === null) body.push(...words(shown, `${path}.${names[0]}`, lost, { isSubtle: true }))
    else actions.push({ type: 'Action.OpenUrl', title: shown, url: link })
  }
  const [only] = actions
  const below = !whole && textOf(content.btnOrientation) !== '1'
  const card: Card = { type: 'AdaptiveCard', fallbackText, body: below ? [...body, ...stacked(actions)] : body }
  if (!below && actions.length > 0) card.actions = actions
  if (whole && only) card.selectAction = { type: 'Action.OpenUrl', url: only.url }
  return fitCard(card, lost)
}

/** Buttons one below the other, as DingTalk has them unless `btnOrientation` is `1`. */
function stacked(actions: readonly OpenUrlAction[]): CardElement[] {
  return actions.map((action, index) => ({
    type: 'ActionSet',
    actions: [action],
    ...(index > 0 && { spacing: 'small' as const }),
  }))
}

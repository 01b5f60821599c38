import { createHash } from 'node:crypto'
import { type CardInline, dropControls, hasVisibleText, limits, type TextRun } from '@lianqun/protocol'
import { linkOf, pictureOf } from '../addresses.ts'
import { type Converted, type ConvertedMessage, type JsonObject, PayloadError } from '../converted.ts'
import { fitCard } from '../fit.ts'
import { listOf, requireObject, requireText, textOf } from '../json.ts'
import { markdownElements } from '../markdown.ts'
import { articlesCard } from './articles.ts'
import { type Called, calledBy, callingText, everyone } from './mentions.ts'
import { cutBytes, mediaId, neededList, requireBytes } from './reading.ts'
import { templateMessages } from './wecom-template.ts'

/** What WeCom allows: https://developer.work.weixin.qq.com/document/path/99110 and …/101032 for template cards. */
export const wecomLimits = {
  'text.content': '2,048 bytes',
  'markdown.content, markdown_v2.content': '4,096 bytes',
  'news.articles': '1 to 8; title 128 bytes and description 512 bytes, cut when longer',
  image: '2 MB, JPEG or PNG, with the MD5 of the bytes',
  'template_card.horizontal_content_list': '6',
  'template_card.vertical_content_list': '4',
  'template_card.jump_list': '3',
  'template_card.action_menu.action_list': '1 to 3',
  'template_card.button_list': '1 to 6',
  'template_card.checkbox.option_list': '1 to 20',
  'template_card.select_list': '1 to 3, each with 1 to 10 options',
  'template_card.task_id': '128 bytes of letters, digits, _, - and @',
  'keys of buttons and questions': '1,024 bytes, each once (questions here: 255 characters)',
  'ids of options': '128 bytes, each once',
} as const

/** What is not shown as WeCom shows it. */
export const losses: readonly string[] = [
  'Links to mini-programs of WeChat (type 2) are shown as text.',
  'Jumps that ask the assistant a question (type 3 of jump_list) are shown as text.',
  'Details of a member (type 3 of horizontal_content_list) are shown as text, and call nobody.',
  'A file in horizontal_content_list (type 2) follows the card as a message of its own.',
  'The aspect ratio of card_image is that of the picture.',
  'Buttons have three looks where WeCom has four.',
  'The entries of action_menu are buttons behind the others.',
  'disable of a question has no effect, as in WeCom before a card is updated.',
  'Colours of a font other than info, comment and warning become the nearest colour of a card.',
  'A card that a button answers changes for everyone at once, not for the person who pressed it alone.',
]

const mostBytes = { text: 2_048, markdown: 4_096, image: 2 * 1_024 * 1_024, title: 128, description: 512 }

/**
 * A payload of a WeCom group robot (消息推送) as messages. Members beside the one that `msgtype` names are passed over,
 * as WeCom does: Gitea sends an empty `text` beside its `markdown`.
 * @throws PayloadError with the place where WeCom would answer an error
 */
export function convertWecom(payload: JsonObject): Converted {
  const lost: string[] = []
  const kind = textOf(payload.msgtype)
  const content = () => requireObject(payload[kind], kind)
  const messages = ((): ConvertedMessage[] => {
    switch (kind) {
      case 'text':
        return [textOfRobot(content(), lost)]
      case 'markdown':
      case 'markdown_v2':
        return [markdown(content(), kind, lost)]
      case 'news':
        return [news(content(), lost)]
      case 'image':
        return [image(content())]
      case 'file':
      case 'voice':
        return [{ type: 'media', kind, mediaId: mediaId(content().media_id, `${kind}.media_id`) }]
      case 'template_card':
        return templateMessages(content(), lost)
      default:
        throw new PayloadError('unsupported', 'msgtype', 'has to be a kind of message that WeCom has')
    }
  })()
  return { messages, lost }
}

/** Whom `mentioned_list` and `mentioned_mobile_list` call. */
function calledIn({ mentioned_list, mentioned_mobile_list }: JsonObject): Called[] {
  const ids = listOf(mentioned_list).map(textOf)
  const mobiles = listOf(mentioned_mobile_list).map(textOf)
  const all = [...ids, ...mobiles].includes('@all')
  const people = [
    ...calledBy(ids, 'id').filter(({ person }) => person !== 'id:@all'),
    ...calledBy(mobiles, 'mobile').filter(({ person }) => person !== 'mobile:@all'),
  ]
  return all ? [...people, everyone] : people
}

/** A person in a text, as `<@userid>`. */
const inText = /<@([\w.@-]{1,64})>/g

function textOfRobot(content: JsonObject, lost: string[]): ConvertedMessage {
  const written = requireBytes(dropControls(textOf(content.content)), mostBytes.text, 'text.content')
  const called = calledIn(content)
  const named: Called[] = [...written.matchAll(inText)].flatMap(([, id = '']) =>
    id === 'all' ? [everyone] : calledBy([id], 'id'),
  )
  // Each is called once, however often it is named.
  const people = new Map([...called, ...named].map(each => [each.person, each]))
  if (people.size > limits.mentions) lost.push(`text.mentioned_list: more than ${limits.mentions} people`)
  const shown = written.replace(inText, '@$1')
  if (!hasVisibleText(shown) && people.size === 0)
    throw new PayloadError('empty', 'text.content', 'is missing or empty')
  return callingText(hasVisibleText(shown) ? shown : '', [...people.values()].slice(0, limits.mentions))
}

function markdown(content: JsonObject, kind: 'markdown' | 'markdown_v2', lost: string[]): ConvertedMessage {
  const path = `${kind}.content`
  return wecomMarkdown(requireText(content.content, path), { kind, path, most: mostBytes.markdown, lost })
}

/** A Markdown text of at most `most` bytes, in the words of either kind of message. @throws PayloadError */
export function wecomMarkdown(
  text: string,
  { kind, path, most, lost }: { kind: 'markdown' | 'markdown_v2'; path: string; most: number; lost: string[] },
): ConvertedMessage {
  const written = requireBytes(text, most, path)
  const body =
    kind === 'markdown'
      ? markdownElements(chatQuotes(written), { inline: person(), lost })
      : markdownElements(written, { tags: false, lost })
  if (body.length === 0) throw new PayloadError('empty', path, 'has nothing that can be seen')
  return { type: 'card', card: fitCard({ type: 'AdaptiveCard', body }, lost) }
}

/** In `markdown` a quote is a line that begins with `>`, however far from the edge, and ends with that line. */
function chatQuotes(text: string): string {
  const lines = text.split(/\r\n?|\n/)
  return lines
    .map((line, index) => {
      const quoted = line.trimStart().startsWith('>')
      const before = lines[index - 1]?.trimStart() ?? ''
      if (quoted) return line.trimStart()
      return before.startsWith('>') && line.trim() !== '' ? `\n${line}` : line
    })
    .join('\n')
}

/** Calls people in the runs of a Markdown text, at most so many as a message may mention; others are text. */
function person(): (run: TextRun) => CardInline[] {
  let count = 0
  return run => {
    const [, id] = /^<@([\w.@-]{1,64})>$/.exec(run.text) ?? []
    if (id === undefined || ++count > limits.mentions) return [run]
    return [{ type: 'Mention', userId: id === 'all' ? 'all' : `id:${id}`, text: id === 'all' ? '@所有人' : `@${id}` }]
  }
}

function news(content: JsonObject, lost: string[]): ConvertedMessage {
  const articles = neededList(content.articles, 'news.articles', 'articles', 8).map((article, index) => {
    const path = `news.articles[${index}]`
    const link = linkOf(requireText(article.url, `${path}.url`))
    if (link === null) lost.push(`${path}.url: an address that is not allowed`)
    const picurl = textOf(article.picurl)
    const picture = picurl.trim() === '' ? null : pictureOf(picurl)
    if (picture === null && picurl.trim() !== '') lost.push(`${path}.picurl: an address that is not allowed`)
    return {
      path,
      title: cutBytes(requireText(article.title, `${path}.title`), mostBytes.title, `${path}.title`, lost),
      description: cutBytes(textOf(article.description), mostBytes.description, `${path}.description`, lost),
      link,
      picture,
    }
  })
  return { type: 'card', card: articlesCard(articles, lost) }
}

/** A picture with its MD5. @throws PayloadError when it is too large, no picture, or another one than was meant */
function image(content: JsonObject): ConvertedMessage {
  const base64 = requireText(content.base64, 'image.base64').replace(/\s+/g, '')
  if (base64.length > Math.ceil(mostBytes.image / 3) * 4)
    throw new PayloadError('too_long', 'image.base64', 'at most 2 MB')
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64))
    throw new PayloadError('malformed', 'image.base64', 'has to be base64 without a prefix')
  const bytes = Buffer.from(base64, 'base64')
  if (bytes.length > mostBytes.image) throw new PayloadError('too_long', 'image.base64', 'at most 2 MB')
  const head = bytes.subarray(0, 4).toString('latin1')
  if (!head.startsWith('\u00ff\u00d8\u00ff') && head !== '\u0089PNG')
    throw new PayloadError('malformed', 'image.base64', 'has to be a JPEG or a PNG')
  const md5 = requireText(content.md5, 'image.md5').trim().toLowerCase()
  if (md5 !== createHash('md5').update(bytes).digest('hex'))
    throw new PayloadError('malformed', 'image.md5', 'is not that of the picture')
  return { type: 'image', base64, md5 }
}

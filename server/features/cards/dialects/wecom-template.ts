import {
  type Card,
  type CardAction,
  type CardElement,
  type CardHeader,
  type Column,
  escapeMarkdown,
} from '@lianqun/protocol'
import { linkOf, pictureOf } from '../addresses.ts'
import { type ConvertedMessage, type JsonObject, PayloadError } from '../converted.ts'
import { clip, fitCard } from '../fit.ts'
import { objectOf, requireObject, requireText, textOf } from '../json.ts'
import { isPresent, label, limitedList, mediaId, words } from './reading.ts'
import { actionMenu, buttons, checkbox, selection, selections, submitButton } from './wecom-questions.ts'

/*
 * The template cards of WeCom: https://developer.work.weixin.qq.com/document/path/101032. Lengths that it only suggests
 * (建议不超过) are not enforced.
 */

const kinds = ['text_notice', 'news_notice', 'button_interaction', 'vote_interaction', 'multiple_interaction'] as const
export type TemplateKind = (typeof kinds)[number]

const at = (field: string) => `template_card.${field}`

/** What a place of a card does when it is pressed; nothing where it leads nowhere or to what we do not have. */
function jumpOf(place: JsonObject, path: string, lost: string[]): CardAction | undefined {
  const type = Number(textOf(place.type))
  if (type === 2) lost.push(`${path}: leads to a mini-program of WeChat`)
  if (type !== 1) return undefined
  const url = linkOf(requireText(place.url, `${path}.url`))
  if (url === null) lost.push(`${path}.url: an address that is not allowed`)
  return url === null ? undefined : { type: 'Action.OpenUrl', url }
}

const pressed = (action: CardAction | undefined) => (action ? { selectAction: action } : {})

/** The card, and behind it the files that it offers. @throws PayloadError */
export function templateMessages(template: JsonObject, lost: string[]): ConvertedMessage[] {
  const kind = kinds.find(name => name === template.card_type)
  if (kind === undefined) throw new PayloadError('unsupported', at('card_type'), `has to be one of ${kinds.join(', ')}`)
  const taskId = taskOf(template, kind)
  const header = headerOf(template, lost)
  const { facts, files } = horizontal(template, lost)
  const answer = { card_type: kind, ...(taskId !== '' && { task_id: taskId }) }
  const body: CardElement[] = [
    ...source(template, lost),
    ...pictures(template, kind, lost),
    ...emphasis(template, lost),
    ...quote(template, lost),
    ...words(textOf(template.sub_title_text), at('sub_title_text'), lost),
    ...vertical(template, lost),
    ...facts,
    ...jumps(template, lost),
    ...(kind === 'button_interaction' ? selection(template.button_selection, at('button_selection'), lost) : []),
    ...(kind === 'vote_interaction' ? checkbox(template.checkbox, at('checkbox'), lost) : []),
    ...(kind === 'multiple_interaction' ? selections(template.select_list, at('select_list'), lost) : []),
  ]
  const actions: CardAction[] = [
    ...(kind === 'button_interaction' ? buttons(template.button_list, at('button_list'), answer, lost) : []),
    ...(kind === 'vote_interaction' || kind === 'multiple_interaction'
      ? [submitButton(template.submit_button, at('submit_button'), answer, lost)]
      : []),
    ...actionMenu(template.action_menu, at('action_menu'), answer, lost),
  ]
  const card: Card = {
    type: 'AdaptiveCard',
    ...(header && { header }),
    body,
    ...(actions.length > 0 && { actions }),
    ...pressed(cardAction(template, kind, lost)),
  }
  const media = files.map((id): ConvertedMessage => ({ type: 'media', kind: 'file', mediaId: id }))
  return [{ type: 'card', card: fitCard(card, lost) }, ...media]
}

/** The id of the task. @throws PayloadError where it is missing although something calls back, or is none */
function taskOf(template: JsonObject, kind: TemplateKind): string {
  const id = textOf(template.task_id).trim()
  const calls = kind === 'button_interaction' || kind === 'vote_interaction' || isPresent(template.action_menu)
  if (id === '' && calls) throw new PayloadError('empty', at('task_id'), 'is needed where a button calls back')
  if (id !== '' && !/^[\w@-]{1,128}$/.test(id))
    throw new PayloadError('malformed', at('task_id'), 'at most 128 letters, digits, _, - and @')
  return id
}

/** @throws PayloadError without a title, unless a text stands for it */
function headerOf(template: JsonObject, lost: string[]): CardHeader | undefined {
  const main = objectOf(template.main_title)
  const title = label(textOf(main.title), at('main_title.title'), lost)
  const subtitle = label(textOf(main.desc), at('main_title.desc'), lost)
  if (title === '' && textOf(template.sub_title_text).trim() === '')
    throw new PayloadError('empty', at('main_title.title'), 'this or sub_title_text is needed')
  if (title === '' && subtitle === '') return undefined
  return title === '' ? { title: subtitle } : { title, ...(subtitle !== '' && { subtitle }) }
}

const sourceColors = [{ isSubtle: true }, { color: 'dark' }, { color: 'attention' }, { color: 'good' }] as const

function source(template: JsonObject, lost: string[]): CardElement[] {
  const { icon_url, desc, desc_color } = objectOf(template.source)
  const color = sourceColors[Number(textOf(desc_color))] ?? sourceColors[0]
  const text = words(textOf(desc), at('source.desc'), lost, { size: 'small', ...color })
  const icon = textOf(icon_url).trim() === '' ? null : pictureOf(textOf(icon_url))
  if (icon === null) return text
  return [
    {
      type: 'ColumnSet',
      columns: [
        { type: 'Column', width: 'auto', items: [{ type: 'Image', url: icon, width: '20px' }] },
        { type: 'Column', width: 'stretch', verticalContentAlignment: 'center', items: text },
      ],
    },
  ]
}

/** `card_image` and `image_text_area`, which only a news_notice has. @throws PayloadError when it has neither */
function pictures(template: JsonObject, kind: TemplateKind, lost: string[]): CardElement[] {
  if (kind !== 'news_notice') return []
  const elements: CardElement[] = []
  const pictureAt = (value: unknown, path: string) => {
    const url = pictureOf(requireText(value, path))
    if (url === null) lost.push(`${path}: an address that is not allowed`)
    return url
  }
  const whole = isPresent(template.card_image)
  const beside = isPresent(template.image_text_area)
  if (!whole && !beside) throw new PayloadError('empty', at('card_image'), 'this or image_text_area is needed')
  if (whole) {
    const path = at('card_image')
    const url = pictureAt(requireObject(template.card_image, path).url, `${path}.url`)
    if (url !== null) elements.push({ type: 'Image', url, size: 'stretch' })
  }
  if (beside) elements.push(besidePicture(template.image_text_area, pictureAt, lost))
  return elements
}

function besidePicture(
  value: unknown,
  pictureAt: (value: unknown, path: string) => string | null,
  lost: string[],
): CardElement {
  const path = at('image_text_area')
  const area = requireObject(value, path)
  const url = pictureAt(area.image_url, `${path}.image_url`)
  const columns: Column[] = []
  if (url !== null) columns.push({ type: 'Column', width: 'auto', items: [{ type: 'Image', url, width: '80px' }] })
  const items = [
    ...words(textOf(area.title), `${path}.title`, lost, { weight: 'bolder' }),
    ...words(textOf(area.desc), `${path}.desc`, lost, { isSubtle: true }),
  ]
  columns.push({ type: 'Column', width: 'stretch', items })
  return { type: 'ColumnSet', columns, ...pressed(jumpOf(area, path, lost)) }
}

function emphasis(template: JsonObject, lost: string[]): CardElement[] {
  const { title, desc } = objectOf(template.emphasis_content)
  return [
    ...words(textOf(title), at('emphasis_content.title'), lost, { size: 'extraLarge', weight: 'bolder' }),
    ...words(textOf(desc), at('emphasis_content.desc'), lost, { size: 'small', isSubtle: true }).map(line => ({
      ...line,
      spacing: 'none' as const,
    })),
  ]
}

function quote(template: JsonObject, lost: string[]): CardElement[] {
  const area = objectOf(template.quote_area)
  const path = at('quote_area')
  const items = [
    ...words(textOf(area.title), `${path}.title`, lost, { weight: 'bolder' }),
    ...words(textOf(area.quote_text), `${path}.quote_text`, lost),
  ]
  if (items.length === 0) return []
  return [{ type: 'Container', style: 'emphasis', items, ...pressed(jumpOf(area, path, lost)) }]
}

function vertical(template: JsonObject, lost: string[]): CardElement[] {
  const path = at('vertical_content_list')
  return limitedList(template.vertical_content_list, path, 'texts', 4).flatMap((item, index) => {
    const here = `${path}[${index}]`
    return [
      ...words(requireText(item.title, `${here}.title`), `${here}.title`, lost, { weight: 'bolder' }),
      ...words(textOf(item.desc), `${here}.desc`, lost).map(line => ({ ...line, spacing: 'small' as const })),
    ]
  })
}

/** `horizontal_content_list`, and the files in it. */
function horizontal(template: JsonObject, lost: string[]): { facts: CardElement[]; files: string[] } {
  const path = at('horizontal_content_list')
  const files: string[] = []
  const facts = limitedList(template.horizontal_content_list, path, 'lines', 6).map((item, index) => {
    const here = `${path}[${index}]`
    const title = label(requireText(item.keyname, `${here}.keyname`), `${here}.keyname`, lost)
    const text = clip(textOf(item.value).trim(), 500, `${here}.value`, lost)
    const type = Number(textOf(item.type))
    const fact = (value: string) => ({ title: escapeMarkdown(title), value })
    if (type === 1) {
      const url = linkOf(requireText(item.url, `${here}.url`))
      if (url === null) lost.push(`${here}.url: an address that is not allowed`)
      return fact(url === null ? escapeMarkdown(text) : linkIn(text, url))
    }
    if (type === 2) files.push(mediaId(item.media_id, `${here}.media_id`))
    if (type === 3) {
      lost.push(`${here}: does not open the details of a member`)
      return fact(escapeMarkdown(text || requireText(item.userid, `${here}.userid`).slice(0, 64)))
    }
    return fact(escapeMarkdown(text))
  })
  return { facts: facts.length === 0 ? [] : [{ type: 'FactSet', facts }], files }
}

/** A link in the Markdown of cards, whose texts hold 500 characters, and whose addresses no bracket or space. */
function linkIn(text: string, url: string): string {
  const shown = clip(text === '' ? url : text.replace(/\s+/g, ' '), 200, '', [])
  const code = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`
  return `[${escapeMarkdown(shown)}](${url.replace(/[()<>" \t\n]/g, code)})`
}

function jumps(template: JsonObject, lost: string[]): CardElement[] {
  const path = at('jump_list')
  return limitedList(template.jump_list, path, 'jumps', 3).flatMap((item, index) => {
    const here = `${path}[${index}]`
    const title = label(requireText(item.title, `${here}.title`), `${here}.title`, lost)
    if (Number(textOf(item.type)) === 3) lost.push(`${here}: asks an assistant`)
    const action = jumpOf(item, here, lost)
    const style = action ? { color: 'accent' as const, selectAction: action } : {}
    const [line] = words(title, here, lost, style)
    if (line === undefined) return []
    return [index === 0 ? { ...line, separator: true } : { ...line, spacing: 'small' as const }]
  })
}

/** @throws PayloadError when a notice leads nowhere */
function cardAction(template: JsonObject, kind: TemplateKind, lost: string[]): CardAction | undefined {
  const path = at('card_action')
  const needed = kind === 'text_notice' || kind === 'news_notice'
  if (!isPresent(template.card_action) && !needed) return undefined
  const action = requireObject(template.card_action, path)
  if (needed && ![1, 2].includes(Number(textOf(action.type))))
    throw new PayloadError('malformed', `${path}.type`, 'has to be 1 or 2')
  return jumpOf(action, path, lost)
}

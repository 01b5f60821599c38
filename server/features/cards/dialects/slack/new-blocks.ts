import {
  type CardAction,
  type CardContainerStyle,
  type CardElement,
  type Carousel,
  escapeMarkdown,
  limits,
  type Steps,
  type Table,
} from '@lianqun/protocol'
import { isOpenable } from '../../addresses.ts'
import { type Json, type JsonObject, PayloadError } from '../../converted.ts'
import { isObject, objectOf, textOf } from '../../json.ts'
import { cut, fitList, richText } from '../fit.ts'
import { linkRun } from '../links.ts'
import { control, place } from './controls.ts'
import { actionSet, beside, described, picture, small } from './layout.ts'
import {
  blockId,
  type Conversion,
  lose,
  malformed,
  optionalString,
  plainText,
  requireObjects,
  requireString,
  requireTextObject,
  slackLimits,
  textElements,
  textInlines,
} from './read.ts'
import { richTextElements, richTextWords } from './rich-text.ts'

/* The blocks that are more than text and controls: https://docs.slack.dev/reference/block-kit/blocks. */

/** @throws PayloadError */
function cell(c: Conversion, value: Json, path: string): CardElement[] {
  if (!isObject(value)) throw malformed(path, 'has to be a cell')
  if (value.type === 'rich_text') return fitList(richTextElements(c, value, path))
  if (value.type !== 'raw_text' && value.type !== 'raw_number') throw malformed(`${path}.type`, 'is no kind of cell')
  const text =
    value.type === 'raw_number'
      ? textOf(value.text ?? value.value)
      : optionalString(value.text, `${path}.text`, limits.cardTextChars)
  return richText(text ? [text] : [])
}

/** `table` and `data_table`. The first row is its head. @throws PayloadError */
export function table(c: Conversion, block: JsonObject, path: string, mostRows: number): CardElement[] {
  if (!Array.isArray(block.rows)) throw malformed(`${path}.rows`, 'has to be a list')
  if (block.rows.length > mostRows) throw new PayloadError('too_long', `${path}.rows`, `has more than ${mostRows} rows`)
  const rows = block.rows.slice(0, limits.cardItems).map((row, n) => {
    const at = `${path}.rows[${n}]`
    if (!Array.isArray(row)) throw malformed(at, 'has to be a list of cells')
    if (row.length > slackLimits.tableColumns) {
      throw new PayloadError('too_long', at, `has more than ${slackLimits.tableColumns} cells`)
    }
    return { cells: row.map((value, m) => ({ items: cell(c, value, `${at}[${m}]`) })) }
  })
  if (block.rows.length > limits.cardItems) lose(c, `${path}.rows`, `more than ${limits.cardItems} rows`)
  const settings = block.column_settings
  if (settings !== undefined && !Array.isArray(settings)) throw malformed(`${path}.column_settings`, 'has to be a list')
  const columns = (settings ?? [])
    .slice(0, slackLimits.tableColumns)
    .map((setting): NonNullable<Table['columns']>[number] => {
      const align = objectOf(setting).align
      return { width: 1, ...((align === 'center' || align === 'right') && { horizontalCellContentAlignment: align }) }
    })
  const caption = optionalString(block.caption, `${path}.caption`, slackLimits.label) ?? ''
  return [
    ...(caption === '' ? [] : richText([{ type: 'TextRun', text: caption, weight: 'bolder' }])),
    {
      type: 'Table',
      rows,
      firstRowAsHeader: true,
      showGridLines: true,
      ...(columns.length > 0 && { columns }),
    },
  ]
}

/** A picture that opens the video, for no foreign player stands in a card. @throws PayloadError */
export function video(c: Conversion, block: JsonObject, path: string): CardElement[] {
  const title = plainText(block.title, `${path}.title`, slackLimits.videoTitle)
  const altText = requireString(block.alt_text, `${path}.alt_text`, slackLimits.altText)
  const thumbnail = requireString(block.thumbnail_url, `${path}.thumbnail_url`, slackLimits.imageUrl)
  const player = requireString(block.video_url, `${path}.video_url`, slackLimits.imageUrl)
  const url = optionalString(block.title_url, `${path}.title_url`, slackLimits.imageUrl) || player
  const author = optionalString(block.author_name, `${path}.author_name`, slackLimits.videoAuthor)
  const provider = optionalString(block.provider_name, `${path}.provider_name`, slackLimits.label)
  const description = plainText(block.description, `${path}.description`, slackLimits.altText, true)
  lose(c, path, 'a video is a picture that opens it')
  const from = [provider, author].filter(Boolean).join(' · ')
  const open = isOpenable(url) ? { selectAction: { type: 'Action.OpenUrl' as const, url, title } } : {}
  return [
    ...(from === '' ? [] : richText([{ type: 'TextRun', text: from, ...small }])),
    ...richText([linkRun(title, url, { weight: 'bolder' })]),
    ...(description === '' ? [] : richText([description])),
    ...(/^https?:\/\//i.test(thumbnail)
      ? [{ type: 'Image' as const, url: thumbnail, altText, size: 'stretch' as const, ...open }]
      : described(block)),
  ]
}

/** A file that Slack or another place has, by its id. @throws PayloadError */
export function file(c: Conversion, block: JsonObject, path: string): CardElement[] {
  const id = requireString(block.external_id, `${path}.external_id`, slackLimits.id)
  lose(c, path, 'a file that Slack has is its id')
  return richText([`📎 ${id}`])
}

/** A call of another system, which its address joins. @throws PayloadError */
export function call(c: Conversion, block: JsonObject, path: string): CardElement[] {
  const id = requireString(block.call_id, `${path}.call_id`, slackLimits.id)
  const { name, join_url: url } = objectOf(objectOf(block.call).v1)
  lose(c, path, 'a call shows neither who is in it nor when it ends')
  const title = `📞 ${cut(textOf(name) || id, limits.nameChars)}`
  return richText([typeof url === 'string' ? linkRun(title, url) : title])
}

const states: Record<string, Steps['steps'][number]['state']> = {
  pending: 'todo',
  in_progress: 'now',
  complete: 'done',
  error: 'failed',
}

/** @throws PayloadError */
function step(c: Conversion, task: JsonObject, path: string): Steps['steps'][number] {
  const title = requireString(task.title, `${path}.title`, limits.cardLineChars)
  const details = richTextWords(c, task.details, `${path}.details`)
  const output = richTextWords(c, task.output, `${path}.output`)
  const text = cut([details, output].filter(Boolean).join('\n'), limits.cardLineChars)
  const status = optionalString(task.status, `${path}.status`, slackLimits.id) ?? 'pending'
  const state = Object.hasOwn(states, status) ? states[status] : undefined
  if (state === undefined) throw malformed(`${path}.status`, 'is no status of a task')
  return { title, state, ...(text !== '' && { text }) }
}

/** The addresses that a task is drawn from. @throws PayloadError */
function sources(task: JsonObject, path: string): CardElement[] {
  if (task.sources === undefined || task.sources === null) return []
  const links = requireObjects(task.sources, `${path}.sources`, limits.cardItems / 2).flatMap((source, n) => [
    ...(n === 0 ? [] : ['\u2003']),
    linkRun(textOf(source.text), textOf(source.url), small),
  ])
  return richText(links.filter(inline => inline !== ''))
}

/** @throws PayloadError */
export function taskCard(c: Conversion, block: JsonObject, path: string): CardElement[] {
  return [{ type: 'Steps', steps: [step(c, block, path)] }, ...sources(block, path)]
}

/** @throws PayloadError */
export function plan(c: Conversion, block: JsonObject, path: string): CardElement[] {
  const title = requireString(block.title, `${path}.title`, limits.cardLineChars)
  const tasks = block.tasks === undefined ? [] : requireObjects(block.tasks, `${path}.tasks`, limits.cardItems)
  const steps = tasks.map((task, n) => step(c, task, `${path}.tasks[${n}]`))
  return [
    ...richText([{ type: 'TextRun', text: title, weight: 'bolder' }]),
    ...(steps.length === 0 ? [] : [{ type: 'Steps' as const, steps }]),
    ...tasks.flatMap((task, n) => sources(task, `${path}.tasks[${n}]`)),
  ]
}

const levels: Record<string, CardContainerStyle> = {
  default: 'emphasis',
  info: 'accent',
  warning: 'warning',
  error: 'attention',
  success: 'good',
}

/** @throws PayloadError */
export function alert(c: Conversion, block: JsonObject, path: string): CardElement[] {
  const level = optionalString(block.level, `${path}.level`, slackLimits.id) ?? 'default'
  const style = Object.hasOwn(levels, level) ? levels[level] : undefined
  if (style === undefined) throw malformed(`${path}.level`, 'is no level of an alert')
  const text = requireTextObject(block.text, `${path}.text`, slackLimits.sectionText)
  return [{ type: 'Container', style, items: textElements(c, text) }]
}

/** The head of a card or container: title, what stands below it, and a small picture before both. @throws PayloadError */
function head(c: Conversion, block: JsonObject, path: string, titled: CardElement[]): CardElement[] {
  const below =
    block.subtitle === undefined || block.subtitle === null
      ? []
      : richText(textInlines(c, requireTextObject(block.subtitle, `${path}.subtitle`, slackLimits.cardTitle), small))
  const words = [...titled, ...below]
  if (block.icon === undefined || block.icon === null) return words
  const icon = picture(c, objectOf(block.icon), `${path}.icon`)
  if (icon === null || words.length === 0) return words
  const row = beside(words, [])
  if (row.type !== 'ColumnSet') return words
  return [
    {
      ...row,
      columns: [
        { width: 'auto', items: [{ ...icon, width: '32px' }] },
        { width: 'stretch', items: words },
      ],
    },
  ]
}

/** What one card of Slack holds. @throws PayloadError */
function cardItems(c: Conversion, block: JsonObject, path: string, id: string): CardElement[] {
  const { hero_image: hero, title, body, actions } = block
  const items: CardElement[] = []
  if (hero !== undefined && hero !== null) {
    const image = picture(c, objectOf(hero), `${path}.hero_image`)
    items.push(...(image === null ? described(objectOf(hero)) : [{ ...image, size: 'stretch' as const }]))
  }
  const titled =
    title === undefined || title === null
      ? []
      : richText(textInlines(c, requireTextObject(title, `${path}.title`, slackLimits.cardTitle), { weight: 'bolder' }))
  items.push(...head(c, block, path, titled))
  if (body !== undefined && body !== null) {
    items.push(...textElements(c, requireTextObject(body, `${path}.body`, slackLimits.cardBody)))
  }
  if (actions !== undefined && actions !== null) {
    const pressed = requireObjects(actions, `${path}.actions`, slackLimits.actions).flatMap(
      (element, n): CardAction[] => {
        const at = `${path}.actions[${n}]`
        const read = control(c, element, place(element, id, at, n))
        if (!('pressed' in read)) throw new PayloadError('unsupported', `${at}.type`, 'only buttons stand on a card')
        return read.pressed
      },
    )
    if (pressed.length > 0) items.push(actionSet(pressed))
  }
  if (items.length === 0) throw malformed(path, 'has neither picture, title, text nor buttons')
  return items
}

/** @throws PayloadError */
export function card(c: Conversion, block: JsonObject, path: string, id: string): CardElement[] {
  return [{ type: 'Container', style: 'emphasis', items: cardItems(c, block, path, id) }]
}

/** @throws PayloadError */
export function carousel(c: Conversion, block: JsonObject, path: string): CardElement[] {
  const list = requireObjects(block.elements, `${path}.elements`, slackLimits.carousel)
  if (list.length === 0) throw malformed(`${path}.elements`, 'is empty')
  const pages = list.map((element, n): Carousel['pages'][number] => {
    const at = `${path}.elements[${n}]`
    return { items: cardItems(c, element, at, blockId(c, element, at)) }
  })
  return [{ type: 'Carousel', pages }]
}

const within = new Set([
  'actions',
  'context',
  'divider',
  'file',
  'header',
  'image',
  'input',
  'rich_text',
  'section',
  'table',
  'video',
])

/** Blocks under a title. `read`: reads blocks. @throws PayloadError */
export function container(
  c: Conversion,
  block: JsonObject,
  path: string,
  read: (c: Conversion, blocks: JsonObject[], path: string) => CardElement[],
): CardElement[] {
  const blocks = requireObjects(block.child_blocks, `${path}.child_blocks`, slackLimits.containerBlocks)
  for (const [n, { type }] of blocks.entries()) {
    // Its depth is what it is because none stands in another.
    if (typeof type !== 'string' || !within.has(type)) {
      throw new PayloadError('unsupported', `${path}.child_blocks[${n}].type`, 'does not stand in a container')
    }
  }
  const titled = isObject(block.rich_text_title)
    ? richTextElements(c, block.rich_text_title, `${path}.rich_text_title`)
    : [
        {
          type: 'TextBlock' as const,
          text: escapeMarkdown(plainText(block.title, `${path}.title`, slackLimits.cardTitle)),
          weight: 'bolder' as const,
          wrap: true,
        },
      ]
  if (block.default_collapsed === true) lose(c, path, 'a container that is folded is open')
  const items = fitList([...head(c, block, path, titled), ...read(c, blocks, `${path}.child_blocks`)])
  return [{ type: 'Container', style: 'emphasis', items }]
}

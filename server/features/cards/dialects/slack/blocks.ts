import { type CardAction, type CardElement, type Column, escapeMarkdown } from '@lianqun/protocol'
import { type JsonObject, PayloadError } from '../../converted.ts'
import { isObject } from '../../json.ts'
import { markdownElements } from '../../markdown.ts'
import { emojiText } from '../emoji.ts'
import { chunked, richText } from '../fit.ts'
import { blockInput, type Control, control, place } from './controls.ts'
import { actionSet, beside, columns, described, picture, small } from './layout.ts'
import { alert, call, card, carousel, container, file, plan, table, taskCard, video } from './new-blocks.ts'
import {
  blockId,
  type Conversion,
  malformed,
  plainText,
  requireObjects,
  requireString,
  requireTextObject,
  slackLimits,
  textElements,
  textInlines,
} from './read.ts'
import { richTextElements } from './rich-text.ts'

/* Blocks: https://docs.slack.dev/reference/block-kit/blocks. */

/** Inputs with what sends them beside them. */
function sendable({ inputs, send }: Extract<Control, { inputs: unknown }>): CardElement {
  return {
    type: 'ColumnSet',
    columns: [
      ...inputs.map((input): Column => ({ width: 'stretch', items: [input], verticalContentAlignment: 'bottom' })),
      { width: 'auto', items: [actionSet([send])], verticalContentAlignment: 'bottom' },
    ],
  }
}

/** @throws PayloadError */
function section(c: Conversion, block: JsonObject, path: string, id: string): CardElement[] {
  const { text, fields, accessory } = block
  const elements: CardElement[] = []
  if (text !== undefined && text !== null) {
    elements.push(...textElements(c, requireTextObject(text, `${path}.text`, slackLimits.sectionText)))
  }
  if (fields !== undefined && fields !== null) {
    const cells = requireObjects(fields, `${path}.fields`, slackLimits.fields).map((field, n) =>
      textElements(c, requireTextObject(field, `${path}.fields[${n}]`, slackLimits.fieldText)),
    )
    for (const row of chunked(cells, 2)) elements.push(columns(row))
  }
  if (text == null && (fields == null || elements.length === 0)) throw malformed(path, 'has neither text nor fields')
  if (accessory === undefined || accessory === null) return elements
  const at = `${path}.accessory`
  if (!isObject(accessory)) throw malformed(at, 'has to be an element')
  if (accessory.type === 'image') {
    const image = picture(c, accessory, at)
    return image === null ? [...elements, ...described(accessory)] : [beside(elements, [{ ...image, width: '88px' }])]
  }
  const read = control(c, accessory, place(accessory, id, at, 0))
  return 'pressed' in read ? [beside(elements, [actionSet(read.pressed)])] : [...elements, sendable(read)]
}

/** Buttons in one row, each input in its own. @throws PayloadError */
function actions(c: Conversion, block: JsonObject, path: string, id: string, most: number): CardElement[] {
  const list = requireObjects(block.elements, `${path}.elements`, most)
  if (list.length === 0) throw malformed(`${path}.elements`, 'is empty')
  const elements: CardElement[] = []
  let row: CardAction[] = []
  const end = () => {
    if (row.length > 0) elements.push(actionSet(row))
    row = []
  }
  for (const [n, element] of list.entries()) {
    const read = control(c, element, place(element, id, `${path}.elements[${n}]`, n))
    if ('pressed' in read) row.push(...read.pressed)
    else {
      end()
      elements.push(sendable(read))
    }
  }
  end()
  return elements
}

/** Small text and pictures in one row. @throws PayloadError */
function context(c: Conversion, block: JsonObject, path: string): CardElement[] {
  const list = requireObjects(block.elements, `${path}.elements`, slackLimits.contextElements)
  if (list.length === 0) throw malformed(`${path}.elements`, 'is empty')
  const at = (n: number) => `${path}.elements[${n}]`
  const text = (element: JsonObject, n: number) => requireTextObject(element, at(n), slackLimits.sectionText)
  if (list.every(({ type }) => type !== 'image')) {
    // Runs in one line, but for what has quotes or code in it.
    return richText(
      list.flatMap((element, n) => [...(n === 0 ? [] : ['\u2003']), ...textInlines(c, text(element, n), small)]),
    )
  }
  const cells = list.map((element, n): Column => {
    if (element.type !== 'image') {
      return { width: 'auto', items: textElements(c, text(element, n), small), verticalContentAlignment: 'center' }
    }
    const image = picture(c, element, at(n))
    return {
      width: 'auto',
      items: image === null ? described(element) : [{ ...image, width: '20px' }],
      verticalContentAlignment: 'center',
    }
  })
  return [{ type: 'ColumnSet', columns: cells }]
}

/** @throws PayloadError */
function image(c: Conversion, block: JsonObject, path: string): CardElement[] {
  const title = plainText(block.title, `${path}.title`, slackLimits.altText, true)
  const shown = picture(c, block, path)
  return [
    ...(title === '' ? [] : richText([{ type: 'TextRun', text: title, weight: 'bolder' }])),
    ...(shown === null ? described(block) : [{ ...shown, size: 'stretch' as const }]),
  ]
}

/** @throws PayloadError */
function input(c: Conversion, block: JsonObject, path: string, id: string): CardElement[] {
  const label = plainText(block.label, `${path}.label`, slackLimits.label)
  const hint = plainText(block.hint, `${path}.hint`, slackLimits.label, true)
  const { element } = block
  if (!isObject(element)) throw malformed(`${path}.element`, 'has to be an element')
  const told = { label, ...(c.view && block.optional !== true && { isRequired: true }) }
  const read = blockInput(c, element, place(element, id, `${path}.element`, 0), told)
  const below = hint === '' ? [] : richText([{ type: 'TextRun', text: hint, ...small }], { spacing: 'small' })
  if (read === null) return [...richText([`${label} —`]), ...below]
  if (!('inputs' in read)) return below
  const alone =
    block.dispatch_action === true
      ? [sendable(read)]
      : read.inputs.length > 1
        ? [columns(read.inputs.map(one => [one]))]
        : read.inputs
  return [...alone, ...below]
}

/** @throws PayloadError */
function header(block: JsonObject, path: string): CardElement[] {
  const text = plainText(block.text, `${path}.text`, slackLimits.header)
  return [
    { type: 'TextBlock', text: escapeMarkdown(text), style: 'heading', size: 'large', weight: 'bolder', wrap: true },
  ]
}

/** @throws PayloadError */
function markdown(block: JsonObject, path: string): CardElement[] {
  const text = requireString(block.text, `${path}.text`, slackLimits.markdown)
  return markdownElements(text, {
    inline: one => [one.fontType === 'monospace' ? one : { ...one, text: emojiText(one.text) }],
  })
}

/** The elements of one block. A divider is none: it is the line above the next. @throws PayloadError */
export function blockElements(c: Conversion, block: JsonObject, path: string): CardElement[] {
  const type = requireString(block.type, `${path}.type`, slackLimits.id)
  const id = blockId(c, block, path)
  switch (type) {
    case 'section':
      return section(c, block, path, id)
    case 'header':
      return header(block, path)
    case 'image':
      return image(c, block, path)
    case 'context':
      return context(c, block, path)
    case 'context_actions':
      return actions(c, block, path, id, slackLimits.contextActions)
    case 'actions':
      return actions(c, block, path, id, slackLimits.actions)
    case 'input':
      return input(c, block, path, id)
    case 'rich_text':
      return richTextElements(c, block, path)
    case 'markdown':
      return markdown(block, path)
    case 'table':
    case 'data_table':
      return table(c, block, path, type === 'table' ? slackLimits.tableRows : slackLimits.dataTableRows)
    case 'video':
      return video(c, block, path)
    case 'file':
      return file(c, block, path)
    case 'call':
      return call(c, block, path)
    case 'task_card':
      return taskCard(c, block, path)
    case 'plan':
      return plan(c, block, path)
    case 'alert':
      return alert(c, block, path)
    case 'card':
      return card(c, block, path, id)
    case 'carousel':
      return carousel(c, block, path)
    case 'container':
      return container(c, block, path, blocksElements)
    case 'divider':
      return []
    default:
      throw new PayloadError('unsupported', `${path}.type`, `${type.slice(0, 80)} is no block that is known here`)
  }
}

/** The elements of a list of blocks. @throws PayloadError */
export function blocksElements(c: Conversion, blocks: JsonObject[], path: string): CardElement[] {
  const elements: CardElement[] = []
  let divided = false
  for (const [n, block] of blocks.entries()) {
    const [first, ...rest] = blockElements(c, block, `${path}[${n}]`)
    if (block.type === 'divider') divided = true
    if (first === undefined) continue
    elements.push(divided && elements.length > 0 ? { ...first, separator: true, spacing: 'medium' } : first, ...rest)
    divided = false
  }
  return elements
}

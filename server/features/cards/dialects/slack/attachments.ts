import { type CardAction, type CardElement, limits } from '@lianqun/protocol'
import { isOpenable } from '../../addresses.ts'
import { type Json, type JsonObject, PayloadError } from '../../converted.ts'
import { isObject, listOf, objectOf, objectsOf, textOf } from '../../json.ts'
import { attachmentElements } from '../attachment-layout.ts'
import { cut, richText, untilFull } from '../fit.ts'
import { blocksElements } from './blocks.ts'
import { stampText } from './dates.ts'
import { actionSet, beside } from './layout.ts'
import { type MrkdwnOptions, mrkdwnElements, mrkdwnInlines, mrkdwnText } from './mrkdwn.ts'
import { type Conversion, inputId, lose, malformed, mrkdwnOptions, requireObjects, slackLimits } from './read.ts'

/*
 * Attachments, which Slack calls legacy and most tools send: https://docs.slack.dev/messaging/formatting-message-text
 * #attachments. As in Slack, what has another type than it should is as if it were not there.
 */

/** What the data of a button or menu of an attachment holds, for an `interactive_message` payload. */
export interface LegacyActionData {
  slack: {
    type: 'interactive_message'
    callback_id: string
    attachment_id: string
    name: string
    of: 'button' | 'select'
    value?: string
  }
}

/** Slack shows five; more are an error of nobody's. */
const mostActions = slackLimits.actions

function styleOf(style: Json | undefined): Pick<CardAction, 'style'> {
  if (style === 'primary') return { style: 'positive' }
  return style === 'danger' ? { style: 'destructive' } : {}
}

function confirmOf(value: Json | undefined): Pick<CardAction, 'confirm'> {
  if (!isObject(value)) return {}
  const [title, text, yes, no] = [value.title, value.text, value.ok_text, value.dismiss_text].map(one =>
    cut(textOf(one), slackLimits.confirmText),
  )
  if (!title && !text) return {}
  return {
    confirm: {
      title: title || text || '',
      ...(title && text && { text }),
      ...(yes && { yes }),
      ...(no && { no }),
    },
  }
}

/** The options of a menu, those of groups with the name of the group. */
function choicesOf(action: JsonObject): { title: string; value: string }[] {
  const one = (option: JsonObject, group: string) => ({
    title: cut(group + textOf(option.text), limits.nameChars),
    value: cut(textOf(option.value) || textOf(option.text), slackLimits.value),
  })
  return [
    ...objectsOf(action.options).map(option => one(option, '')),
    ...objectsOf(action.option_groups).flatMap(group =>
      objectsOf(group.options).map(option => one(option, `${textOf(group.text)} › `)),
    ),
  ].slice(0, slackLimits.options)
}

/** Buttons in one row, each menu in its own. https://docs.slack.dev/legacy/legacy-messaging/legacy-message-buttons */
function actionElements(c: Conversion, attachment: JsonObject, path: string, number: number): CardElement[] {
  const elements: CardElement[] = []
  const row: CardAction[] = []
  const all = objectsOf(attachment.actions)
  if (all.length > mostActions) lose(c, `${path}.actions`, `more than ${mostActions} actions`)
  for (const [n, action] of all.slice(0, mostActions).entries()) {
    const title =
      cut(textOf(action.text), slackLimits.buttonText * 2) || textOf(action.name).slice(0, 100) || `${n + 1}`
    const name = cut(textOf(action.name), slackLimits.id) || `action-${n + 1}`
    const looks = { ...styleOf(action.style), ...confirmOf(action.confirm) }
    const data = (of: 'button' | 'select', value?: string): LegacyActionData => ({
      slack: {
        type: 'interactive_message',
        callback_id: cut(textOf(attachment.callback_id), slackLimits.id),
        attachment_id: String(number),
        name,
        of,
        ...(value !== undefined && { value }),
      },
    })
    const url = textOf(action.url)
    if (action.type === 'select') {
      const id = inputId(c, `attachment-${number}/${name}`)
      c.inputs.push({ id, block_id: `attachment-${number}`, action_id: name, type: 'select' })
      const choices = choicesOf(action)
      const chosen = textOf(objectOf(listOf(action.selected_options)[0]).value)
      if (choices.length === 0)
        lose(c, `${path}.actions[${n}]`, 'what Slack or the app looks up is written, not chosen')
      const input: CardElement =
        choices.length === 0
          ? { type: 'Input.Text', id, placeholder: title }
          : {
              type: 'Input.ChoiceSet',
              id,
              choices,
              placeholder: title,
              ...(choices.some(({ value }) => value === chosen) && { value: chosen }),
            }
      const send: CardAction = { type: 'Action.Submit', title: 'OK', data: data('select'), ...looks }
      elements.push(beside([input], [actionSet([send])]))
    } else if (url !== '' && isOpenable(url)) row.push({ type: 'Action.OpenUrl', title, url, ...looks })
    else {
      if (url !== '') lose(c, `${path}.actions[${n}].url`, 'an address that may not be opened')
      const value = cut(textOf(action.value), slackLimits.value)
      row.push({ type: 'Action.Submit', title, data: data('button', value), ...looks })
    }
  }
  return row.length === 0 ? elements : [actionSet(row), ...elements]
}

/** The elements of one attachment. @throws PayloadError */
function elementsOf(c: Conversion, attachment: JsonObject, path: string, number: number): CardElement[] {
  const text = (name: string) => {
    const said = textOf(attachment[name])
    if (said.length > slackLimits.messageText) lose(c, `${path}.${name}`, 'the end of a text that is too long')
    return cut(said, slackLimits.messageText)
  }
  const formatted = new Set(listOf(attachment.mrkdwn_in))
  const options = (name: string): MrkdwnOptions => ({
    ...mrkdwnOptions(c, `${path}.${name}`),
    formatted: formatted.has(name),
  })
  const blocks = attachment.blocks
  const more =
    blocks === undefined || blocks === null
      ? []
      : blocksElements(c, requireObjects(blocks, `${path}.blocks`, slackLimits.blocks), `${path}.blocks`)
  const legacy = {
    color: text('color'),
    pretext: mrkdwnElements(text('pretext'), options('pretext')),
    author: {
      name: text('author_name'),
      more: text('author_subname'),
      link: text('author_link'),
      icon: text('author_icon'),
    },
    title: mrkdwnInlines(text('title'), { ...options('title'), style: { weight: 'bolder' } }),
    titleLink: text('title_link'),
    text: mrkdwnElements(text('text'), options('text')),
    fields: objectsOf(attachment.fields)
      .slice(0, limits.cardItems)
      .map(field => ({
        title: cut(textOf(field.title), limits.cardLineChars),
        value: mrkdwnElements(cut(textOf(field.value), limits.cardLineChars), options('fields')),
        short: field.short === true || field.short === 'true',
      })),
    more,
    image: text('image_url'),
    altText: text('fallback'),
    thumb: text('thumb_url'),
    actions: actionElements(c, attachment, path, number),
    footer: {
      text: mrkdwnText(text('footer'), options('footer')),
      icon: text('footer_icon'),
      time: stampText(attachment.ts, c.timeZone),
    },
  }
  const elements = attachmentElements(legacy)
  return elements.length > 0 ? elements : richText(mrkdwnInlines(text('fallback'), options('fallback')))
}

/** The elements of attachments. @throws PayloadError */
export function attachmentListElements(c: Conversion, value: Json | undefined, path: string): CardElement[] {
  if (!Array.isArray(value)) throw malformed(path, 'has to be a list')
  if (value.length > slackLimits.attachments) {
    throw new PayloadError('too_long', path, `has more than ${slackLimits.attachments} attachments`)
  }
  return untilFull(
    requireObjects(value, path, slackLimits.attachments),
    (attachment, n) => elementsOf(c, attachment, `${path}[${n}]`, n + 1),
    c.lost,
  )
}

import type { CardAction, CardElement, CardImage } from '@lianqun/protocol'
import type { JsonObject } from '../../converted.ts'
import { isObject } from '../../json.ts'
import { fitList, richText } from '../fit.ts'
import { type Conversion, lose, malformed, requireString, slackLimits } from './read.ts'

/* Pieces that several blocks are made of. */

/** A picture by its address. Null: one that Slack has. @throws PayloadError */
export function picture(c: Conversion, element: JsonObject, path: string): CardImage | null {
  const altText = requireString(element.alt_text, `${path}.alt_text`, slackLimits.altText)
  if (isObject(element.slack_file)) {
    lose(c, `${path}.slack_file`, 'a picture that Slack has is its description')
    return null
  }
  const url = requireString(element.image_url, `${path}.image_url`, slackLimits.imageUrl)
  if (!/^https?:\/\//i.test(url)) throw malformed(`${path}.image_url`, 'has to be an address of the web')
  return { type: 'Image', url, altText }
}

/** What a picture says where it is not there. */
export function described(element: JsonObject): CardElement[] {
  return richText([{ type: 'TextRun', text: String(element.alt_text), isSubtle: true }])
}

export const actionSet = (actions: CardAction[]): CardElement => ({ type: 'ActionSet', actions })

/** Elements beside others, which take the rest of the width. */
export function beside(items: CardElement[], right: CardElement[]): CardElement {
  return {
    type: 'ColumnSet',
    columns: [
      { width: 'stretch', items: fitList(items) },
      { width: 'auto', items: right },
    ],
  }
}

/** Two columns of the same width. */
export function columns(cells: CardElement[][]): CardElement {
  const filled = cells.length === 1 ? [...cells, []] : cells
  return { type: 'ColumnSet', columns: filled.map(items => ({ width: 'stretch', items: fitList(items) })) }
}

/** Of what says more about something. */
export const small = { size: 'small', isSubtle: true } as const

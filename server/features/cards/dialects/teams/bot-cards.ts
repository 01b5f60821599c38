import type { Card, CardAction, CardElement } from '@lianqun/protocol'
import { escapeMarkdown, limits } from '@lianqun/protocol'
import { type JsonObject, PayloadError } from '../../converted.ts'
import { isObject, textOf } from '../../json.ts'
import { markdownElements } from '../../markdown.ts'
import { defined, Fields } from '../adaptive/fields.ts'
import { fitted } from '../adaptive/fit.ts'
import type { AdaptiveOptions, Reading } from '../adaptive/reading.ts'
import { newReading } from '../adaptive.ts'
import { plainLine, readPicture } from './message-card.ts'

/*
 * The cards of the Bot Framework: hero, thumbnail, sign-in, audio, video and animation cards have the same fields
 * (https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference).
 */

/** A hero card or one like it. `small`: its picture stands beside the text. @throws PayloadError where nothing can be seen */
export function convertBotCard(
  source: JsonObject,
  small: boolean,
  options: AdaptiveOptions,
): { card: Card; lost: string[] } {
  const reading = newReading(options)
  const fields = new Fields(source, options.path ?? '', reading)
  fields.skip('autoloop', 'autostart', 'shareable', 'aspect', 'duration')
  const title = plainLine(fields.line('title') ?? '')
  const subtitle = plainLine(fields.line('subtitle') ?? '')
  const text = fields.text('text') ?? ''
  const pictures = readPictures(fields, small)
  const lines: CardElement[] = text.trim() === '' ? [] : markdownElements(text)
  // A head needs a title.
  if (title === '' && subtitle !== '')
    lines.unshift({ type: 'TextBlock', text: escapeMarkdown(subtitle), isSubtle: true, wrap: true })
  const body: CardElement[] =
    small && pictures.length > 0 && lines.length > 0
      ? [
          {
            type: 'ColumnSet',
            columns: [
              { type: 'Column', width: 'stretch', items: lines },
              { type: 'Column', width: 'auto', items: pictures },
            ],
          },
        ]
      : [...pictures, ...lines]
  const media = fields.objects('media').flatMap(({ item, path }) => {
    const words = reading.words('打开媒体', 'Open media')
    return reading.action({ type: 'Action.OpenUrl', title: words, url: textOf(item.url) }, path, 3) ?? []
  })
  const actions = [...media, ...readButtons(fields)]
  const tap = fields.take('tap')
  const selectAction = isObject(tap) ? readButton(tap, fields.at('tap'), reading, 2) : undefined
  fields.finish()
  if (title === '' && body.length === 0 && actions.length === 0)
    throw new PayloadError('empty', options.path ?? '', 'shows nothing')
  const card = defined<Card>({
    type: 'AdaptiveCard',
    header: title === '' ? undefined : { title, ...(subtitle !== '' && { subtitle }) },
    body: body.slice(0, limits.cardItems),
    actions: actions.length > 0 ? actions.slice(0, limits.cardItems) : undefined,
    selectAction,
  })
  const fit = fitted(card, what => reading.note(options.path ?? '', what))
  return { card: fit, lost: reading.lost }
}

/** The pictures of a card; of audio and video cards there is one. */
function readPictures(fields: Fields, small: boolean): CardElement[] {
  const size = small ? 'medium' : 'stretch'
  const { reading } = fields
  const image = readPicture(fields.take('image'), fields.at('image'), reading, { size })
  const images = fields.items('images').flatMap((item, index) => {
    const path = `${fields.at('images')}[${index}]`
    const picture = readPicture(item, path, reading, { size })
    const tap = isObject(item) ? item.tap : undefined
    const selectAction =
      isObject(tap) && picture?.type === 'Image' ? readButton(tap, `${path}.tap`, reading, 8) : undefined
    return picture ? [selectAction ? ({ ...picture, selectAction } as CardElement) : picture] : []
  })
  return image ? [image, ...images] : images
}

function readButtons(fields: Fields): CardAction[] {
  return fields.objects('buttons').flatMap(({ item, path }) => readButton(item, path, fields.reading, 3) ?? [])
}

/** A `CardAction` of the Bot Framework: one that opens something, or one that says something to the bot. */
function readButton(source: JsonObject, path: string, reading: Reading, level: number): CardAction | undefined {
  const type = textOf(source.type).toLowerCase()
  const title = plainLine(textOf(source.title))
  if (['imback', 'postback', 'messageback', 'invoke'].includes(type)) {
    const { value = null, text = null, displayText = null } = source
    const data = {
      type: textOf(source.type),
      value,
      ...(text !== null && { text }),
      ...(displayText !== null && { displayText }),
    }
    return reading.action({ type: 'Action.Submit', title, data }, path, level)
  }
  return reading.action({ type: 'Action.OpenUrl', title, url: textOf(source.value) }, path, level)
}

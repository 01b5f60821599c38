import { type Card, type CardAction, type CardHeader, hasVisibleText } from '@lianqun/protocol'
import { type JsonObject, PayloadError } from '../../converted.ts'
import { isObject, listOf, objectOf, objectsOf, textOf } from '../../json.ts'
import { selectActionOf } from './actions.ts'
import { toneOf } from './colors.ts'
import { type Conversion, depthOf } from './conversion.ts'
import { convertElements } from './elements.ts'
import { noteUnknownOfCard } from './known.ts'
import { titleOf } from './texts.ts'

/*
 * Cards, of JSON 1.0 and 2.0.
 * https://open.feishu.cn/document/uAjLw4CM/ukzMukzMukzM/feishu-cards/card-json-structure
 * https://open.feishu.cn/document/uAjLw4CM/ukzMukzMukzM/feishu-cards/card-json-v2-structure
 */

/** The levels of an element of a card itself: the card and its list are two of them. */
const elementLevels = 22

/** Languages of which the first that a card has is shown. */
const languages = ['zh_cn', 'zh_hk', 'zh_tw', 'en_us']

/** The language of a set of translations that is shown; null where there is none. */
export function languageOf(translations: JsonObject): string | null {
  const names = Object.keys(translations).filter(
    name => isObject(translations[name]) || Array.isArray(translations[name]),
  )
  return languages.find(name => names.includes(name)) ?? names[0] ?? null
}

/** The head of a card; undefined where it says nothing. */
function headerOf(header: JsonObject, path: string, conversion: Conversion): CardHeader | undefined {
  const title = titleOf(header.title, `${path}.title`, conversion)
  const subtitle = titleOf(header.subtitle, `${path}.subtitle`, conversion)
  const translated = objectOf(header.i18n_text_tag_list)[conversion.locale]
  const tags = objectsOf(translated ?? header.text_tag_list)
  if (tags.length > 1) conversion.note(`${path}.text_tag_list[1]`, 'more than one label')
  const [tag] = tags
  const tagText = tag ? titleOf(tag.text, `${path}.text_tag_list[0].text`, conversion) : ''
  if (title === '' && subtitle === '' && tagText === '') return undefined
  const tone = toneOf(textOf(header.template))
  const tagTone = toneOf(textOf(tag?.color))
  const made: CardHeader = {
    title: title || subtitle || tagText,
    ...(title !== '' && subtitle !== '' && { subtitle }),
    ...(tone && { tone }),
    ...(tagText !== '' && { tag: { text: tagText, ...(tagTone && { tone: tagTone }) } }),
  }
  if (header.icon !== undefined || header.ud_icon !== undefined) conversion.note(`${path}.icon`, 'an icon')
  return conversion.fits(made) ? made : undefined
}

/** The sizes of text to which the card gives names, by what they are on a computer. */
function readSizes(config: JsonObject, conversion: Conversion): void {
  const sizes = objectOf(objectOf(config.style).text_size)
  for (const [name, size] of Object.entries(sizes).slice(0, 100))
    conversion.sizes.set(name, textOf(objectOf(size).pc) || textOf(objectOf(size).default))
}

function refuseTemplate(card: JsonObject, path: string): void {
  if (card.type === 'template')
    throw new PayloadError('unsupported', `${path}.type`, 'a template is kept by Feishu: send the card itself')
  if (card.type === 'card')
    throw new PayloadError('unsupported', `${path}.type`, 'a card entity is kept by Feishu: send the card itself')
}

/** A card of either version. @throws PayloadError where nothing of it can be shown. */
export function convertCard(card: JsonObject, path: string, conversion: Conversion): Card {
  refuseTemplate(card, path)
  const strict = textOf(card.schema) === '2.0' || textOf(card.schema) === '2'
  conversion.strict = strict
  if (strict) noteUnknownOfCard(card, path, conversion)
  const config = objectOf(card.config)
  readSizes(config, conversion)

  const translatedElements = objectOf(card.i18n_elements)
  const translatedHeaders = objectOf(card.i18n_header)
  const language = languageOf(translatedElements) ?? languageOf(translatedHeaders)
  if (language !== null) {
    conversion.locale = language
    if (Object.keys(translatedElements).length > 1)
      conversion.note(`${path}.i18n_elements`, `only ${language} is shown`)
  }
  const inBody = isObject(card.body)
  const own = inBody ? objectOf(card.body).elements : card.elements
  const usesTranslation = Array.isArray(translatedElements[conversion.locale])
  const elements = usesTranslation ? translatedElements[conversion.locale] : own
  const place = usesTranslation
    ? `${path}.i18n_elements.${conversion.locale}`
    : `${path}${inBody ? '.body.elements' : '.elements'}`
  const translatedHeader = translatedHeaders[conversion.locale]
  const header = headerOf(objectOf(translatedHeader ?? card.header), `${path}.header`, conversion)

  const summary = conversion.words(config.summary, `${path}.config.summary`)
  const fallbackText = hasVisibleText(summary) && conversion.fits(summary) ? summary : undefined
  const selectAction = cardLinkOf(card, path, conversion)
  if (strict && !inBody && listOf(card.elements).length > 0)
    conversion.note(`${path}.elements`, 'stand in body.elements in card JSON 2.0')
  const body = convertElements(elements, place, elementLevels, conversion)
  if (header === undefined && body.length === 0)
    throw new PayloadError('empty', elements === undefined ? path : place, 'nothing in it can be shown')
  return {
    type: 'AdaptiveCard',
    ...(header && { header }),
    ...(body.length > 0 && { body }),
    ...(fallbackText !== undefined && { fallbackText }),
    ...(selectAction && { selectAction }),
  }
}

function cardLinkOf(card: JsonObject, path: string, conversion: Conversion): CardAction | undefined {
  if (!isObject(card.card_link)) return undefined
  const action = selectActionOf({ multi_url: card.card_link }, `${path}.card_link`, conversion)
  return action && conversion.fits(action) ? action : undefined
}

/** The deepest payload that is read. */
const deepest = 100

/** @throws PayloadError for a payload that is nested so deeply that nobody can have meant it. */
export function requireShallow(payload: unknown, path: string): void {
  if (depthOf(payload, deepest) > deepest) throw new PayloadError('malformed', path, `deeper than ${deepest} levels`)
}

import { type Card, type CardElement, type CardInline, hasVisibleText, limits, type TextRun } from '@lianqun/protocol'
import { type JsonObject, PayloadError } from '../../converted.ts'
import { unescaped } from '../../entities.ts'
import { isObject, listOf, objectOf, textOf } from '../../json.ts'
import { languageOf } from './cards.ts'
import type { Conversion } from './conversion.ts'
import { emojiOf } from './emoji.ts'
import { pictureOf, targetOf } from './links.ts'
import { mentionOf } from './people.ts'
import { larkElements, ruleMark, shallow } from './texts.ts'

/*
 * A text of paragraphs, each a list of pieces.
 * https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/im-v1/message/create_json#45e0953e
 */

const elementLevels = 22

function styleOf(element: JsonObject): Partial<TextRun> {
  const styles = listOf(element.style).map(textOf)
  return {
    ...(styles.includes('bold') && { weight: 'bolder' as const }),
    ...(styles.includes('italic') && { italic: true }),
    ...(styles.includes('underline') && { underline: true }),
    ...(styles.includes('lineThrough') && { strikethrough: true }),
  }
}

/** A piece of a line; null for one that stands by itself. */
function inlineOf(element: JsonObject, path: string, conversion: Conversion): CardInline[] | null {
  const run = (text: string, more: Partial<TextRun> = {}): CardInline[] => {
    const style = { ...styleOf(element), ...more }
    if (text === '') return []
    return [Object.keys(style).length === 0 ? text : { type: 'TextRun', text, ...style }]
  }
  switch (element.tag) {
    case 'text': {
      const text = textOf(element.text)
      return run(conversion.text(element.un_escape === true ? unescaped(text) : text, `${path}.text`))
    }
    case 'a': {
      const target = targetOf(element)
      const words = conversion.text(element.text, `${path}.text`)
      if (target === null || target === 'blocked') {
        conversion.note(`${path}.href`, 'a link that cannot be followed here')
        return run(words)
      }
      return run(words || target.url, { selectAction: { type: 'Action.OpenUrl', url: target.url } })
    }
    case 'at': {
      const name = textOf(element.user_name ?? element.text)
      const mention = mentionOf(textOf(element.user_id ?? element.open_id), name)
      if (mention !== null) return [mention]
      conversion.note(`${path}.user_id`, 'names nobody')
      return run(conversion.line(name, path))
    }
    case 'emotion': {
      const type = conversion.line(element.emoji_type, path)
      return run(emojiOf(type) ?? (type === '' ? '' : `[${type}]`))
    }
    default:
      return null
  }
}

/** A piece that stands by itself: a picture, a rule, code, Markdown. */
function blockOf(element: JsonObject, path: string, conversion: Conversion): (CardElement | typeof ruleMark)[] {
  switch (element.tag) {
    case 'img': {
      const url = pictureOf(element.image_key)
      if (url === null) conversion.note(`${path}.image_key`, 'no picture')
      return url === null ? [] : [{ type: 'Image', url }]
    }
    case 'media': {
      conversion.note(path, 'a video: its cover')
      const url = pictureOf(element.image_key)
      return url === null
        ? [{ type: 'RichTextBlock', inlines: ['[视频]'] }]
        : [{ type: 'Image', url, altText: '[视频]' }]
    }
    case 'hr':
      return [ruleMark]
    case 'code_block': {
      const codeSnippet = conversion.text(element.text, `${path}.text`)
      const language = conversion.line(element.language, path).slice(0, 40)
      return codeSnippet === '' ? [] : [{ type: 'CodeBlock', codeSnippet, ...(language !== '' && { language }) }]
    }
    case 'md':
    case 'markdown':
      return larkElements(conversion.text(element.text ?? element.content, `${path}.text`), path, conversion)
    default: {
      conversion.note(path, 'a piece that is not known')
      const text = conversion.text(element.text, path)
      return text === '' ? [] : [{ type: 'RichTextBlock', inlines: [text] }]
    }
  }
}

/** The elements of one paragraph. */
function paragraphOf(paragraph: unknown, path: string, conversion: Conversion): (CardElement | typeof ruleMark)[] {
  const shown: (CardElement | typeof ruleMark)[] = []
  let inlines: CardInline[] = []
  const flush = () => {
    if (inlines.length > limits.cardItems) conversion.note(path, `more than ${limits.cardItems} pieces`)
    if (hasVisibleText(inlines.map(piece => (typeof piece === 'string' ? piece : piece.text)).join('')))
      shown.push({ type: 'RichTextBlock', inlines: inlines.slice(0, limits.cardItems) })
    inlines = []
  }
  for (const [index, element] of (Array.isArray(paragraph) ? paragraph : [paragraph]).entries()) {
    const place = `${path}[${index}]`
    if (!isObject(element)) {
      conversion.note(place, 'no piece')
      continue
    }
    const found = inlineOf(element, place, conversion)
    if (found !== null) inlines.push(...found)
    else {
      flush()
      shown.push(...blockOf(element, place, conversion))
    }
  }
  flush()
  return shown
}

/** A post, of one of its languages, as a card. @throws PayloadError */
export function convertPost(content: JsonObject, path: string, conversion: Conversion): Card {
  const wrapped = isObject(content.post)
  const languages = wrapped ? objectOf(content.post) : content
  const outer = wrapped ? `${path}.post` : path
  const bare = Array.isArray(languages.content)
  const language = bare ? null : languageOf(languages)
  if (!bare && language === null) throw new PayloadError('malformed', outer, 'has no language, such as zh_cn')
  if (language !== null && Object.keys(languages).length > 1) conversion.note(outer, `only ${language} is shown`)
  const post = language === null ? languages : objectOf(languages[language])
  const place = language === null ? outer : `${outer}.${language}`
  if (!Array.isArray(post.content)) throw new PayloadError('malformed', `${place}.content`, 'has to be a list of lists')

  const title = conversion.line(post.title, `${place}.title`)
  const body: CardElement[] = []
  let separator = false
  for (const [index, paragraph] of post.content.entries())
    for (const piece of paragraphOf(paragraph, `${place}.content[${index}]`, conversion)) {
      if (piece === ruleMark) separator = true
      else
        for (const element of shallow([piece], elementLevels, place, conversion)) {
          if (body.length >= limits.cardItems) conversion.note(place, `more than ${limits.cardItems} paragraphs`)
          else if (conversion.fits(element)) body.push(separator ? { ...element, separator: true } : element)
          separator = false
        }
    }
  if (title === '' && body.length === 0)
    throw new PayloadError('empty', `${place}.content`, 'nothing in it can be shown')
  return {
    type: 'AdaptiveCard',
    ...(title !== '' && { header: { title } }),
    ...(body.length > 0 && { body }),
  }
}

import { hasVisibleText, limits } from '@lianqun/protocol'
import { characterStart } from '../../../../../common/text.ts'
import { boundedWithin } from '../../bounded.ts'
import {
  type Converted,
  type ConvertedMessage,
  type JsonObject,
  PayloadError,
  type ReferencedMention,
} from '../../converted.ts'
import { isObject, requireText, textOf } from '../../json.ts'
import { attributesOf } from './attributes.ts'
import { convertCard, requireShallow } from './cards.ts'
import { feishuLimits } from './codes.ts'
import { Conversion } from './conversion.ts'
import { calledOf, personOf } from './people.ts'
import { convertPost } from './posts.ts'

export { feishuCodes, losses } from './codes.ts'

/** The object at a place, which may be written as a string of JSON. @throws PayloadError */
function objectAt(value: unknown, path: string): JsonObject {
  let read = value
  if (typeof value === 'string') {
    try {
      read = JSON.parse(value)
    } catch {
      throw new PayloadError('malformed', path, 'is no JSON')
    }
    requireShallow(read, path)
    read = boundedWithin(read)
  }
  if (!isObject(read)) throw new PayloadError('malformed', path, 'has to be an object')
  return read
}

const mention = /<at(\s[^<>]{1,500})>([^<>]{0,200})<\/at>|<at(\s[^<>]{1,500})\/>/g

/** A text with the people whom it names (`<at user_id="ou_1">Tom</at>`). @throws PayloadError */
function convertText(content: JsonObject, path: string, conversion: Conversion): ConvertedMessage {
  const written = conversion.text(requireText(content.text, `${path}.text`), `${path}.text`)
  const mentions: ReferencedMention[] = []
  let text = ''
  let at = 0
  for (const found of written.matchAll(mention)) {
    const attributes = attributesOf(found[1] ?? found[3] ?? '')
    const id = attributes.get('user_id') ?? attributes.get('id') ?? attributes.get('open_id') ?? attributes.get('email')
    const person = personOf(id ?? '')
    text += written.slice(at, found.index)
    at = found.index + found[0].length
    if (person === null) text += found[2] ?? ''
    else {
      const called = calledOf(person, found[2] ?? '')
      if (mentions.length < limits.mentions) mentions.push({ person, offset: text.length, length: called.length })
      else conversion.note(`${path}.text`, `more than ${limits.mentions} people`)
      text += called
    }
  }
  text += written.slice(at)
  if (!hasVisibleText(text)) throw new PayloadError('empty', `${path}.text`, 'nothing in it can be seen')
  if (text.length <= limits.textChars) return { type: 'text', text, mentions }
  conversion.note(`${path}.text`, `longer than ${limits.textChars} characters`)
  const end = characterStart(text, limits.textChars - 1)
  const kept = mentions.filter(({ offset, length }) => offset + length <= end)
  return { type: 'text', text: `${text.slice(0, end)}…`, mentions: kept }
}

function convertInteractive(payload: JsonObject, conversion: Conversion): ConvertedMessage {
  const path = payload.card === undefined ? 'content' : 'card'
  const card = objectAt(payload[path], path)
  const bytes = Buffer.byteLength(typeof payload[path] === 'string' ? payload[path] : JSON.stringify(card))
  if (bytes > feishuLimits.cardBytes)
    throw new PayloadError('too_long', path, `longer than ${feishuLimits.cardBytes} bytes`)
  return { type: 'card', card: convertCard(card, path, conversion) }
}

/** What was uploaded before, by its key. */
function uploaded(kind: 'file' | 'voice' | 'image', key: unknown, path: string): ConvertedMessage {
  const mediaId = requireText(key, path)
  if (!/^[\w-]{1,200}$/.test(mediaId)) throw new PayloadError('malformed', path, 'is no key of an upload')
  return { type: 'media', kind, mediaId }
}

/** A card of somebody or of a group, which is known to the vendor alone: a line that says so. */
function shared(kind: string, id: unknown, path: string, conversion: Conversion): ConvertedMessage {
  const name = conversion.line(requireText(id, path), path)
  conversion.note(path, 'is known to Feishu alone: only its id')
  return { type: 'text', text: `[${kind}] ${name}`, mentions: [] }
}

function messageOf(payload: JsonObject, conversion: Conversion): ConvertedMessage {
  const type = payload.msg_type
  if (typeof type !== 'string' || type === '') throw new PayloadError('unsupported', 'msg_type', 'is missing')
  if (type === 'interactive') return convertInteractive(payload, conversion)
  const content = objectAt(payload.content, 'content')
  switch (type) {
    case 'text':
      return convertText(content, 'content', conversion)
    case 'post':
      return { type: 'card', card: convertPost(content, 'content', conversion) }
    case 'image':
      return uploaded('image', content.image_key, 'content.image_key')
    case 'file':
    case 'media':
      return uploaded('file', content.file_key, 'content.file_key')
    case 'audio':
      return uploaded('voice', content.file_key, 'content.file_key')
    case 'share_chat': {
      const webhook = content.share_chat_id !== undefined
      const path = webhook ? 'content.share_chat_id' : 'content.chat_id'
      return shared('群名片', webhook ? content.share_chat_id : content.chat_id, path, conversion)
    }
    case 'share_user':
      return shared('个人名片', content.user_id, 'content.user_id', conversion)
    default:
      throw new PayloadError('unsupported', 'msg_type', `${textOf(type).slice(0, 40)} is not taken`)
  }
}

/**
 * A payload of a custom bot of Feishu or Lark, or of its `im/v1/messages`, whose `content` is a string of the same JSON.
 * A card has references to people (`id:ou_1`, `mail:`, `all`) where a mention has its user, and pictures by their keys
 * (`image_key:img_1`), until they are looked up. Of what goes back the shape is `FeishuActionData`.
 * @throws PayloadError
 */
export function convertFeishu(payload: JsonObject): Converted {
  requireShallow(payload, '')
  const conversion = new Conversion()
  const message = messageOf(payload, conversion)
  return { messages: [message], lost: conversion.lost }
}

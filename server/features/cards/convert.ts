import { type Card, cardText, type HookDialect, type Mapping, mapCard, writtenCardSchema } from '@lianqun/protocol'
import { type Converted, type ConvertedMessage, type JsonObject, PayloadError } from './converted.ts'
import { importAdaptiveCard } from './dialects/adaptive.ts'
import { convertDingtalk } from './dialects/dingtalk.ts'
import { convertFeishu } from './dialects/feishu/index.ts'
import { convertMattermost } from './dialects/mattermost.ts'
import { convertRocketchat } from './dialects/rocketchat.ts'
import { convertSlack } from './dialects/slack/index.ts'
import { convertTeams } from './dialects/teams.ts'
import { convertWecom } from './dialects/wecom.ts'
import { applyMapping, type EventContext, eventConverters, recognise, suggestMapping } from './events/index.ts'
import { isObject } from './json.ts'
import { isPictureAddress } from './pictures.ts'

/** What a payload says, whoever wrote it. */
export interface Understood {
  /** How it was written, or whose payload it is. */
  source: string
  /** The kind of event; empty for a message. */
  event: string
  /** A few words for the log. */
  title: string
  /** Whose card it is, see `ConvertedEvent`. */
  key: string | null
  closed: boolean
  messages: ConvertedMessage[]
  lost: string[]
  alias?: string
}

const dialects: Record<Exclude<HookDialect, 'any'>, (payload: JsonObject) => Converted> = {
  wecom: convertWecom,
  dingtalk: convertDingtalk,
  feishu: convertFeishu,
  slack: convertSlack,
  teams: convertTeams,
  mattermost: convertMattermost,
  rocketchat: convertRocketchat,
}

/**
 * What a payload says. At the address of a dialect it is read as that; at `any`, as whose it is; and JSON that nobody is
 * known by, by the mapping, or by what its fields are called. Null: an event that is nothing to show.
 * @throws PayloadError
 */
export function understand(
  dialect: HookDialect,
  payload: unknown,
  context: EventContext,
  mapping: Mapping | null = null,
): Understood | null {
  if (!isObject(payload)) throw new PayloadError('malformed', '', 'The body has to be a JSON object.')
  const source = dialect === 'any' ? recognise(context.headers, payload) : dialect
  if (source === 'adaptive') {
    // One of ours says more than the standard knows.
    const own = writtenCardSchema.safeParse(payload)
    if (own.success) {
      const lost: string[] = []
      return { source, ...plain([{ type: 'card', card: withWebPictures(own.data, lost) }]), lost }
    }
    const { card, lost } = importAdaptiveCard(payload)
    return { source, ...plain([{ type: 'card', card }]), lost }
  }
  if (source !== null && isDialect(source)) {
    const { messages, lost, alias } = dialects[source](payload)
    return { source, ...plain(messages), lost, ...(alias !== undefined && { alias }) }
  }
  const converted =
    source === null
      ? applyMapping(mapping ?? suggestMapping(payload, context.language), payload, context)
      : eventConverters[source](payload, context)
  if (converted === null) return null
  const { event, title, key, card, closed } = converted
  return { source: source ?? 'json', event, title, key, closed, messages: [{ type: 'card', card }], lost: [] }
}

/** A card without pictures from elsewhere than the web or the card itself; `lost` takes how many. */
function withWebPictures(card: Card, lost: string[]): Card {
  let dropped = 0
  const kept = mapCard(card, node => {
    if (node.type !== 'Image' || typeof node.url !== 'string' || isPictureAddress(node.url)) return node
    dropped++
    return null
  })
  if (dropped > 0) lost.push(`${dropped} pictures left out: an address of the web or a picture as data:image is needed`)
  return kept ?? card
}

function isDialect(source: string): source is keyof typeof dialects {
  return Object.hasOwn(dialects, source)
}

/** Messages that are no event. */
function plain(messages: ConvertedMessage[]): Pick<Understood, 'event' | 'title' | 'key' | 'closed' | 'messages'> {
  const [first] = messages
  return { event: '', title: first === undefined ? '' : titleOf(first), key: null, closed: false, messages }
}

const titleChars = 100

function titleOf(message: ConvertedMessage): string {
  const text =
    message.type === 'text'
      ? message.text
      : message.type === 'card'
        ? cardText(message.card).text
        : message.type === 'media'
          ? message.kind
          : message.type
  return [...(text.trim().split('\n', 1)[0] ?? '')].slice(0, titleChars).join('')
}

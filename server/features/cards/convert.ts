import { type Card, cardText, type HookDialect, type Mapping, mapCard, writtenCardSchema } from '@lianqun/protocol'
import { bounded } from './bounded.ts'
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
  const cut: string[] = []
  const understood = understandRead(dialect, { whole: payload, read: bounded(payload, cut) }, context, mapping)
  return understood && { ...understood, lost: [...cut, ...understood.lost] }
}

/** `read`: as much of the whole payload as is looked at. */
function understandRead(
  dialect: HookDialect,
  { whole, read: payload }: { whole: JsonObject; read: JsonObject },
  context: EventContext,
  mapping: Mapping | null,
): Understood | null {
  const source = dialect === 'any' ? recognise(context.headers, payload) : dialect
  if (source === 'adaptive') {
    // One of ours says more than the standard knows.
    const own = writtenCardSchema.safeParse(payload)
    if (own.success) {
      const lost: string[] = []
      const card = withoutOurs(withWebPictures(own.data, lost), lost)
      return { source, ...plain([{ type: 'card', card }]), lost }
    }
    const { card, lost } = importAdaptiveCard(payload)
    return { source, ...plain([{ type: 'card', card }]), lost }
  }
  if (source !== null && isDialect(source)) {
    // A picture in base64 is no text: its vendor says how long it may be.
    const isPicture = source === 'wecom' && payload.msgtype === 'image'
    const { messages, lost, alias } = dialects[source](isPicture ? whole : payload)
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

/** A card without what only the server says: that somebody sees to it, and what became of it. */
function withoutOurs(card: Card, lost: string[]): Card {
  const { header, footer } = card
  const kept = { ...card }
  if (footer?.state !== undefined) {
    const { state: _state, ...rest } = footer
    kept.footer = rest
    lost.push('footer.state left out: it is said of what was done here')
  }
  if (header?.tone === 'taken' || header?.tag?.tone === 'taken') {
    const { tone, tag, ...rest } = header
    kept.header = {
      ...rest,
      ...(tone !== undefined && tone !== 'taken' && { tone }),
      ...(tag && { tag: untaken(tag) }),
    }
    lost.push('header: the tone “taken” left out: it is said of what somebody here sees to')
  }
  return kept
}

function untaken({ text, tone }: NonNullable<NonNullable<Card['header']>['tag']>) {
  return tone === undefined || tone === 'taken' ? { text } : { text, tone }
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

/*
 * Our ids in the form of Slack's: a letter that says of what, and capitals and digits, which is what bots look for in
 * texts. https://docs.slack.dev/reference/objects
 */

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Packs values of `from` bits into values of `to` bits; the last one is filled up, or left out when it is not full. */
function repack(values: readonly number[], from: number, to: number, fill: boolean): number[] {
  const packed: number[] = []
  let held = 0
  let bits = 0
  for (const value of values) {
    held = ((held << from) | value) & 0xffff
    bits += from
    while (bits >= to) {
      bits -= to
      packed.push((held >> bits) & ((1 << to) - 1))
    }
  }
  if (fill && bits > 0) packed.push((held << (to - bits)) & ((1 << to) - 1))
  return packed
}

function encode(id: string): string {
  const values = [...id].map(letter => letters.indexOf(letter))
  return repack(values, 6, 5, true)
    .map(value => digits[value])
    .join('')
}

/** The id of ours; null: it is none. */
function decode(text: string): string | null {
  const values = [...text].map(digit => digits.indexOf(digit))
  if (text === '' || text.length > 77 || values.includes(-1)) return null
  const id = repack(values, 5, 6, false)
    .map(value => letters[value])
    .join('')
  return encode(id) === text ? id : null
}

function decodeAs(prefixes: string, text: string): string | null {
  return text !== '' && prefixes.includes(text[0] ?? '') ? decode(text.slice(1)) : null
}

export const toUserId = (id: string): string => `U${encode(id)}`
export const toChannelId = (id: string, direct: boolean): string => `${direct ? 'D' : 'C'}${encode(id)}`
export const toBotId = (id: string): string => `B${encode(id)}`
export const toAppId = (id: string): string => `A${encode(id)}`
export const toViewId = (id: string): string => `V${encode(id)}`
export const toFileId = (id: string): string => `F${encode(id)}`
/** The workspace; its id may have any form. */
export const toTeamId = (id: string): string => `T${encode(id.replace(/[^A-Za-z0-9_-]/g, '-'))}`

export const fromUserId = (text: string): string | null => decodeAs('UW', text)
export const fromChannelId = (text: string): string | null => decodeAs('CDG', text)
export const fromBotId = (text: string): string | null => decodeAs('B', text)
export const fromViewId = (text: string): string | null => decodeAs('V', text)
export const fromFileId = (text: string): string | null => decodeAs('F', text)

/** The `ts` of a message: the second in which it was sent, and its place in the conversation. */
export function toTs({ seq, sentAt }: { seq: number; sentAt: number }): string {
  return `${Math.floor(sentAt / 1_000)}.${String(seq).padStart(6, '0')}`
}

/** The place of the message of a `ts`; null: it is none. */
export function fromTs(ts: string): number | null {
  const found = /^\d{1,12}\.(\d{6,10})$/.exec(ts)?.[1]
  const seq = Number(found ?? 0)
  return seq >= 1 && seq < 2 ** 30 ? seq : null
}

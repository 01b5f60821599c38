import { mkdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { HeadsPage, Message } from '@lianqun/protocol'
import { messageTokens } from '../common/search-tokens.ts'
import { messageKey } from '../main/cache/core/message-key.ts'
import type { Sql } from '../main/cache/core/sql.ts'

const characters =
  '的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严'

/** Picks an index with a preference for the front of a list, similar to natural texts. */
function zipf(random: () => number, length: number): number {
  return Math.min(length - 1, Math.floor(length ** random()) - 1 + Math.floor(random() * 3))
}

const words = 'release review deadline budget server client meeting plan test report OKR v2 demo bug fix data'.split(
  ' ',
)

/** A chat message of 4 to 60 characters, one in five with some Latin words. */
export function sentence(random: () => number): string {
  const length = 4 + Math.floor(random() ** 2 * 56)
  let text = ''
  for (let i = 0; i < length; i++) {
    text += characters[zipf(random, characters.length)] ?? ''
    if (random() < 0.08) text += ','
  }
  if (random() < 0.2) text += ` ${words[Math.floor(random() * words.length)] ?? ''} ${Math.floor(random() * 1000)}`
  return text
}

export function message(random: () => number, conversationId: string, seq: number, sentAt: number): Message {
  return {
    conversationId,
    seq,
    revision: seq,
    ordinal: seq,
    senderId: `user${Math.floor(random() * 200)}`,
    clientId: `0190a1b2-c3d4-7e5f-8a6b-${seq.toString(16).padStart(12, '0')}`,
    sentAt,
    content: { type: 'text', text: sentence(random), mentions: [] },
  }
}

export const epoch = 'bench'

/**
 * Writes messages directly into a cache's tables and text index, with the result of a long sync. The text index
 * is written in a few large parts, which is much faster.
 * @param returns the conversation key, message and text of the i-th of `count`
 */
export function storeMessages(
  sql: Sql,
  count: number,
  each: (i: number) => { key: number; message: Message; text: string },
): void {
  sql.exec('PRAGMA synchronous = OFF')
  sql.exec('PRAGMA cache_size = -200000')
  sql.exec("INSERT INTO message_text (message_text, rank) VALUES ('hashsize', 100000000)")
  sql.exec('BEGIN')
  for (let i = 0; i < count; i++) {
    if (i % 100_000 === 99_999) sql.exec('COMMIT; BEGIN')
    const { key, message: m, text } = each(i)
    const rowid = m.sentAt * 16 + (m.seq % 16)
    sql.run(
      `INSERT INTO message (key, index_rowid, revision, ordinal, sender_id, client_id, sent_at, content)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      messageKey(key, m.seq),
      rowid,
      m.revision,
      m.ordinal,
      m.senderId,
      m.clientId,
      m.sentAt,
      JSON.stringify({ ...m.content, text }),
    )
    sql.run(
      'INSERT INTO message_text (rowid, tokens) VALUES (?, ?)',
      rowid,
      messageTokens({
        text,
        conversation: key.toString(36),
        senderId: m.senderId,
        kind: m.content.type,
        mentionIds: [],
      }),
    )
  }
  sql.exec('COMMIT')
  sql.exec("INSERT INTO message_text (message_text, rank) VALUES ('hashsize', 1048576)")
}

/** The text of a generated message. */
export function textOf({ content }: Message): string {
  return 'text' in content ? String(content.text) : ''
}

/** Keys of the conversations in a cache, by id. */
export function keysById(sql: Sql): Map<string, number> {
  return new Map(sql.all<{ id: string; key: number }>('SELECT id, key FROM conversation').map(row => [row.id, row.key]))
}

/** A page of heads for conversations that are not cached yet. */
export function headsPage(ids: readonly string[], revision: number): HeadsPage {
  return {
    epoch,
    cursor: '1',
    more: false,
    remaining: 0,
    heads: ids.map(id => ({
      conversation: {
        id,
        kind: 'group' as const,
        name: `群 ${id}`,
        ownerId: 'user1',
        memberCount: 200,
        avatarUserIds: ['user1', 'user2'],
        createdAt: 1_700_000_000_000,
        revision: 1,
      },
      membership: {
        conversationId: id,
        joined: true,
        pinned: false,
        muted: false,
        readSeq: 0,
        readOrdinal: 0,
        visibleFrom: 0,
        revision: 1,
      },
      revision,
      lastOrdinal: 0,
      lastMessage: null,
      mentionSeqs: [],
    })),
  }
}

export const benchKey = new Uint8Array(32).fill(7)

/** A path in the temporary folder for a database of a bench. */
export function benchPath(name: string): string {
  const folder = join(tmpdir(), 'lianqun-bench')
  mkdirSync(folder, { recursive: true })
  return join(folder, `${name}.db`)
}

export function removeDatabase(path: string): void {
  for (const suffix of ['', '-wal', '-shm', '.check']) rmSync(`${path}${suffix}`, { force: true })
}

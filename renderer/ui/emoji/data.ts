import { fold } from '../../../common/fold.ts'
import { matchesName } from '../../../common/name-match.ts'
import { readHan } from '../read-han.ts'

/** An emoji with the words by which it is found. */
export interface Emoji {
  emoji: string
  /** The number of its group in Unicode's data. */
  group: number
  name: { zh: string; en: string }
  /** Words of both languages, folded. */
  words: readonly string[]
  /** Its names in `:name:`. */
  codes: readonly string[]
  /** With each skin tone, from the lightest; empty where it has none. */
  tones: readonly string[]
}

/** The part of the data of emojibase that is read. */
interface Source {
  hexcode: string
  unicode: string
  label: string
  group?: number
  order?: number
  tags?: readonly string[]
  skins?: readonly { hexcode: string; unicode: string }[]
}

/** The groups that are shown, in order: components, such as hair, are none. */
export const emojiGroups = [0, 1, 3, 4, 5, 6, 7, 8, 9] as const

/** Words of messengers that Unicode's data lacks. */
const also: Record<string, string> = {
  '👍': '点赞 赞 同意 好的',
  '👌': '收到 好的 没问题',
  '🙏': '谢谢 感谢 拜托 辛苦了',
  '💪': '加油',
  '😂': '笑哭 哈哈',
  '😄': '哈哈',
  '🎉': '恭喜 庆祝 撒花',
  '👏': '鼓掌 厉害',
  '😅': '尴尬 汗',
  '🤝': '合作 握手',
  '🐶': '狗头',
  '🌹': '玫瑰 送花',
  '✅': '完成 搞定',
  '😭': '大哭 泪目',
  '🤔': '想想 疑问',
}

let loading: Promise<readonly Emoji[]> | null = null

/** All emojis in the order of Unicode. Loaded once; after a failure it is tried again. */
export function loadEmoji(): Promise<readonly Emoji[]> {
  loading ??= load().catch((error: unknown) => {
    loading = null
    throw error
  })
  return loading
}

async function load(): Promise<readonly Emoji[]> {
  const [zh, en, names] = await Promise.all([
    import('emojibase-data/zh/compact.json'),
    import('emojibase-data/en/compact.json'),
    import('emojibase-data/en/shortcodes/emojibase.json'),
  ])
  const english = new Map((en.default as unknown as Source[]).map(one => [one.hexcode, one]))
  const codes = names.default as unknown as Record<string, string | readonly string[]>
  return (zh.default as unknown as Source[])
    .filter(({ group, order }) => order !== undefined && (emojiGroups as readonly unknown[]).includes(group))
    .sort((a, b) => (a.order ?? 0) - (b.order ?? 0))
    .map(one => {
      const other = english.get(one.hexcode)
      const more = also[one.unicode.replace('\ufe0f', '')]?.split(' ') ?? []
      const texts = [one.label, ...(one.tags ?? []), ...more, other?.label ?? '', ...(other?.tags ?? [])]
      return {
        emoji: one.unicode,
        group: one.group ?? 0,
        name: { zh: one.label, en: other?.label ?? one.label },
        words: [...new Set(texts.map(fold))].filter(Boolean),
        codes: [codes[one.hexcode] ?? []].flat(),
        tones: tonesOf(one.skins ?? []),
      }
    })
}

/** Of each tone the one where all people have it. */
function tonesOf(skins: readonly { hexcode: string; unicode: string }[]): string[] {
  return ['1F3FB', '1F3FC', '1F3FD', '1F3FE', '1F3FF'].flatMap(tone => {
    const found = skins.find(({ hexcode }) => {
      const own = hexcode.split('-').filter(part => /^1F3F[B-F]$/.test(part))
      return own.length > 0 && own.every(part => part === tone)
    })
    return found ? [found.unicode] : []
  })
}

/** An emoji in a skin tone: 0 is the yellow one, 5 the darkest. */
export function inTone({ emoji, tones }: Emoji, tone: number): string {
  return tones[tone - 1] ?? emoji
}

const readings = new Map<Emoji, string>()

/** Reads the Chinese words of all emojis, so that they are found by pinyin. */
export async function readEmoji(all: readonly Emoji[]): Promise<void> {
  if (readings.size >= all.length) return
  const read = await readHan(all.map(({ words }) => words.filter(word => /\p{Script=Han}/u.test(word)).join(' / ')))
  for (const [i, emoji] of all.entries()) readings.set(emoji, read[i] ?? '')
}

/** The emojis that a query means, the likeliest first; `most` of them. By pinyin too, once `readEmoji` has read them. */
export function findEmoji(all: readonly Emoji[], query: string, most: number): Emoji[] {
  const wanted = fold(query.trim()).replace(/^[:：]|:$/g, '')
  if (wanted === '') return []
  const ranks: Emoji[][] = [[], [], [], [], [], []]
  for (const emoji of all) ranks[rankOf(emoji, wanted)]?.push(emoji)
  return ranks.flat().slice(0, most)
}

/** The rank of an emoji that a query does not mean. */
const unmeant = 6

function rankOf(emoji: Emoji, wanted: string): number {
  const code = wanted.replace(/[\s-]+/g, '_')
  const names = [fold(emoji.name.zh), fold(emoji.name.en)]
  if (emoji.emoji === wanted || emoji.codes.includes(code) || names.includes(wanted)) return 0
  if (names.some(name => name.startsWith(wanted)) || emoji.codes.some(name => name.startsWith(code))) return 1
  if (emoji.words.includes(wanted)) return 2
  const han = /\p{Script=Han}/u.test(wanted)
  if (emoji.words.some(word => (han ? word.includes(wanted) : startsAWord(word, wanted)))) return 3
  // One letter begins too many syllables.
  if (wanted.length < 2 || han) return unmeant
  const reading = readings.get(emoji) ?? ''
  const [name, ...tags] = reading.split(' / ').map(syllables => syllables.replaceAll(' ', ''))
  if (name === wanted) return 2
  if (tags.includes(wanted)) return 4
  return matchesName(wanted, { name: '', latinName: '', reading }) ? 5 : unmeant
}

function startsAWord(words: string, wanted: string): boolean {
  return words.split(/[\s:_-]+/).some(word => word.startsWith(wanted)) || words.startsWith(wanted)
}

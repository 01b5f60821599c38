import { z } from 'zod'
import { keptObject, readableItems, timeSchema } from '../core/fields.ts'
import { limits } from '../core/limits.ts'
import { requiredNameSchema, writtenNameSchema } from '../core/text.ts'
import type { FileRef } from '../files.ts'
import { type ContentDef, defineContent } from './content.ts'

type Definition = ContentDef<z.ZodType<{ type: string }>>

/** A message of a record: who sent it, as it was forwarded, and when. What was recalled says only that. */
export interface RecordItem {
  senderName: string
  senderLatinName: string
  sentAt: number
  content: { type: string }
}

interface Written {
  type: 'record'
  title: string
  items: readonly RecordItem[]
}

const nameSchema = writtenNameSchema(limits.nameChars)
const titleSchema = requiredNameSchema(limits.recordTitleChars)
const masked = z.object({ type: z.literal('recalled'), byId: z.literal('-') })

/** How deep records are nested in a record, itself included, and how many messages they have in all. */
function sizeOf({ items }: Written): { depth: number; count: number } {
  let depth = 1
  let count = items.length
  for (const { content } of items) {
    if (content.type !== 'record') continue
    const inner = sizeOf(content as Written)
    depth = Math.max(depth, 1 + inner.depth)
    count += inner.count
  }
  return { depth, count }
}

/** Whether records are nested no deeper than a reader follows: checked before anything descends into them. */
function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null || !('items' in value) || !Array.isArray(value.items)) return true
  return depth > 0 && value.items.every(item => isShallow((item as { content?: unknown } | null)?.content, depth - 1))
}
const shallow = z
  .unknown()
  .refine(value => isShallow(value, limits.recordDepth), 'records within records no deeper than allowed')

/**
 * Messages that were forwarded together, of the kinds that `kinds` defines or records themselves. Whoever forwards them
 * says who wrote what; the server vouches for the files alone.
 */
export function recordOf(kinds: Readonly<Record<string, unknown>>) {
  const definitions = kinds as Readonly<Record<string, Definition>>
  const known = (type: string) => (Object.hasOwn(definitions, type) ? definitions[type] : undefined)

  const schema = keptObject({
    type: z.literal('record'),
    title: z.string(),
    items: readableItems(
      keptObject({
        senderName: z.string(),
        senderLatinName: z.string(),
        sentAt: timeSchema,
        // The content is read like that of a message where it is shown.
        content: z.looseObject({ type: z.string().min(1).max(40) }) as unknown as z.ZodType<{ type: string }>,
      }),
    ),
  })

  const sendables = Object.values(definitions).flatMap(definition => definition.sendable ?? [])
  const item = z.object({
    senderName: nameSchema,
    senderLatinName: nameSchema,
    sentAt: timeSchema,
    content: z.lazy((): z.ZodType<{ type: string }> => z.union([masked, record, ...sendables])),
  })
  const record: z.ZodType<Written> = z.object({
    type: z.literal('record'),
    title: titleSchema,
    items: z.array(item).min(1).max(limits.recordItems),
  })
  const sendable = shallow
    .pipe(record)
    .refine(content => sizeOf(content).count <= limits.recordItems, 'no more messages than a record may have')
    .refine(content => JSON.stringify(content).length <= limits.recordChars, 'no larger than a record may be')

  /** What a function of the kinds says of all messages of a record, those within others included. */
  const each = <T>(content: Written, of: (definition: Definition, content: { type: string }) => readonly T[]): T[] =>
    content.items.flatMap(({ content: inner }) => {
      if (inner.type === 'record') return isWritten(inner) ? each(inner, of) : []
      const definition = known(inner.type)
      const read = definition?.schema.safeParse(inner)
      return definition && read?.success ? of(definition, read.data) : []
    })

  return defineContent({
    schema,
    sendable: sendable as unknown as z.ZodType<z.infer<typeof schema>>,
    bubble: true,
    counted: true,
    editable: false,
    text: content =>
      [content.title, ...each(content, (definition, inner) => [definition.text(inner)])].filter(Boolean).join('\n'),
    // Those of the others are of where they were said; a card is of a person whom the directory names.
    people: content => each(content, (definition, inner) => (inner.type === 'contact' ? definition.people(inner) : [])),
    mentions: () => [],
    files: content => each<FileRef>(content, (definition, inner) => definition.files?.(inner) ?? []),
    examples: {
      good: [
        {
          type: 'record',
          title: 'Air 2 上市发布群的聊天记录',
          items: [
            {
              senderName: '何清',
              senderLatinName: 'Qing He',
              sentAt: 1_781_000_000_000,
              content: { type: 'text', text: '回滚脚本跑只读库', mentions: [] } as { type: string },
            },
            {
              senderName: '周野',
              senderLatinName: '',
              sentAt: 1_781_000_060_000,
              content: { type: 'recalled', byId: '-' } as { type: string },
            },
          ],
        },
      ],
      unreadable: [
        { type: 'record', title: 7, items: [] },
        { type: 'record', title: 'x' },
      ],
      notSendable: [
        { type: 'record', title: 'x', items: [] },
        { type: 'record', title: ' ', items: [textItem('x')] },
        { type: 'record', title: 'x', items: [{ ...textItem('x'), content: { type: 'system', event: 'left' } }] },
        { type: 'record', title: 'x', items: [{ ...textItem('x'), content: { type: 'recalled', byId: 'u_1' } }] },
        { type: 'record', title: 'x', items: [textItem('')] },
        { type: 'record', title: 'x', items: Array.from({ length: limits.recordItems + 1 }, () => textItem('x')) },
        nested(limits.recordDepth),
        { type: 'record', title: 'x', items: Array.from({ length: 40 }, () => textItem('x'.repeat(limits.textChars))) },
      ],
    },
  })
}

function isWritten(content: { type: string }): content is Written {
  return 'items' in content && Array.isArray(content.items) && content.items.every(isItem)
}

function isItem(value: unknown): value is RecordItem {
  if (typeof value !== 'object' || value === null || !('content' in value)) return false
  const { content } = value
  return typeof content === 'object' && content !== null && 'type' in content && typeof content.type === 'string'
}

function textItem(text: string) {
  return { senderName: '何清', senderLatinName: '', sentAt: 1, content: { type: 'text', text, mentions: [] } }
}

/** A record with `depth` others in it, one in the other. */
function nested(depth: number): unknown {
  const content = depth === 0 ? textItem('x').content : nested(depth - 1)
  return { type: 'record', title: 'x', items: [{ ...textItem('x'), content }] }
}

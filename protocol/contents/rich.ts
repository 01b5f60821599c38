import { z } from 'zod'
import { dropControls, hasVisibleText } from '../core/characters.ts'
import { idSchema, isKeepable, keptObject } from '../core/fields.ts'
import { limits } from '../core/limits.ts'
import { isRichDoc, type RichNode, richText } from '../core/rich-text.ts'
import { defineContent } from './content.ts'

/** How deep lists and quotes may stand in one another. */
const nesting = 5

/** Where a link may lead: the web or a mail address, without an account or a password in it. */
function isLinkTarget(href: string): boolean {
  if (!URL.canParse(href)) return false
  const { protocol, username, password } = new URL(href)
  return ['http:', 'https:', 'mailto:'].includes(protocol) && username === '' && password === ''
}

const runSchema = z.string().overwrite(dropControls).min(1).max(limits.textChars)
const markSchema = z.discriminatedUnion('type', [
  z.object({ type: z.enum(['bold', 'italic', 'strike', 'code']) }),
  z.object({
    type: z.literal('link'),
    attrs: z.object({
      href: z.string().max(limits.linkChars).refine(isLinkTarget, 'an address of the web or of mail'),
    }),
  }),
])
const textSchema = z.object({ type: z.literal('text'), text: runSchema, marks: z.array(markSchema).max(5).optional() })
const inlineSchema = z.discriminatedUnion('type', [
  textSchema,
  z.object({ type: z.literal('hardBreak') }),
  z.object({
    type: z.literal('mention'),
    attrs: z.object({ userId: idSchema, label: z.string().overwrite(dropControls).min(1).max(limits.nameChars) }),
  }),
])
const many = <S extends z.ZodType>(node: S) => z.array(node).max(limits.richNodes)

const paragraphSchema = z.object({ type: z.literal('paragraph'), content: many(inlineSchema).optional() })
const codeBlockSchema = z.object({
  type: z.literal('codeBlock'),
  attrs: z
    .object({
      language: z
        .string()
        .regex(/^[a-z0-9+#._-]{1,40}$/)
        .nullable(),
    })
    .optional(),
  content: many(z.object({ type: z.literal('text'), text: runSchema })).optional(),
})

/** Blocks of which lists and quotes stand at most `depth` deep in one another: a text is as deep as this schema. */
function blockSchema(depth: number): z.ZodType<RichNode> {
  if (depth === 0) return z.discriminatedUnion('type', [paragraphSchema, codeBlockSchema]) as z.ZodType<RichNode>
  const inner = many(blockSchema(depth - 1)).min(1)
  const items = many(z.object({ type: z.literal('listItem'), content: inner })).min(1)
  return z.discriminatedUnion('type', [
    paragraphSchema,
    codeBlockSchema,
    z.object({ type: z.literal('blockquote'), content: inner }),
    z.object({ type: z.literal('bulletList'), content: items }),
    z.object({
      type: z.literal('orderedList'),
      attrs: z.object({ start: z.number().int().min(0).max(1_000_000) }).optional(),
      content: items,
    }),
  ]) as z.ZodType<RichNode>
}

/** A formatted text as a client may send it, of at most `most` characters (UTF-16 code units). */
export function richDocSchema(most: number): z.ZodType<RichNode> {
  return z
    .object({ type: z.literal('doc'), content: many(blockSchema(nesting)).min(1) })
    .superRefine((doc, context) => {
      const count = (node: RichNode): number => (node.content ?? []).reduce((sum, child) => sum + count(child), 1)
      const { text, mentions } = richText(doc)
      const problems = [
        count(doc) > limits.richNodes && `at most ${limits.richNodes} nodes`,
        text.length > most && `at most ${most} characters`,
        mentions.length > limits.mentions && `at most ${limits.mentions} mentions`,
        !isKeepable(doc) && 'small enough to be kept',
        !hasVisibleText(wordsOf(doc)) && 'a message has a character that can be seen',
      ]
      for (const message of problems) if (message !== false) context.addIssue({ code: 'custom', message })
    }) as unknown as z.ZodType<RichNode>
}

/** What was written of a text, without the marks of its lists and quotes. */
function wordsOf(node: RichNode): string {
  const label = node.attrs?.label
  return `${node.text ?? ''}${typeof label === 'string' ? label : ''}${(node.content ?? []).map(wordsOf).join('')}`
}

const doc = (...content: RichNode[]): RichNode => ({ type: 'doc', content })
const paragraph = (...content: RichNode[]): RichNode => ({ type: 'paragraph', content })
const words = (text: string, ...marks: string[]): RichNode => ({
  type: 'text',
  text,
  ...(marks.length > 0 && { marks: marks.map(type => ({ type })) }),
})
const link = (href: string): RichNode => ({ type: 'text', text: 'x', marks: [{ type: 'link', attrs: { href } }] })
const list = (type: string, ...items: RichNode[][]): RichNode => ({
  type,
  content: items.map(content => ({ type: 'listItem', content })),
})
/** Lists in lists. */
function deep(levels: number): RichNode {
  return levels === 0 ? paragraph(words('x')) : list('bulletList', [deep(levels - 1)])
}
const sent = (...content: RichNode[]) => ({ type: 'rich' as const, doc: doc(...content) })

/** Formatted text: a bounded part of ProseMirror's JSON. A text without any formatting is sent as `text`. */
export const rich = defineContent({
  schema: keptObject({
    type: z.literal('rich'),
    doc: z.custom<RichNode>(isRichDoc, 'a formatted text that is not too deep'),
  }),
  sendable: z.object({ type: z.literal('rich'), doc: richDocSchema(limits.textChars) }),
  bubble: true,
  counted: true,
  editable: true,
  text: content => richText(content.doc).text,
  words: content => richText(content.doc).text,
  people: content => richText(content.doc).mentions.flatMap(({ userId }) => (userId === 'all' ? [] : [userId])),
  mentions: content => richText(content.doc).mentions,
  examples: {
    good: [
      sent(paragraph(words('先看'), words('这里', 'bold', 'italic'), words('npm test', 'code'), words('旧', 'strike'))),
      sent(
        paragraph(
          { type: 'mention', attrs: { userId: 'u_chenyu', label: '陈屿' } },
          { type: 'hardBreak' },
          words('看'),
        ),
        list('bulletList', [paragraph(words('一'))], [paragraph(words('二')), deep(3)]),
        { ...list('orderedList', [paragraph(words('三'))]), attrs: { start: 3 } },
        { type: 'blockquote', content: [paragraph(words('引用'))] },
        { type: 'codeBlock', attrs: { language: 'ts' }, content: [words('const a = 1\n')] },
        { type: 'paragraph' },
        paragraph(link('https://example.com/a?b=1#c'), link('mailto:a@example.com')),
      ),
    ],
    unreadable: [
      { type: 'rich' },
      { type: 'rich', doc: 'x' },
      { type: 'rich', doc: doc(deep(6)) },
      { type: 'rich', doc: { type: 'doc', content: [{ text: 'x' }] } },
      { type: 'rich', doc: { type: 'doc', content: [{ type: 'text', text: 7 }] } },
    ],
    notSendable: [
      sent(),
      sent(paragraph()),
      sent(list('bulletList', [paragraph(words(' \n'))])),
      sent(words('x')),
      sent(deep(nesting + 1)),
      sent(paragraph(link('javascript:alert(1)'))),
      sent(paragraph(link('data:text/html,x'))),
      sent(paragraph(link('https://user:secret@example.com'))),
      sent(paragraph(link('/relative'))),
      sent(paragraph({ type: 'image', attrs: { src: 'x' } })),
      sent(paragraph(words('x', 'underline'))),
      sent({ type: 'heading', content: [words('x')] }),
      sent({ type: 'bulletList', content: [paragraph(words('x'))] }),
      sent({ ...list('orderedList', [paragraph(words('x'))]), attrs: { start: -1 } }),
      sent(paragraph(words('x'.repeat(limits.textChars)), words('x'))),
      sent(...Array.from({ length: limits.richNodes / 2 }, () => paragraph(words('x')))),
      sent(...Array.from({ length: 200 }, () => paragraph(link(`https://example.com/${'x'.repeat(1_500)}`)))),
      sent(paragraph({ type: 'mention', attrs: { userId: '', label: 'x' } })),
      sent({ type: 'codeBlock', attrs: { language: '"><script>' }, content: [words('x')] }),
      sent({ type: 'codeBlock', content: [paragraph(words('x'))] }),
    ],
  },
})

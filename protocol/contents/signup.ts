import { z } from 'zod'
import { ProtocolError } from '../core/errors.ts'
import { keptObject, readableItems, referenceSchema, timeSchema } from '../core/fields.ts'
import { limits } from '../core/limits.ts'
import { lineSchema, requiredNameSchema } from '../core/text.ts'
import { closedSchema, closing, requireOpen } from './closing.ts'
import { defineContent } from './content.ts'

/** A line that a member added: who, how many, and what they say. */
const enteredSchema = keptObject({
  userId: referenceSchema,
  note: z.string(),
  number: z.number().int().min(1),
  at: timeSchema,
})

const schema = keptObject({
  type: z.literal('signup'),
  title: z.string(),
  /** How a line should look; may be empty. */
  example: z.string(),
  closesAt: timeSchema.optional(),
  closed: closedSchema.optional(),
  /** In the order in which people signed up first. */
  lines: readableItems(enteredSchema).optional(),
})

const answerSchema = z.object({
  lines: z
    .array(z.object({ note: lineSchema(limits.signupChars), number: z.number().int().min(1).max(999) }))
    .min(1)
    .max(limits.signupLinesPerPerson),
})

/** 接龙: a list to which members add their own lines. */
export const signup = defineContent({
  schema,
  sendable: z.object({
    type: z.literal('signup'),
    title: requiredNameSchema(limits.signupChars),
    example: lineSchema(limits.signupChars),
    closesAt: timeSchema.optional(),
  }),
  bubble: true,
  counted: true,
  editable: false,
  text: ({ title, lines = [] }) => [title, ...lines.map(({ note }) => note)].join('\n'),
  people: ({ lines = [] }) => lines.map(({ userId }) => userId),
  mentions: () => [],
  answers: {
    schema: answerSchema,
    named: () => true,
    check(content, answer, { now, userId }) {
      requireOpen(content, now)
      if (answer === null) return
      const others = (content.lines ?? []).filter(line => line.userId !== userId).length
      if (others + answerSchema.parse(answer).lines.length > limits.signupLines)
        throw new ProtocolError('limit_reached')
    },
    summarize: (content, answers) => ({
      ...content,
      lines: answers.flatMap(({ userId, at, answer }) =>
        answerSchema.parse(answer).lines.map(line => ({ userId, at, ...line })),
      ),
    }),
    own({ lines = [] }, userId) {
      const own = lines.filter(line => line.userId === userId).map(({ note, number }) => ({ note, number }))
      return own.length === 0 ? null : { lines: own }
    },
    kept: false,
    amend(content, { userId, answer, at }) {
      const lines = content.lines ?? []
      const read = answerSchema.safeParse(answer)
      const first = lines.findIndex(line => line.userId === userId)
      const since = lines[first]?.at ?? at
      const own = read.success ? read.data.lines.map(line => ({ userId, at: since, ...line })) : []
      const others = lines.filter(line => line.userId !== userId)
      return { ...content, lines: others.toSpliced(first === -1 ? others.length : first, 0, ...own) }
    },
  },
  acts: { schema: z.discriminatedUnion('type', closing.actions), apply: closing.apply },
  examples: {
    good: [
      { type: 'signup', title: '周五羽毛球', example: '名字 几点到' },
      { type: 'signup', title: '拼奶茶', example: '', lines: [{ userId: 'u_maya', note: '少冰', number: 2, at: 7 }] },
    ],
    unreadable: [{ type: 'signup', title: '周五羽毛球' }],
    notSendable: [
      { type: 'signup', title: '', example: '' },
      { type: 'signup', title: '周五羽毛球' },
    ],
  },
})

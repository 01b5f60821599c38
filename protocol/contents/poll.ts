import { z } from 'zod'
import { ProtocolError } from '../core/errors.ts'
import { idSchema, keptObject, readableItems, referenceSchema, timeSchema } from '../core/fields.ts'
import { limits } from '../core/limits.ts'
import { requiredNameSchema } from '../core/text.ts'
import { closedSchema, closing, requireOpen } from './closing.ts'
import { defineContent } from './content.ts'

const optionSchema = keptObject({
  id: referenceSchema,
  text: z.string(),
  /** Who added it later. */
  byId: referenceSchema.optional(),
  count: z.number().int().min(0).optional(),
  /** The first people who chose it, unless the poll is anonymous. */
  userIds: readableItems(referenceSchema).optional(),
})

const schema = keptObject({
  type: z.literal('poll'),
  question: z.string(),
  options: readableItems(optionSchema),
  /** Several options may be chosen. */
  multiple: z.boolean(),
  /** Only how many chose an option is told. */
  anonymous: z.boolean(),
  /** Members may add options. */
  open: z.boolean(),
  closesAt: timeSchema.optional(),
  closed: closedSchema.optional(),
  /** How many people voted. */
  voters: z.number().int().min(0).optional(),
})
type Poll = z.infer<typeof schema>

const lineSchema = requiredNameSchema(limits.pollChars)
const voteSchema = z.object({ optionIds: z.array(idSchema).min(1).max(limits.pollOptions) })

/** The options that an answer chose; of one that cannot be read, none. */
function chosenIn(answer: Record<string, unknown> | null): string[] {
  const read = voteSchema.safeParse(answer)
  return read.success ? read.data.optionIds : []
}

const unique = (ids: readonly string[]) => new Set(ids).size === ids.length

const example = {
  type: 'poll' as const,
  question: '几点开会？',
  options: [
    { id: 'o1', text: '三点' },
    { id: 'o2', text: '四点' },
  ],
  multiple: false,
  anonymous: false,
  open: true,
}

/** A question with options, of which members choose. */
export const poll = defineContent({
  schema,
  sendable: z.object({
    type: z.literal('poll'),
    question: lineSchema,
    options: z
      .array(z.object({ id: idSchema, text: lineSchema }))
      .min(2)
      .max(limits.pollOptions)
      .refine(options => unique(options.map(({ id }) => id)), 'options with different ids')
      .refine(options => unique(options.map(({ text }) => text)), 'options with different words'),
    multiple: z.boolean(),
    anonymous: z.boolean(),
    open: z.boolean(),
    closesAt: timeSchema.optional(),
  }),
  bubble: true,
  counted: true,
  editable: false,
  text: ({ question, options }) => [question, ...options.map(({ text }) => text)].join('\n'),
  words: ({ question, options }) => [question, ...options.map(({ text }) => `- ${text}`)].join('\n'),
  people: ({ options }) =>
    options.flatMap(({ byId, userIds = [] }) => (byId === undefined ? userIds : [byId, ...userIds])),
  mentions: () => [],
  answers: {
    schema: voteSchema,
    named: ({ anonymous }) => !anonymous,
    chosen: chosenIn,
    check(content, answer, { now }) {
      requireOpen(content, now)
      if (answer === null) return
      const { optionIds } = voteSchema.parse(answer)
      const known = content.options.map(({ id }) => id)
      if (
        !unique(optionIds) ||
        !optionIds.every(id => known.includes(id)) ||
        (optionIds.length > 1 && !content.multiple)
      )
        throw new ProtocolError('invalid_params', { field: 'answer' })
    },
    summarize(content, answers) {
      const votes = answers.map(({ userId, answer }) => ({ userId, optionIds: voteSchema.parse(answer).optionIds }))
      const options = content.options.map(option => {
        const userIds = votes.flatMap(vote => (vote.optionIds.includes(option.id) ? [vote.userId] : []))
        const named = content.anonymous ? {} : { userIds: userIds.slice(0, limits.namedAnswers) }
        return { ...option, count: userIds.length, ...named }
      })
      return { ...content, options, voters: votes.length }
    },
    own({ anonymous, options, voters = 0 }, userId) {
      if (voters === 0) return null
      const optionIds = options.flatMap(({ id, userIds }) => (userIds?.includes(userId) ? [id] : []))
      const complete = !anonymous && options.every(({ count = 0, userIds = [] }) => userIds.length >= count)
      return complete ? (optionIds.length === 0 ? null : { optionIds }) : undefined
    },
    kept: true,
    amend(content, { userId, before, answer }) {
      const was = chosenIn(before)
      const now = chosenIn(answer)
      const options = content.options.map(option => {
        const { id, count = 0, userIds = [] } = option
        const more = Number(now.includes(id)) - Number(was.includes(id))
        if (more === 0) return option
        const others = userIds.filter(other => other !== userId)
        const complete = userIds.length >= count
        const named = content.anonymous ? {} : { userIds: more > 0 && complete ? [...others, userId] : others }
        return { ...option, count: Math.max(0, count + more), ...named }
      })
      const more = Number(now.length > 0) - Number(was.length > 0)
      return { ...content, options, voters: Math.max(0, (content.voters ?? 0) + more) }
    },
  },
  acts: {
    schema: z.discriminatedUnion('type', [
      ...closing.actions,
      z.object({ type: z.literal('addOption'), id: idSchema, text: lineSchema }),
    ]),
    speaks: ({ type }) => type === 'addOption',
    apply(content: Poll, act, who) {
      if (act.type !== 'addOption') return closing.apply(content, act, who)
      requireOpen(content, who.now)
      if (!content.open && !who.manages) throw new ProtocolError('forbidden')
      const { id, text } = act
      const same = content.options.find(option => option.id === id)
      // The same again after a lost answer.
      if (same?.text === text) return content
      if (same || content.options.some(option => option.text === text))
        throw new ProtocolError('conflict', { field: 'act' })
      if (content.options.length >= limits.pollOptions) throw new ProtocolError('limit_reached')
      return { ...content, options: [...content.options, { id, text, byId: who.userId }] }
    },
  },
  examples: {
    good: [example],
    unreadable: [{ type: 'poll', question: '几点？' }],
    notSendable: [
      { ...example, options: [{ id: 'o1', text: '三点' }] },
      {
        ...example,
        options: [
          { id: 'o1', text: '三点' },
          { id: 'o2', text: '三点' },
        ],
      },
      { ...example, question: ' ' },
    ],
  },
})

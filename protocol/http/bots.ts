import { z } from 'zod'
import {
  attributesSchema,
  type BotScope,
  botManifestSchema,
  botScopes,
  clientIdSchema,
  conversationSchema,
  type ErrorName,
  emojiSchema,
  emptySchema,
  fileRefSchema,
  groupNameSchema,
  idSchema,
  limits,
  lineSchema,
  messageSchema,
  pageLimit,
  sendableContentSchema,
  seqSchema,
  writtenCardSchema,
  writtenTextSchema,
  writtenViewSchema,
} from '../index.ts'
import type { InputOf, RequestOf } from './endpoint.ts'

/** Defines a request of the bots' HTTP API. Its key is method and path below `/api/bots/v1`. */
export interface BotEndpoint {
  summary: string
  /** What the bot has to be allowed; null: nothing. */
  scope: BotScope | null
  params?: z.ZodType
  query?: z.ZodType
  body?: z.ZodType
  result: z.ZodType
  /** In addition to those of every request: wrong token, missing scope, wrong parameter, too many requests. */
  errors: readonly ErrorName[]
  example: { input: Record<string, unknown>; result: unknown }
}

const number = z.coerce.number<number>()
const place = number.int().min(1)

/**
 * What a bot says. `text`: a mention is written as `<@id>`, `<@all>` for everybody. `markdown`: CommonMark, as a card
 * without a frame. Others are contents of messages as they are sent by people.
 */
export const botContentSchema = z.union([
  z.object({ type: z.literal('text'), text: writtenTextSchema(limits.textChars) }),
  z.object({ type: z.literal('markdown'), text: writtenTextSchema(limits.cardTextChars) }),
  z.object({ type: z.literal('card'), card: writtenCardSchema }),
  sendableContentSchema,
])
export type BotContent = z.infer<typeof botContentSchema>

export const botPersonSchema = z.object({
  id: idSchema,
  name: z.string(),
  latinName: z.string(),
  title: z.string(),
  mail: z.string(),
  bot: z.boolean(),
})
export type BotPerson = z.infer<typeof botPersonSchema>

const meSchema = z.object({
  id: idSchema,
  name: z.string(),
  icon: z.string(),
  ownerId: idSchema,
  scopes: z.array(z.enum(botScopes)),
  workspaceId: z.string(),
  workspaceName: z.string(),
  manifest: botManifestSchema,
})

const keySchema = z.string().regex(/^[\w.:/-]{1,200}$/, 'letters, digits and . : / - _')
const valueSchema = z.object({ value: z.unknown(), version: z.number().int().min(0) })
const inConversation = z.object({ conversationId: idSchema })
const onMessage = inConversation.extend({ seq: place })
const onView = z.object({ viewId: idSchema })
const viewResult = z.object({ viewId: idSchema, version: z.number().int().min(1) })
const memberErrors = ['not_member', 'not_found'] as const satisfies readonly ErrorName[]

const exampleMessage = {
  conversationId: 'c_air2',
  seq: 12,
  revision: 12,
  ordinal: 9,
  senderId: 'b_tasks',
  clientId: null,
  sentAt: 1_790_000_000_000,
  content: { type: 'text', text: '收到', mentions: [] },
}
const exampleConversation = {
  id: 'c_air2',
  kind: 'group',
  name: '轻羽 Air2',
  ownerId: 'u_linwan',
  memberCount: 12,
  avatarUserIds: ['u_linwan'],
  createdAt: 1_790_000_000_000,
  revision: 3,
} as const
const exampleMe = {
  id: 'b_tasks',
  name: '任务',
  icon: 'bot',
  ownerId: 'u_heqing',
  scopes: ['messages.write'],
  workspaceId: 'w_1',
  workspaceName: '星河科技',
  manifest: { description: '', commands: [], shortcuts: [], home: false, unfurlHosts: [] },
}
const examplePerson = {
  id: 'u_linwan',
  name: '林晚',
  latinName: 'Wan Lin',
  title: '设计师',
  mail: 'lin@example.com',
  bot: false,
}
const exampleView = { title: '新任务', card: { type: 'AdaptiveCard', body: [] }, submit: '建立' }
const exampleFile = { id: 'f_1', name: 'a.txt', size: 5, mediaType: 'text/plain' }

export const botApi = {
  'GET /me': {
    summary: 'The bot whose token it is.',
    scope: null,
    result: meSchema,
    errors: [],
    example: { input: {}, result: exampleMe },
  },
  'PUT /manifest': {
    summary: 'Says what the bot offers: commands, entries in the menu of messages, a home page, link previews.',
    scope: null,
    body: botManifestSchema,
    result: emptySchema,
    errors: ['conflict'],
    example: { input: { body: exampleMe.manifest }, result: {} },
  },
  'GET /conversations': {
    summary: 'The conversations that the bot is in, by pages: `after` is the id of the last one of the page before.',
    scope: null,
    query: z.object({ after: idSchema.optional(), limit: pageLimit(100, number).default(100) }),
    result: z.object({ conversations: z.array(conversationSchema), more: z.boolean() }),
    errors: [],
    example: { input: { query: {} }, result: { conversations: [exampleConversation], more: false } },
  },
  'GET /conversations/:conversationId': {
    summary: 'A conversation that the bot is in.',
    scope: null,
    params: inConversation,
    result: z.object({ conversation: conversationSchema }),
    errors: memberErrors,
    example: {
      input: { params: { conversationId: 'c_air2' } },
      result: { conversation: exampleConversation },
    },
  },
  'POST /conversations': {
    summary:
      'Makes a group with these people and the bot. `ownerId` is a person who owns it. The same client id returns the same group.',
    scope: 'conversations.write',
    body: z.object({
      name: groupNameSchema,
      ownerId: idSchema,
      userIds: z.array(idSchema).max(200),
      clientId: clientIdSchema,
    }),
    result: z.object({ conversation: conversationSchema }),
    errors: ['not_found', 'limit_reached', 'conflict'],
    example: {
      input: {
        body: {
          name: '轻羽 Air2',
          ownerId: 'u_linwan',
          userIds: ['u_chenyu'],
          clientId: '0199b6f0-0000-7000-8000-000000000001',
        },
      },
      result: { conversation: exampleConversation },
    },
  },
  'POST /conversations/direct': {
    summary: 'The conversation of the bot with one person, made when there is none.',
    scope: 'messages.write',
    body: z.object({ userId: idSchema }),
    result: z.object({ conversation: conversationSchema }),
    errors: ['not_found'],
    example: { input: { body: { userId: 'u_linwan' } }, result: { conversation: exampleConversation } },
  },
  'GET /conversations/:conversationId/members': {
    summary: 'Who is in a conversation, by id, by pages.',
    scope: 'members.read',
    params: inConversation,
    query: z.object({ after: idSchema.optional(), limit: pageLimit(200, number).default(200) }),
    result: z.object({ people: z.array(botPersonSchema), more: z.boolean() }),
    errors: memberErrors,
    example: {
      input: { params: { conversationId: 'c_air2' }, query: {} },
      result: { people: [examplePerson], more: false },
    },
  },
  'POST /conversations/:conversationId/members': {
    summary: 'Adds people to a group that the bot is in, where its members may.',
    scope: 'conversations.write',
    params: inConversation,
    body: z.object({ userIds: z.array(idSchema).min(1).max(200) }),
    result: emptySchema,
    errors: [...memberErrors, 'only_admins', 'limit_reached'],
    example: {
      input: { params: { conversationId: 'c_air2' }, body: { userIds: ['u_linwan'] } },
      result: {},
    },
  },
  'DELETE /conversations/:conversationId/members/me': {
    summary: 'The bot leaves a group.',
    scope: null,
    params: inConversation,
    result: emptySchema,
    errors: memberErrors,
    example: { input: { params: { conversationId: 'c_air2' } }, result: {} },
  },
  'GET /conversations/:conversationId/messages': {
    summary:
      'Messages of a conversation, ascending: the newest ones, or those before or after a seq (exclusive). `visibleTo`: only what that member may see as well.',
    scope: 'messages.read',
    params: inConversation,
    query: z.object({
      before: place.optional(),
      after: place.optional(),
      visibleTo: idSchema.optional(),
      limit: pageLimit(100, number).default(50),
    }),
    result: z.object({ messages: z.array(messageSchema), more: z.boolean() }),
    errors: memberErrors,
    example: {
      input: { params: { conversationId: 'c_air2' }, query: {} },
      result: { messages: [exampleMessage], more: false },
    },
  },
  'GET /conversations/:conversationId/messages/:seq': {
    summary: 'One message: of the bot itself, or with `messages.read` any.',
    scope: null,
    params: onMessage,
    result: z.object({ message: messageSchema }),
    errors: memberErrors,
    example: {
      input: { params: { conversationId: 'c_air2', seq: 12 } },
      result: { message: exampleMessage },
    },
  },
  'POST /conversations/:conversationId/messages': {
    summary: 'Says something in a conversation. The same client id again returns the same message.',
    scope: 'messages.write',
    params: inConversation,
    body: z.object({
      content: botContentSchema,
      replyTo: seqSchema.optional(),
      clientId: clientIdSchema.optional(),
      /** It is going to be changed while it is written: it is marked so until a change without this. */
      growing: z.boolean().optional(),
    }),
    result: z.object({ message: messageSchema }),
    errors: [...memberErrors, 'only_admins', 'conflict', 'limit_reached'],
    example: {
      input: { params: { conversationId: 'c_air2' }, body: { content: { type: 'text', text: '收到' } } },
      result: { message: exampleMessage },
    },
  },
  'PATCH /conversations/:conversationId/messages/:seq': {
    summary: 'Says something else in a message of the bot, of the same kind. `growing`: more is to come.',
    scope: 'messages.write',
    params: onMessage,
    body: z.object({ content: botContentSchema, growing: z.boolean().optional() }),
    result: z.object({ message: messageSchema }),
    errors: [...memberErrors, 'forbidden'],
    example: {
      input: { params: { conversationId: 'c_air2', seq: 12 }, body: { content: { type: 'text', text: '收到' } } },
      result: { message: exampleMessage },
    },
  },
  'PUT /conversations/:conversationId/messages/:seq/faces/:userId': {
    summary:
      'Gives a card of the bot with `refresh` a face that one member alone sees, until the card is another or a week has passed. `version`: of the card that it is a face of. `refresh.expires` of the face says when another is asked for. Its pictures are those of the card.',
    scope: 'messages.write',
    params: onMessage.extend({ userId: idSchema }),
    body: z.object({ card: writtenCardSchema, version: place.optional() }),
    result: z.object({ version: place, face: place }),
    errors: [...memberErrors, 'forbidden', 'conflict'],
    example: {
      input: {
        params: { conversationId: 'c_air2', seq: 12, userId: 'u_linwan' },
        body: { card: { type: 'AdaptiveCard', body: [] } },
      },
      result: { version: 1, face: 1 },
    },
  },
  'DELETE /conversations/:conversationId/messages/:seq': {
    summary: 'Recalls a message of the bot.',
    scope: 'messages.write',
    params: onMessage,
    result: emptySchema,
    errors: [...memberErrors, 'forbidden'],
    example: { input: { params: { conversationId: 'c_air2', seq: 12 } }, result: {} },
  },
  'POST /conversations/:conversationId/messages/:seq/reactions': {
    summary: 'Adds a reaction of the bot to a message, or takes it back.',
    scope: 'messages.write',
    params: onMessage,
    body: z.object({ emoji: emojiSchema, on: z.boolean() }),
    result: z.object({ reactions: attributesSchema.shape.reactions }),
    errors: [...memberErrors, 'limit_reached'],
    example: {
      input: { params: { conversationId: 'c_air2', seq: 12 }, body: { emoji: '👀', on: true } },
      result: { reactions: [] },
    },
  },
  'POST /conversations/:conversationId/whispers': {
    summary:
      'Says something that one member alone sees, on the devices where they are now: in a thread, by any message of it, or where the trigger comes from. Nothing of it is kept.',
    scope: null,
    params: inConversation,
    body: z.object({
      userId: idSchema,
      content: botContentSchema,
      thread: seqSchema.optional(),
      trigger: z.string().max(2_000).optional(),
    }),
    result: emptySchema,
    errors: memberErrors,
    example: {
      input: {
        params: { conversationId: 'c_air2' },
        body: { userId: 'u_linwan', content: { type: 'text', text: '只有你看得到' } },
      },
      result: {},
    },
  },
  'POST /conversations/:conversationId/messages/:seq/previews': {
    summary: 'What a link of a message leads to, for a host that the manifest names.',
    scope: null,
    params: onMessage,
    body: z.object({
      url: z.url().max(limits.linkChars),
      title: writtenTextSchema(300),
      description: z.string().max(1_000).optional(),
      siteName: z.string().max(200).optional(),
    }),
    result: emptySchema,
    errors: memberErrors,
    example: {
      input: {
        params: { conversationId: 'c_air2', seq: 12 },
        body: { url: 'https://git.example.com/air2/pulls/7', title: '装订线' },
      },
      result: {},
    },
  },
  'GET /people/:userId': {
    summary: 'A person of a conversation of the bot, or with `directory.read` anybody.',
    scope: null,
    params: z.object({ userId: idSchema }),
    result: z.object({ person: botPersonSchema }),
    errors: ['not_found'],
    example: { input: { params: { userId: 'u_linwan' } }, result: { person: examplePerson } },
  },
  'GET /people': {
    summary: 'People by mail, or by a part of their name.',
    scope: 'directory.read',
    query: z.object({ mail: lineSchema(200).optional(), q: lineSchema(100).optional() }),
    result: z.object({ people: z.array(botPersonSchema) }),
    errors: [],
    example: { input: { query: { mail: 'lin@example.com' } }, result: { people: [examplePerson] } },
  },
  'POST /files': {
    summary: 'Uploads a file, whose bytes are the body, for a message of the bot.',
    scope: 'files',
    query: z.object({ name: lineSchema(limits.fileNameChars).min(1) }),
    result: z.object({ file: fileRefSchema }),
    errors: ['too_large', 'forbidden', 'storage_full'],
    example: { input: { query: { name: 'a.txt' } }, result: { file: exampleFile } },
  },
  'POST /views': {
    summary: 'Opens a form for who did something just now: `trigger` is that of the event.',
    scope: null,
    body: z.object({ trigger: z.string().max(2_000), view: writtenViewSchema }),
    result: viewResult,
    errors: ['too_late'],
    example: {
      input: { body: { trigger: 'x', view: exampleView } },
      result: { viewId: 'v_1', version: 1 },
    },
  },
  'PUT /views/:viewId': {
    summary: 'Changes a form that is open.',
    scope: null,
    params: onView,
    body: z.object({ view: writtenViewSchema, version: z.number().int().min(1).optional() }),
    result: viewResult,
    errors: ['not_found', 'conflict'],
    example: {
      input: { params: { viewId: 'v_1' }, body: { view: exampleView } },
      result: { viewId: 'v_1', version: 2 },
    },
  },
  'PUT /people/:userId/home': {
    summary: 'The home page of the bot for a person.',
    scope: null,
    params: z.object({ userId: idSchema }),
    body: z.object({ view: writtenViewSchema }),
    result: viewResult,
    errors: ['not_found'],
    example: {
      input: { params: { userId: 'u_linwan' }, body: { view: exampleView } },
      result: { viewId: 'v_1', version: 1 },
    },
  },
  'POST /events/:eventId/answer': {
    summary:
      'Answers to a form that was sent, within four seconds: with errors by the id of an input, the next form, or nothing to close it.',
    scope: null,
    params: z.object({ eventId: place }),
    body: z.object({
      errors: z.record(z.string().max(limits.cardIdChars), z.string().max(limits.botLineChars)).optional(),
      view: writtenViewSchema.optional(),
    }),
    result: emptySchema,
    errors: ['not_found', 'too_late'],
    example: { input: { params: { eventId: 7 }, body: { errors: { what: '太短' } } }, result: {} },
  },
  'GET /values/:key': {
    summary: 'A value that the bot keeps at the workspace, with its version; null and 0 when there is none.',
    scope: null,
    params: z.object({ key: keySchema }),
    result: valueSchema,
    errors: [],
    example: { input: { params: { key: 'rota' } }, result: { value: ['u_linwan'], version: 3 } },
  },
  'PUT /values/:key': {
    summary:
      'Keeps a value of JSON; null forgets it. `version`: only in place of that version (0: of none), else `conflict`.',
    scope: null,
    params: z.object({ key: keySchema }),
    body: z.object({
      value: z
        .unknown()
        .refine(value => (JSON.stringify(value) ?? '').length <= limits.botValueChars, 'at most 65,536 characters'),
      version: z.number().int().min(0).optional(),
    }),
    result: z.object({ version: z.number().int().min(0) }),
    errors: ['conflict', 'limit_reached'],
    example: { input: { params: { key: 'rota' }, body: { value: ['u_linwan'] } }, result: { version: 4 } },
  },
  'GET /values': {
    summary: 'The values whose keys begin so, by key, by pages.',
    scope: null,
    query: z.object({
      prefix: z.union([z.literal(''), keySchema]).default(''),
      after: keySchema.optional(),
      limit: pageLimit(100, number).default(100),
    }),
    result: z.object({ values: z.array(valueSchema.extend({ key: keySchema })), more: z.boolean() }),
    errors: [],
    example: {
      input: { query: { prefix: 'task:' } },
      result: { values: [{ key: 'task:1', value: {}, version: 1 }], more: false },
    },
  },
  'GET /events': {
    summary:
      'Events that wait for the bot, for one that neither connects nor is posted to. Each is acknowledged after.',
    scope: null,
    query: z.object({ limit: pageLimit(100, number).default(100) }),
    result: z.object({ events: z.array(z.unknown()) }),
    errors: [],
    example: { input: { query: {} }, result: { events: [] } },
  },
  'POST /events/acknowledge': {
    summary: 'Says that events need not come again.',
    scope: null,
    body: z.object({ ids: z.array(z.number().int().min(1)).min(1).max(limits.botEventsPage) }),
    result: emptySchema,
    errors: [],
    example: { input: { body: { ids: [7] } }, result: {} },
  },
} as const satisfies Record<string, BotEndpoint>

export type BotApi = typeof botApi
export type BotResult<K extends keyof BotApi> = z.infer<BotApi[K]['result']>
export type BotInput<K extends keyof BotApi> = InputOf<BotApi[K]>
export type BotRequest<K extends keyof BotApi> = RequestOf<BotApi[K]>

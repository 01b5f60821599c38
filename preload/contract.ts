import {
  appSchema,
  clientIdSchema,
  contentSchema,
  type deviceInfoSchema,
  deviceSchema,
  grantablePermissionSchema,
  idSchema,
  limits,
  memberSchema,
  receiptSchema,
  revisionSchema,
  type SingleScope,
  sendableContentSchema,
  singleScopes,
  timeSchema,
} from '@lianqun/protocol'
import { z } from 'zod'

/*
 * The only door between the renderer and main: every call with the schemas of its arguments and result, every event
 * with its payload. Preload builds `window.desktop` from it, main implements all of it, the renderer sees its types.
 */

const none = z.object({})
const conversationId = idSchema
const count = z.number().int().min(0)
const text = z.string()

/** A name in both scripts; `latinName` may be empty. The reader's language chooses (see renderer/ui/names.ts). */
export const personNameSchema = z.object({ id: idSchema, name: text, latinName: text })

export const themeSchema = z.enum(['system', 'light', 'dark'])
export const languageSchema = z.enum(['system', 'zh', 'en'])
export const settingsSchema = z.object({
  theme: themeSchema,
  language: languageSchema,
  /** Closing the window leaves the app in the tray. */
  closeToTray: z.boolean(),
  notifications: z.boolean(),
  /** Notifications say that there is a message, not from whom nor what. */
  notificationPrivacy: z.boolean(),
  doNotDisturb: z.boolean(),
  /** Width of the list column in CSS pixels. */
  listWidth: z.number().min(200).max(1_200),
  sidePanel: z.boolean(),
})

/** What stands between the person and their messages, each with a way on. */
export const sessionNoticeSchema = z.enum([
  'expired',
  'revoked',
  'signed_out',
  'account_disabled',
  'cache_corrupt',
  'cache_newer',
  'cache_key_lost',
  'safe_storage_missing',
  'disk_full',
  'cache_unavailable',
  'address_lost',
])
export const sessionStateSchema = z.object({
  phase: z.enum(['starting', 'signed-out', 'signed-in', 'blocked']),
  notice: sessionNoticeSchema.nullable(),
  user: personNameSchema.nullable(),
  workspace: z.object({ name: text, latinName: text, address: text }).nullable(),
  /** Prefills the sign-in form. */
  lastAddress: text,
  lastAccount: text,
  /** Where a demo workspace runs on this machine. */
  demo: z.object({ name: text, latinName: text, people: count }).nullable(),
})
export const connectionStateSchema = z.object({
  status: z.enum(['online', 'connecting', 'offline']),
  /** Why it is not online: the message catalogue's key. */
  reason: z
    .enum(['none', 'network', 'unreachable', 'certificate', 'server_closing', 'not_a_workspace', 'slow'])
    .default('none'),
  lastSyncedAt: timeSchema.nullable(),
  retryAt: timeSchema.nullable(),
  /** Heads being fetched, or history being completed in the background. */
  progress: z.object({ kind: z.enum(['heads', 'directory', 'history']), done: count, total: count }).nullable(),
  /** The workspace is of a later version: it knows things that this app does not show. */
  updateNeeded: z.boolean(),
})

export const conversationFilterSchema = z.enum(['all', 'unread', 'mentions', 'direct', 'group'])
/** A row of the conversation list. */
export const conversationItemSchema = z.object({
  id: conversationId,
  kind: z.enum(['direct', 'group']),
  /** The group's name; empty for a direct or unnamed one, whose title comes from `avatarPeople`. */
  name: text,
  /** Those the picture is composed of; of a direct conversation, the other person (oneself if alone). */
  avatarPeople: z.array(personNameSchema),
  memberCount: count,
  pinned: z.boolean(),
  muted: z.boolean(),
  unread: count,
  /** Unread messages that mention the person. */
  mentions: count,
  readSeq: revisionSchema,
  lastSeq: revisionSchema,
  lastMessage: z
    .object({
      sender: personNameSchema,
      own: z.boolean(),
      sentAt: timeSchema,
      content: contentSchema,
      people: z.array(personNameSchema),
    })
    .nullable(),
  /** The newest outbox message of the conversation, if any: it is what the preview shows. */
  outbox: z.object({ state: z.enum(['sending', 'failed']), text, createdAt: timeSchema }).nullable(),
  draft: text,
  /** Milliseconds; the list is sorted by pinned, then this, newest first. */
  activeAt: timeSchema,
  isOwner: z.boolean(),
})

/** A message as the stream shows it: from the server (`seq` > 0), or still in the outbox (`seq` 0). */
export const messageItemSchema = z.object({
  conversationId,
  seq: revisionSchema,
  revision: revisionSchema,
  clientId: text.nullable(),
  sender: personNameSchema,
  own: z.boolean(),
  sentAt: timeSchema,
  content: contentSchema,
  /** People that mentions and system notices name. */
  people: z.array(personNameSchema),
  state: z.enum(['sending', 'sent', 'failed']),
  /** Why it failed: an error name of the protocol. */
  error: text.nullable(),
})

export const pageAnchorSchema = z.union([
  z.object({ at: z.enum(['latest', 'unread']) }),
  z.object({ before: revisionSchema }),
  z.object({ after: revisionSchema }),
  z.object({ around: revisionSchema }),
])

export const personItemSchema = personNameSchema.extend({
  title: text,
  departmentId: text,
  /** Names of the main department, for a line under the name. */
  departmentName: text,
  departmentLatinName: text,
  leader: z.boolean(),
  deleted: z.boolean(),
})
export const departmentItemSchema = z.object({
  id: idSchema,
  parentId: idSchema.nullable(),
  name: text,
  latinName: text,
  /** People in it and below it. */
  headcount: count,
  depth: count,
  hasChildren: z.boolean(),
})
const namedSchema = z.object({ id: idSchema, name: text, latinName: text })
export const personDetailSchema = personItemSchema.extend({
  phone: text,
  mail: text,
  staffNo: text,
  place: text,
  /** For each department the way from the top. */
  paths: z.array(z.array(namedSchema)),
  manager: personNameSchema.nullable(),
  groupsInCommon: z.array(z.object({ id: conversationId, name: text, avatarPeople: z.array(personNameSchema) })),
})
export const memberItemSchema = memberSchema.pick({ userId: true, role: true, joinedAt: true }).extend({
  person: personItemSchema,
  /** How the name is read: its pinyin, syllables apart; a name without Han in lower case. */
  reading: text,
})
export const messageHitSchema = z.object({
  conversation: z.object({
    id: conversationId,
    kind: z.enum(['direct', 'group']),
    name: text,
    avatarPeople: z.array(personNameSchema),
  }),
  seq: revisionSchema,
  sender: personNameSchema,
  sentAt: timeSchema,
  text,
})

export const appItemSchema = appSchema
  .pick({
    id: true,
    name: true,
    latinName: true,
    description: true,
    latinDescription: true,
    group: true,
    icon: true,
    hue: true,
    permissions: true,
    sortOrder: true,
  })
  .extend({ favourite: z.boolean() })
export const appTabSchema = z.object({
  appId: idSchema,
  title: text,
  address: text,
  state: z.enum(['consent', 'loading', 'ready', 'failed', 'crashed', 'blocked']),
  error: text.nullable(),
  canGoBack: z.boolean(),
})
export const boundsSchema = z.object({
  x: z.number(),
  y: z.number(),
  width: z.number().min(0),
  height: z.number().min(0),
})

const empty = { args: none, result: none } as const

export const calls = {
  'app.info': {
    args: none,
    result: z.object({ version: text, platform: z.enum(['mac', 'windows', 'linux']), language: z.enum(['zh', 'en']) }),
  },
  'settings.get': { args: none, result: settingsSchema },
  'settings.set': { args: settingsSchema.partial(), result: settingsSchema },
  'clipboard.write': { args: z.object({ text: z.string().max(1_000_000) }), result: none },
  /** Opens an http, https or mailto address in the system's browser. */
  'link.open': { args: z.object({ url: z.string().max(4_000) }), result: none },

  /** The answer to the event `quitting`: what was typed is handed over. */
  'app.flushed': empty,

  'session.get': { args: none, result: sessionStateSchema },
  'session.signIn': {
    args: z.object({
      address: z.string().trim().min(1).max(300),
      account: z.string().trim().min(1).max(100),
      password: z.string().min(1).max(500),
    }),
    result: none,
  },
  'session.signInDemo': empty,
  /**
   * Answers with the number of unsent messages and drafts and does nothing while there are any, unless forced. While
   * blocked they cannot be counted: the answer is as if there were one.
   */
  'session.signOut': {
    args: z.object({ discardUnsent: z.boolean() }),
    result: z.object({ signedOut: z.boolean(), unsent: count }),
  },
  /** The way back from a `blocked` session. */
  'session.recover': {
    args: z.object({ action: z.enum(['reset_cache', 'without_safe_storage', 'retry']) }),
    result: none,
  },
  'devices.list': { args: none, result: z.array(deviceSchema) },
  'devices.revoke': { args: z.object({ deviceId: idSchema }), result: none },
  'connection.get': { args: none, result: connectionStateSchema },
  'connection.retry': empty,

  'conversations.page': {
    args: z.object({ filter: conversationFilterSchema, offset: count, limit: z.number().int().min(1).max(500) }),
    result: z.object({ total: count, items: z.array(conversationItemSchema) }),
  },
  'conversations.get': { args: z.object({ id: conversationId }), result: conversationItemSchema.nullable() },
  'conversations.summary': {
    args: none,
    /** `unread` leaves muted conversations out, but for mentions; `unreadConversations` is as the filter shows them. */
    result: z.object({ unread: count, unreadConversations: count, mentionedConversations: count }),
  },
  'conversations.members': { args: z.object({ id: conversationId }), result: z.array(memberItemSchema) },
  'conversations.create': {
    args: z.object({
      name: z.string().max(limits.conversationNameChars),
      userIds: z.array(idSchema).min(1).max(limits.members),
      /** Made once by whoever asks, so that asking again after a lost answer makes no second group. */
      clientId: clientIdSchema,
    }),
    result: z.object({ id: conversationId }),
  },
  'conversations.direct': { args: z.object({ userId: idSchema }), result: z.object({ id: conversationId }) },
  'conversations.rename': {
    args: z.object({ id: conversationId, name: z.string().trim().min(1).max(limits.conversationNameChars) }),
    result: none,
  },
  'conversations.addMembers': {
    args: z.object({ id: conversationId, userIds: z.array(idSchema).min(1).max(limits.members) }),
    result: none,
  },
  'conversations.removeMembers': {
    args: z.object({ id: conversationId, userIds: z.array(idSchema).min(1).max(limits.members) }),
    result: none,
  },
  'conversations.leave': { args: z.object({ id: conversationId }), result: none },
  /** Pins or mutes; works offline. */
  'conversations.update': {
    args: z.object({ id: conversationId, pinned: z.boolean().optional(), muted: z.boolean().optional() }),
    result: none,
  },
  /** Moves the read mark forward; works offline. */
  'conversations.markRead': { args: z.object({ id: conversationId, seq: revisionSchema }), result: none },
  /** Says what is on the screen, so that it does not notify and gets bodies, receipts and typing. */
  'conversations.setOpen': { args: z.object({ id: conversationId.nullable() }), result: none },
  'conversations.setDraft': { args: z.object({ id: conversationId, text: z.string().max(20_000) }), result: none },
  'conversations.typing': { args: z.object({ id: conversationId }), result: none },
  'conversations.receipts': { args: z.object({ id: conversationId }), result: z.array(receiptSchema) },

  /**
   * A page of a conversation, ascending, from the cache; what the cache lacks is fetched first when online. `latest`
   * and `unread` end with the outbox. `gap` says that messages are missing at that end which only the server has.
   */
  'messages.page': {
    args: z.object({ id: conversationId, anchor: pageAnchorSchema, limit: z.number().int().min(1).max(200) }),
    result: z.object({
      items: z.array(messageItemSchema),
      hasOlder: z.boolean(),
      hasNewer: z.boolean(),
      gapOlder: z.boolean(),
      gapNewer: z.boolean(),
      /** The read mark when the page was read. */
      readSeq: revisionSchema,
    }),
  },
  'messages.send': {
    args: z.object({ id: conversationId, content: sendableContentSchema }),
    result: z.object({ clientId: text }),
  },
  'messages.retry': { args: z.object({ clientId: z.uuid() }), result: none },
  'messages.discard': { args: z.object({ clientId: z.uuid() }), result: none },
  'messages.recall': { args: z.object({ id: conversationId, seq: revisionSchema }), result: none },
  'messages.search': {
    args: z.object({
      query: z.string().max(200),
      conversationId: conversationId.nullable(),
      offset: count,
      limit: z.number().int().min(1).max(100),
    }),
    result: z.object({ hits: z.array(messageHitSchema), more: z.boolean() }),
  },

  'directory.departments': {
    args: none,
    result: z.object({
      organisation: z.object({ name: text, latinName: text }),
      departments: z.array(departmentItemSchema),
    }),
  },
  'directory.people': {
    args: z.object({ departmentId: idSchema.nullable(), offset: count, limit: z.number().int().min(1).max(500) }),
    result: z.object({ total: count, items: z.array(personItemSchema) }),
  },
  'directory.person': { args: z.object({ userId: idSchema }), result: personDetailSchema.nullable() },
  'directory.search': {
    args: z.object({ query: z.string().max(100), limit: z.number().int().min(1).max(100) }),
    result: z.object({
      people: z.array(personItemSchema),
      departments: z.array(departmentItemSchema),
      conversations: z.array(
        z.object({
          id: conversationId,
          kind: z.enum(['direct', 'group']),
          name: text,
          avatarPeople: z.array(personNameSchema),
          memberCount: count,
        }),
      ),
    }),
  },

  'workbench.apps': { args: none, result: z.array(appItemSchema) },
  'workbench.tabs': { args: none, result: z.array(appTabSchema) },
  /** Opens a tab, or says which permissions the person has yet to allow (state `consent`). */
  'workbench.open': { args: z.object({ appId: idSchema }), result: none },
  'workbench.allow': {
    args: z.object({ appId: idSchema, permissions: z.array(grantablePermissionSchema) }),
    result: none,
  },
  /** Takes back all that the person allowed to an app; an open tab asks again. */
  'workbench.revoke': { args: z.object({ appId: idSchema }), result: none },
  'workbench.close': { args: z.object({ appId: idSchema }), result: none },
  'workbench.reload': { args: z.object({ appId: idSchema }), result: none },
  'workbench.back': { args: z.object({ appId: idSchema }), result: none },
  /** Where in the window (CSS pixels) which mini-app shows; null hides them all, as a dialog over them needs. */
  'workbench.show': { args: z.object({ appId: idSchema, bounds: boundsSchema }).nullable(), result: none },
  'workbench.setFavourites': { args: z.object({ appIds: z.array(idSchema).max(200) }), result: none },
} as const satisfies Record<string, { args: z.ZodType; result: z.ZodType }>

/** What one commit changed in the cache, in one event, so that a page asks for all of it at once. */
export const cacheChangeSchema = z.object({
  /** Rows of the list; null: any may have changed (a catch-up). */
  conversations: z.array(conversationId).nullable(),
  /** Of each conversation, messages from `from` on changed (added, recalled, outbox); 0: any of it. */
  messages: z.array(z.object({ id: conversationId, from: revisionSchema })),
  /** Conversations whose members changed. */
  members: z.array(conversationId),
  /** Scopes of the person or the workspace of which something changed: the directory, the apps. */
  scopes: z.array(z.enum(singleScopes as readonly [SingleScope, ...SingleScope[]])),
})

export const events = {
  'session.changed': sessionStateSchema,
  'connection.changed': connectionStateSchema,
  'settings.changed': settingsSchema,
  'cache.changed': cacheChangeSchema,
  /** The unread numbers, counted anew after a change. */
  'summary.changed': calls['conversations.summary'].result,
  'receipts.changed': z.object({ id: conversationId, receipts: z.array(receiptSchema) }),
  'typing.changed': z.object({ id: conversationId, people: z.array(personNameSchema) }),
  'tabs.changed': z.array(appTabSchema),
  /** The app ends in a moment: hand over what was typed, then call `app.flushed`. */
  quitting: none,
  /** A notification, the tray or a mini-app asks for a place in the window. */
  navigate: z.union([
    z.object({ to: z.literal('conversation'), id: conversationId, seq: revisionSchema.nullable() }),
    z.object({ to: z.literal('person'), userId: idSchema }),
    z.object({ to: z.enum(['messages', 'directory', 'workbench', 'settings']) }),
  ]),
} as const satisfies Record<string, z.ZodType>

export type CallName = keyof typeof calls
export type CallArgs<N extends CallName> = z.infer<(typeof calls)[N]['args']>
export type CallResult<N extends CallName> = z.infer<(typeof calls)[N]['result']>
export type DesktopEventName = keyof typeof events
export type DesktopEvent<N extends DesktopEventName> = z.infer<(typeof events)[N]>

/**
 * How a call ends. An error is data, for Electron keeps nothing of a thrown one but its message. `code` is a protocol
 * error name or one of `desktopErrors`; `message` is for the log, people read the catalogue's words for the code.
 */
export const desktopErrors = [
  'bad_arguments',
  'offline',
  'unreachable',
  'address_unknown',
  'bad_address',
  'bad_certificate',
  'not_a_workspace',
  'timeout',
  'server_closing',
  'slow',
  'signed_out',
  'disk_full',
  'cache_failed',
] as const
export type CallOutcome<N extends CallName> =
  | { ok: true; value: CallResult<N> }
  | { ok: false; error: { code: string; message: string; field?: string } }

/** What `window.desktop` is. */
export interface Desktop {
  call<N extends CallName>(name: N, args: CallArgs<N>): Promise<CallOutcome<N>>
  /** Returns the function that ends the subscription. */
  on<N extends DesktopEventName>(name: N, listener: (payload: DesktopEvent<N>) => void): () => void
}

/** One call on its way to main. */
export interface CallRequest {
  id: number
  name: CallName
  args: unknown
}
/** The answer to the call of that `id`. */
export interface CallAnswer {
  id: number
  outcome: CallOutcome<CallName>
}
/** Calls that may travel as one message. */
export const callsInBatch = 200

/** The IPC channels: calls of one tick go as one `CallRequest[]`, answers of one tick come as one `CallAnswer[]`. */
export const callChannel = 'desktop:call'
export const answerChannel = 'desktop:answer'
export const eventChannel = 'desktop:event'

export type CacheChangeEvent = DesktopEvent<'cache.changed'>
export type Settings = z.infer<typeof settingsSchema>
export type SessionState = z.infer<typeof sessionStateSchema>
export type SessionNotice = z.infer<typeof sessionNoticeSchema>
export type ConnectionState = z.infer<typeof connectionStateSchema>
export type ConversationFilter = z.infer<typeof conversationFilterSchema>
export type ConversationItem = z.infer<typeof conversationItemSchema>
export type MessageItem = z.infer<typeof messageItemSchema>
export type PageAnchor = z.infer<typeof pageAnchorSchema>
export type MessagePage = CallResult<'messages.page'>
export type PersonName = z.infer<typeof personNameSchema>
export type PersonItem = z.infer<typeof personItemSchema>
export type PersonDetail = z.infer<typeof personDetailSchema>
export type DepartmentItem = z.infer<typeof departmentItemSchema>
export type MemberItem = z.infer<typeof memberItemSchema>
export type MessageHit = z.infer<typeof messageHitSchema>
export type AppItem = z.infer<typeof appItemSchema>
export type AppTab = z.infer<typeof appTabSchema>
export type Bounds = z.infer<typeof boundsSchema>
export type DeviceInfo = z.infer<typeof deviceInfoSchema>

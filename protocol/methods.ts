import { z } from 'zod'
import {
  appPermissionSchema,
  changeSchema,
  clientIdSchema,
  conversationHeadSchema,
  deviceSchema,
  employeeSchema,
  idSchema,
  membershipSchema,
  messageSchema,
  organisationSchema,
  preferencesSchema,
  receiptSchema,
  revisionSchema,
  scopeSchema,
  sendableContentSchema,
  timeSchema,
} from './entities.ts'
import { limits } from './limits.ts'

const epochSchema = z.string().min(1).max(64)
const emptySchema = z.object({})
const groupNameSchema = z.string().trim().max(limits.conversationNameChars)
const userIdsSchema = z.array(idSchema).min(1).max(limits.members)

export const deviceInfoSchema = z.object({
  id: idSchema,
  name: z.string().min(1).max(100),
  platform: z.string().min(1).max(40),
})

/** A signed-in device. The refresh token is used once: each refresh gives a new pair. */
export const sessionSchema = z.object({
  accessToken: z.string().min(1).max(4_000),
  accessExpiresAt: timeSchema,
  refreshToken: z.string().min(1).max(200),
  refreshExpiresAt: timeSchema,
  deviceId: idSchema,
  userId: idSchema,
  workspace: organisationSchema.omit({ revision: true }).extend({ id: idSchema }),
})
export type Session = z.infer<typeof sessionSchema>

/** The heads of a person's conversations in 32 bits: XOR of `headHash` over all they are a member of. */
export const digestSchema = z.object({ count: z.number().int().min(0), hash: z.number().int().min(0).max(0xffff_ffff) })
export type HeadsDigest = z.infer<typeof digestSchema>

/**
 * Every request a client can make: the schemas of its parameters and result, what it is for, and whether it
 * needs a signed-in connection (`auth: false` for the few that make one).
 */
export const methods = {
  'auth.signIn': {
    summary: 'Signs a device in with account and password. The connection is signed in from then on.',
    auth: false,
    params: z.object({
      account: z.string().trim().min(1).max(100),
      password: z.string().min(1).max(500),
      device: deviceInfoSchema,
    }),
    result: sessionSchema,
  },
  'auth.refresh': {
    summary: 'Trades a refresh token for a new session; signs the connection in.',
    auth: false,
    params: z.object({ refreshToken: z.string().min(1).max(200) }),
    result: sessionSchema,
  },
  'auth.resume': {
    summary: 'Signs a connection in with an access token. `token_expired` asks for auth.refresh.',
    auth: false,
    params: z.object({ accessToken: z.string().min(1).max(4_000) }),
    result: emptySchema,
  },
  'auth.signOut': {
    summary: 'Ends the session of this device.',
    auth: true,
    params: emptySchema,
    result: emptySchema,
  },
  'sync.hello': {
    summary: 'Subscribes the connection to pushes and says where the scopes stand.',
    auth: true,
    params: emptySchema,
    result: z.object({
      userId: idSchema,
      epoch: epochSchema,
      serverTime: timeSchema,
      revisions: z.object({ me: revisionSchema, directory: revisionSchema, apps: revisionSchema }),
    }),
  },
  'sync.heads': {
    summary:
      'The heads of the conversations that moved since an opaque cursor (null: all), oldest movement first. Give the returned cursor next time.',
    auth: true,
    params: z.object({
      cursor: z.string().max(200).nullable(),
      limit: z.number().int().min(1).max(limits.headsPage),
    }),
    result: z.object({
      epoch: epochSchema,
      heads: z.array(conversationHeadSchema).max(limits.headsPage),
      cursor: z.string().max(200),
      more: z.boolean(),
      /** How many conversations are still to come, for a progress bar. */
      remaining: z.number().int().min(0),
    }),
  },
  'sync.changes': {
    summary:
      'The rows of a scope that changed after `since`, as they stand now, in revision order, with tombstones. `upTo` is the cursor after the page.',
    auth: true,
    params: z.object({
      scope: scopeSchema,
      since: revisionSchema,
      limit: z.number().int().min(1).max(limits.changesPage),
      /** Leave out messages created after this seq: for a client far behind, which takes the newest page from history. */
      messagesUpTo: revisionSchema.optional(),
    }),
    result: z.object({
      scope: scopeSchema,
      epoch: epochSchema,
      changes: z.array(changeSchema).max(limits.changesPage),
      upTo: revisionSchema,
      head: revisionSchema,
      more: z.boolean(),
    }),
  },
  'sync.heartbeat': {
    summary: 'Says the client lives and how it stands; the answer says what to catch up with.',
    auth: true,
    params: z.object({ heads: digestSchema }),
    result: z.object({
      serverTime: timeSchema,
      revisions: z.object({ me: revisionSchema, directory: revisionSchema, apps: revisionSchema }),
      /** False: the heads differ, ask sync.heads. */
      headsAgree: z.boolean(),
    }),
  },
  'message.send': {
    summary: 'Stores a message and answers after the commit. The same client id again gives the same message.',
    auth: true,
    params: z.object({ conversationId: idSchema, clientId: clientIdSchema, content: sendableContentSchema }),
    result: z.object({ message: messageSchema }),
  },
  'message.recall': {
    summary: 'Takes back a message of one’s own within two minutes.',
    auth: true,
    params: z.object({ conversationId: idSchema, seq: revisionSchema.min(1) }),
    result: z.object({ message: messageSchema }),
  },
  'message.history': {
    summary:
      'A page of messages before or after a seq (exclusive), ascending. `from..to` is the range of seqs that the page covers without a hole.',
    auth: true,
    params: z.object({
      conversationId: idSchema,
      before: revisionSchema.optional(),
      after: revisionSchema.optional(),
      limit: z.number().int().min(1).max(limits.historyPage),
    }),
    result: z.object({
      conversationId: idSchema,
      epoch: epochSchema,
      messages: z.array(messageSchema).max(limits.historyPage),
      from: revisionSchema,
      to: revisionSchema,
      /** The scope's head when the page was read: rows are as of this revision. */
      head: revisionSchema,
    }),
  },
  'conversation.create': {
    summary: 'Starts a group with the caller as owner. The same client id again gives the same group.',
    auth: true,
    params: z.object({ clientId: clientIdSchema, name: groupNameSchema, userIds: userIdsSchema }),
    result: z.object({ head: conversationHeadSchema }),
  },
  'conversation.direct': {
    summary: 'The direct conversation with a colleague, made when there is none.',
    auth: true,
    params: z.object({ userId: idSchema }),
    result: z.object({ head: conversationHeadSchema }),
  },
  'conversation.rename': {
    summary: 'Gives a group a name.',
    auth: true,
    params: z.object({ conversationId: idSchema, name: groupNameSchema.min(1) }),
    result: emptySchema,
  },
  'conversation.addMembers': {
    summary: 'Adds colleagues to a group; those who are members already are passed over.',
    auth: true,
    params: z.object({ conversationId: idSchema, userIds: userIdsSchema }),
    result: emptySchema,
  },
  'conversation.removeMembers': {
    summary: 'Removes members from a group; only its owner may.',
    auth: true,
    params: z.object({ conversationId: idSchema, userIds: userIdsSchema }),
    result: emptySchema,
  },
  'conversation.leave': {
    summary: 'Leaves a group. When its owner leaves, the member of longest standing becomes owner.',
    auth: true,
    params: z.object({ conversationId: idSchema }),
    result: emptySchema,
  },
  'conversation.open': {
    summary:
      'Says which conversation the person has open (null: none), after sync.hello. It gets bodies and receipts even when large.',
    auth: true,
    params: z.object({ conversationId: idSchema.nullable() }),
    result: emptySchema,
  },
  'conversation.receipts': {
    summary: 'The read marks of the members.',
    auth: true,
    params: z.object({ conversationId: idSchema }),
    result: z.object({ conversationId: idSchema, receipts: z.array(receiptSchema).max(limits.members) }),
  },
  'membership.update': {
    summary: 'Pins, mutes, or moves one’s read mark, which only moves forward.',
    auth: true,
    params: z.object({
      conversationId: idSchema,
      pinned: z.boolean().optional(),
      muted: z.boolean().optional(),
      readSeq: revisionSchema.optional(),
    }),
    result: z.object({ membership: membershipSchema }),
  },
  'directory.employees': {
    summary:
      'Some people of the directory, for a client that has to name them before it holds the whole directory. Ids that nobody has are left out.',
    auth: true,
    params: z.object({ userIds: z.array(idSchema).min(1).max(limits.employees) }),
    result: z.object({ employees: z.array(employeeSchema).max(limits.employees) }),
  },
  'preferences.update': {
    summary: 'Replaces the favourite mini-apps.',
    auth: true,
    params: z.object({ favouriteApps: z.array(idSchema).max(200) }),
    result: z.object({ preferences: preferencesSchema }),
  },
  'device.list': {
    summary: 'The devices signed in to the caller’s account.',
    auth: true,
    params: emptySchema,
    result: z.object({ devices: z.array(deviceSchema).max(200) }),
  },
  'device.revoke': {
    summary: 'Signs a device out at once.',
    auth: true,
    params: z.object({ deviceId: idSchema }),
    result: emptySchema,
  },
  'app.token': {
    summary:
      'A token for one mini-app to call the server’s HTTP API with, for those of `permissions` that its manifest has; without them, for all it has.',
    auth: true,
    params: z.object({ appId: idSchema, permissions: z.array(appPermissionSchema).max(20).optional() }),
    result: z.object({ token: z.string().min(1).max(4_000), expiresAt: timeSchema, apiBase: z.string().max(2_000) }),
  },
} as const satisfies Record<string, { summary: string; auth: boolean; params: z.ZodType; result: z.ZodType }>

export type Method = keyof typeof methods
export type Params<M extends Method> = z.infer<(typeof methods)[M]['params']>
export type Result<M extends Method> = z.infer<(typeof methods)[M]['result']>
export type ChangesPage = Result<'sync.changes'>
export type HeadsPage = Result<'sync.heads'>
export type HistoryPage = Result<'message.history'>

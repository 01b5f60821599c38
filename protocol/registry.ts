import type { z } from 'zod'
import { answerMethods } from './answers.ts'
import { appMethods } from './apps.ts'
import { authEvents, authMethods } from './auth.ts'
import { botEvents, botMethods } from './bots.ts'
import { cardEvents, cardMethods } from './cards.ts'
import { conversationEvents, conversationMethods, conversationNotices } from './conversations.ts'
import type { MethodDef, NotificationDef } from './core/feature.ts'
import { deviceMethods } from './devices.ts'
import { directoryMethods } from './directory.ts'
import type { Scope } from './entities.ts'
import { fileMethods } from './files.ts'
import { groupAnnouncementMethods } from './group-announcements.ts'
import { groupMethods } from './groups.ts'
import { hookMethods } from './hooks.ts'
import { labelMethods } from './labels.ts'
import { membershipMethods } from './memberships.ts'
import { keptMethods } from './message-states.ts'
import { messageMethods } from './messages.ts'
import { preferencesMethods } from './preferences.ts'
import { presenceEvents, presenceMethods } from './presence.ts'
import { serverEvents } from './server.ts'
import { syncEvents, syncMethods } from './sync.ts'
import { translationMethods } from './translation.ts'

/** Every request that a client can make. */
export const methods = {
  ...authMethods,
  ...syncMethods,
  ...messageMethods,
  ...answerMethods,
  ...cardMethods,
  ...hookMethods,
  ...botMethods,
  ...keptMethods,
  ...translationMethods,
  ...fileMethods,
  ...conversationMethods,
  ...groupMethods,
  ...groupAnnouncementMethods,
  ...membershipMethods,
  ...labelMethods,
  ...directoryMethods,
  ...presenceMethods,
  ...preferencesMethods,
  ...deviceMethods,
  ...appMethods,
} as const satisfies Record<string, MethodDef>

export type Method = keyof typeof methods
export type Params<M extends Method> = z.infer<(typeof methods)[M]['params']>
export type Result<M extends Method> = z.infer<(typeof methods)[M]['result']>
export type ChangesPage = Result<'sync.changes'>
export type HeadsPage = Result<'sync.heads'>

/** Notifications of the server. */
export const events = {
  ...syncEvents,
  ...conversationEvents,
  ...presenceEvents,
  ...botEvents,
  ...cardEvents,
  ...authEvents,
  ...serverEvents,
} as const satisfies Record<string, NotificationDef>

export type EventName = keyof typeof events
export type EventParams<E extends EventName> = z.infer<(typeof events)[E]['params']>
/** A push of a scope that this version knows. */
export type Push = EventParams<'sync.push'> & { scope: Scope }
export type HeadPush = EventParams<'sync.head'>

/** Notifications of the client. */
export const notices = { ...conversationNotices } as const satisfies Record<string, NotificationDef>

export type NoticeName = keyof typeof notices
export type NoticeParams<N extends NoticeName> = z.infer<(typeof notices)[N]['params']>

import type { z } from 'zod'
import { mergeOnce } from '../../common/merge-once.ts'
import { appCalls, appEvents } from './app.ts'
import { botTalkCalls, botTalkEvents } from './bot-talk.ts'
import { botCalls, botHomeEvents } from './bots.ts'
import { cacheEvents } from './cache.ts'
import { cardCalls } from './cards.ts'
import { connectionCalls, connectionEvents } from './connection.ts'
import { conversationCalls, conversationEvents } from './conversations.ts'
import { directoryCalls } from './directory.ts'
import { fileCalls, fileEvents, type StagedFile } from './files.ts'
import { hookCalls } from './hooks.ts'
import { keptCalls, keptEvents } from './kept.ts'
import { messageCalls, messageEvents } from './messages.ts'
import { navigationEvents } from './navigation.ts'
import { networkCalls, networkEvents } from './network.ts'
import { presenceCalls, presenceEvents } from './presence.ts'
import { sessionCalls, sessionEvents } from './session.ts'
import { settingsCalls, settingsEvents } from './settings.ts'
import type { Calls, Events } from './shared.ts'
import { talkCalls, talkEvents } from './talk.ts'
import { updateCalls, updateEvents } from './updates.ts'
import { workbenchCalls, workbenchEvents } from './workbench.ts'

export * from './app.ts'
export type { BotCommandItem, BotForm, BotHere, BotWhisper } from './bot-talk.ts'
export type { BotEventItem, BotItem, BotViewItem, ManagedBotItem } from './bots.ts'
export * from './cache.ts'
export type { CardProblem } from './cards.ts'
export * from './connection.ts'
export * from './conversations.ts'
export * from './directory.ts'
export * from './files.ts'
export type { HookDeliveryDetailItem, HookDeliveryItem, HookItem } from './hooks.ts'
export type { KeptItem } from './kept.ts'
export * from './messages.ts'
export * from './navigation.ts'
export * from './network.ts'
export * from './sections.ts'
export * from './session.ts'
export * from './settings.ts'
export type { PersonName } from './shared.ts'
export * from './updates.ts'
export * from './workbench.ts'

/*
 * The whole interface between the renderer and main: every call with the schemas of its arguments and result, every
 * event with its payload, by feature. Preload builds `window.desktop` from it, main must implement all of it, the
 * renderer uses only its types.
 */

export const calls = mergeOnce('calls', [
  appCalls,
  botTalkCalls,
  botCalls,
  cardCalls,
  connectionCalls,
  conversationCalls,
  directoryCalls,
  fileCalls,
  hookCalls,
  messageCalls,
  networkCalls,
  presenceCalls,
  sessionCalls,
  settingsCalls,
  talkCalls,
  keptCalls,
  updateCalls,
  workbenchCalls,
]) satisfies Calls

export const events = mergeOnce('events', [
  appEvents,
  botTalkEvents,
  botHomeEvents,
  cacheEvents,
  connectionEvents,
  conversationEvents,
  fileEvents,
  messageEvents,
  navigationEvents,
  networkEvents,
  presenceEvents,
  sessionEvents,
  settingsEvents,
  talkEvents,
  keptEvents,
  updateEvents,
  workbenchEvents,
]) satisfies Events

export type CallName = keyof typeof calls
export type CallArgs<N extends CallName> = z.infer<(typeof calls)[N]['args']>
export type CallResult<N extends CallName> = z.infer<(typeof calls)[N]['result']>
export type DesktopEventName = keyof typeof events
export type DesktopEvent<N extends DesktopEventName> = z.infer<(typeof events)[N]>

/** Error codes of the client itself, in addition to the protocol's error names. */
export const desktopErrors = [
  'bad_arguments',
  'offline',
  'unreachable',
  'no_network',
  'address_unknown',
  'bad_address',
  'address_spaces',
  'address_scheme',
  'address_slashes',
  'address_account',
  'address_port',
  'proxy_unreachable',
  'proxy_refused',
  'proxy_password',
  'client_certificate',
  'bad_certificate',
  'not_a_workspace',
  'workspace_moved',
  'timeout',
  'not_understood',
  'server_closing',
  'slow',
  'signed_out',
  'disk_full',
  'file_changed',
  'file_gone',
  'file_unreadable',
  'dangerous_file',
  'cache_failed',
] as const

/**
 * Result of a call. An error is returned as data, because Electron's IPC keeps only the message of a thrown one. `code`
 * is a protocol error name or one of `desktopErrors`; `message` is for the log, users see the translation of the code.
 */
export type CallOutcome<N extends CallName> =
  | { ok: true; value: CallResult<N> }
  | { ok: false; error: { code: string; message: string; field?: string } }

/** Result of staging files. */
export type StageOutcome =
  | { ok: true; value: StagedFile[] }
  | { ok: false; error: { code: string; message: string; field?: string } }

/** Type of `window.desktop`. */
export interface Desktop {
  call<N extends CallName>(name: N, args: CallArgs<N>): Promise<CallOutcome<N>>
  /** Makes files that a person gave to the page ready to be sent: dropped, pasted or recorded. */
  stage(files: readonly File[]): Promise<StageOutcome>
  /** Subscribes; returns a function that unsubscribes. */
  on<N extends DesktopEventName>(name: N, listener: (payload: DesktopEvent<N>) => void): () => void
}

/** One call sent to main. */
export interface CallRequest {
  id: number
  name: CallName
  args: unknown
}
/** The answer to the call with the same `id`. */
export interface CallAnswer {
  id: number
  outcome: CallOutcome<CallName>
}
/**
 * One message of calls. Call ids are unique within one document only, and main's answers reach whichever document the
 * frame then shows, so each document has an id, which is returned with its answers.
 */
export interface CallBatch {
  document: string
  calls: CallRequest[]
}
/** One message of answers; other documents ignore it. */
export interface AnswerBatch {
  document: string
  answers: CallAnswer[]
}
/** The most calls in one message. */
export const callsInBatch = 200

/** The IPC channels: calls of one tick go as one `CallBatch`, answers of one tick come as one `AnswerBatch`. */
export const callChannel = 'desktop:call'
export const answerChannel = 'desktop:answer'
export const eventChannel = 'desktop:event'

import type { z } from 'zod'
import { mergeOnce } from '../../common/merge-once.ts'
import { contextBridgeCalls, contextBridgeEvents } from './context.ts'
import { peopleBridgeCalls } from './people.ts'
import type { BridgeCallDefs, BridgeEventDefs } from './shared.ts'
import { systemBridgeCalls } from './system.ts'
import { tabBridgeCalls } from './tab.ts'

/*
 * The calls and events of mini-apps. The preload of mini-app views exposes them as `window.lianqunBridge`,
 * main/workbench answers them, the SDK wraps them. Main identifies the app by the sending view, never by what the app
 * says, and checks the arguments.
 */

export const bridgeCalls = mergeOnce('bridge calls', [
  contextBridgeCalls,
  tabBridgeCalls,
  peopleBridgeCalls,
  systemBridgeCalls,
]) satisfies BridgeCallDefs

export const bridgeEvents = { ...contextBridgeEvents } as const satisfies BridgeEventDefs

export type { BridgeContext, BridgeToken } from './context.ts'

/**
 * `not_declared`: the app's manifest lacks the permission; `not_allowed`: the user has not granted it;
 * `unknown_call`: this client does not know the call; `failed`: the client tried and failed.
 */
export const bridgeErrorCodes = [
  'not_declared',
  'not_allowed',
  'bad_arguments',
  'unknown_call',
  'offline',
  'failed',
] as const
export type BridgeErrorCode = (typeof bridgeErrorCodes)[number]

export type BridgeCallName = keyof typeof bridgeCalls
export type BridgeArgs<N extends BridgeCallName> = z.infer<(typeof bridgeCalls)[N]['args']>
export type BridgeResult<N extends BridgeCallName> = z.infer<(typeof bridgeCalls)[N]['result']>
export type BridgeEventName = keyof typeof bridgeEvents
export type BridgeEvent<N extends BridgeEventName> = z.infer<(typeof bridgeEvents)[N]>

/** Result of a call. An error is returned as data; `message` is for the developer of the app. */
export type BridgeOutcome<T = unknown> =
  | { ok: true; value: T }
  | { ok: false; error: { code: BridgeErrorCode; message: string } }

/** Type of `window.lianqunBridge`. */
export interface LianqunBridge {
  invoke<N extends BridgeCallName>(name: N, args: BridgeArgs<N>): Promise<BridgeOutcome<BridgeResult<N>>>
  /** Subscribes; returns a function that unsubscribes. */
  on<N extends BridgeEventName>(event: N, listener: (payload: BridgeEvent<N>) => void): () => void
}

/** The two IPC channels: `invoke(bridgeCallChannel, name, args)`, `send(bridgeEventChannel, name, payload)`. */
export const bridgeCallChannel = 'bridge:call'
export const bridgeEventChannel = 'bridge:event'

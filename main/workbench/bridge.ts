import type { App, AppPermission } from '@lianqun/protocol'
import { isAppPermission } from '@lianqun/protocol'
import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron'
import { TokenBucket } from '../../common/token-bucket.ts'
import {
  type BridgeArgs,
  type BridgeCallName,
  type BridgeContext,
  type BridgeErrorCode,
  type BridgeOutcome,
  type BridgeResult,
  type BridgeToken,
  bridgeCallChannel,
  bridgeCalls,
} from '../../preload/bridge/index.ts'
import type { Log } from '../log.ts'
import { DesktopError } from '../workspace/errors.ts'
import { guestLink } from './guard.ts'
import { hasBridge, isGuestPage, type OriginPolicy } from './origin-policy.ts'

/** A mini-app in its view, with facts that only main knows, none from the app itself. */
export interface Guest {
  app: App
  policy: OriginPolicy
  /** Permissions that the user has allowed; only those that the manifest declares count. */
  allowed: readonly AppPermission[]
  /** Whether its view is visible in the focused window. */
  shown: boolean
  /** Whether the user has just clicked or pressed a key in it; each input counts once. */
  consumeUserActivation: () => boolean
}

export interface BridgeOptions {
  ipcMain: Pick<IpcMain, 'handle' | 'removeHandler'>
  /** The guest of a view, or null for any other sender. */
  guestOf: (sender: WebContents) => Guest | null
  context: (guest: Guest) => BridgeContext
  /** Gets a token for exactly these permissions. */
  token: (appId: string, permissions: AppPermission[]) => Promise<BridgeToken>
  setTitle: (appId: string, title: string) => void
  close: (appId: string) => void
  openConversation: (target: BridgeArgs<'conversation.open'>) => Promise<void> | void
  openProfile: (userId: string) => Promise<void> | void
  writeClipboard: (text: string) => void
  openExternal: (address: string) => Promise<void> | void
  log: Log
  now?: () => number
}

type Sender = Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>
type Handlers = {
  [N in BridgeCallName]: (guest: Guest, args: BridgeArgs<N>) => Promise<BridgeResult<N>> | BridgeResult<N>
}

/** Rate limit of an app's calls. */
const rate = { burst: 60, perSecond: 20 }

class Refusal extends Error {
  readonly code: BridgeErrorCode
  constructor(code: BridgeErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

/** Answers the calls of mini-apps. Returns a function that ends this. */
export function createBridge(options: BridgeOptions): () => void {
  const answer = bridgeAnswers(options)
  options.ipcMain.handle(bridgeCallChannel, (event, name: unknown, args: unknown) => answer(event, name, args))
  return () => options.ipcMain.removeHandler(bridgeCallChannel)
}

/** Returns a function that answers one call of any sender. It never rejects. */
export function bridgeAnswers(
  options: BridgeOptions,
): (event: Sender, name: unknown, args: unknown) => Promise<BridgeOutcome> {
  const { guestOf, log, now } = options
  const handlers = bridgeHandlers(options)
  const limits = new WeakMap<WebContents, TokenBucket>()
  const limitOf = (sender: WebContents) => {
    const limit = limits.get(sender) ?? new TokenBucket(rate.perSecond, rate.burst, now?.())
    limits.set(sender, limit)
    return limit
  }

  async function run<N extends BridgeCallName>(guest: Guest, name: N, args: unknown): Promise<BridgeResult<N>> {
    checkPermission(guest, name)
    const checked = checkArguments(name, args)
    checkPress(guest, name)
    const value = await handlers[name](guest, checked)
    // Removes fields that the contract does not have.
    return bridgeCalls[name].result.parse(value) as BridgeResult<N>
  }

  return async (event, name, args) => {
    const guest = guestOf(event.sender)
    const frame = event.senderFrame
    if (guest === null || frame === null || frame.parent !== null || !hasBridge(guest.policy, frame.origin)) {
      log('a bridge call of an unknown sender was refused')
      return failed('not_allowed', 'the bridge is for the page of the mini-app itself')
    }
    if (limitOf(event.sender).take(1, now?.()) > 0) return failed('failed', 'too many calls, wait a little')
    if (!isCallName(name)) return failed('unknown_call', 'this version of the client does not know the call')
    try {
      return { ok: true, value: await run(guest, name, args) }
    } catch (error) {
      if (error instanceof Refusal) return failed(error.code, error.message)
      // The message of an internal error might reveal private data to the app, so it goes only to the log.
      log('a bridge call failed', { appId: guest.app.id, name, error: String(error) })
      if (error instanceof DesktopError && ['offline', 'timeout', 'unreachable'].includes(error.code)) {
        return failed('offline', 'the workspace cannot be reached now')
      }
      return failed('failed', 'the client could not do this')
    }
  }
}

function bridgeHandlers(options: BridgeOptions): Handlers {
  return {
    'context.get': guest => options.context(guest),
    'token.get': ({ app, allowed }) =>
      options.token(
        app.id,
        app.permissions.filter(isAppPermission).filter(permission => allowed.includes(permission)),
      ),
    'title.set': (guest, { title }) => {
      options.setTitle(guest.app.id, title.trim())
      return {}
    },
    'app.close': guest => {
      options.close(guest.app.id)
      return {}
    },
    'conversation.open': async (_guest, target) => {
      await options.openConversation(target)
      return {}
    },
    'profile.open': async (_guest, { userId }) => {
      await options.openProfile(userId)
      return {}
    },
    'clipboard.write': (_guest, { text }) => {
      options.writeClipboard(text)
      return {}
    },
    'link.open': async (guest, { url }) => {
      // Addresses in private networks are refused, except those of the app's own origins.
      const link = isGuestPage(guest.policy, url) ? url : guestLink(url)
      if (link === null) throw new Refusal('bad_arguments', 'only http and https addresses outside private networks')
      await options.openExternal(link)
      return {}
    },
  }
}

function checkPermission(guest: Guest, name: BridgeCallName): void {
  const { permission } = bridgeCalls[name]
  if (permission === null) return
  if (!guest.app.permissions.includes(permission))
    throw new Refusal('not_declared', `${name} needs the permission ${permission} in the manifest`)
  if (!guest.allowed.includes(permission)) throw new Refusal('not_allowed', `the person has not allowed ${permission}`)
}

function checkArguments<N extends BridgeCallName>(name: N, args: unknown): BridgeArgs<N> {
  const parsed = bridgeCalls[name].args.safeParse(args ?? {})
  if (parsed.success) return parsed.data as BridgeArgs<N>
  const [issue] = parsed.error.issues
  throw new Refusal('bad_arguments', `${name}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim())
}

/** Must be the last check: it uses up the user activation, which a call that is refused otherwise must not do. */
function checkPress(guest: Guest, name: BridgeCallName): void {
  if (!bridgeCalls[name].pressOnly) return
  if (!guest.shown) throw new Refusal('failed', `${name} is for an app that is on the screen`)
  if (!guest.consumeUserActivation())
    throw new Refusal('failed', `${name} is for when the person presses a button or key`)
}

/** The context for an app; without the user unless it has the permission `user.read`. */
export function guestContext(guest: Guest, surroundings: Omit<BridgeContext, 'appId'>): BridgeContext {
  const knowsUser = guest.app.permissions.includes('user.read') && guest.allowed.includes('user.read')
  return { ...surroundings, appId: guest.app.id, user: knowsUser ? surroundings.user : null }
}

function isCallName(name: unknown): name is BridgeCallName {
  return typeof name === 'string' && Object.hasOwn(bridgeCalls, name)
}

function failed(code: BridgeErrorCode, message: string): BridgeOutcome {
  return { ok: false, error: { code, message } }
}

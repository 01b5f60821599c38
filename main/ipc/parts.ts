import type { CallArgs, CallResult, Settings } from '../../preload/contract/index.ts'
import type { Cache } from '../cache/api.ts'
import type { Account } from '../workspace/account.ts'
import type { Workspace } from '../workspace/workspace.ts'

/** The parts that the calls are made of. */
export interface Parts {
  account: Account
  info: () => CallResult<'app.info'>
  settings: { get(): Settings; set(change: Partial<Settings>): Settings }
  workbench: {
    tabs(): CallResult<'workbench.tabs'>
    open(appId: string): Promise<void>
    allow(appId: string, permissions: CallArgs<'workbench.allow'>['permissions']): Promise<void>
    revoke(appId: string): void
    close(appId: string): void
    reload(appId: string): void
    back(appId: string): void
    show(place: CallArgs<'workbench.show'>): void
  }
  copy: (text: string) => void
  openExternal: (address: string) => Promise<void>
  /** The person looks at this conversation now, or at none. */
  onOpenConversation: (id: string | null) => void
  onRead: (conversationId: string, seq: number) => void
  /** The page asks for its state: it listens to events. */
  onListening: () => void
  /** The page has handed over what was typed. */
  onFlushed: () => void
}

/** What most calls begin with. Without somebody signed in they fail with `signed_out`. */
export function access({ account }: Parts) {
  return {
    workspace: (): Workspace => account.require(),
    cache: (): Cache => account.require().cache,
    /** An answer that goes to the window: whom the cache cannot name in it is asked for. */
    shown: async <T>(answer: Promise<T>): Promise<T> => {
      const value = await answer
      account.workspace?.shown(value)
      return value
    },
  }
}

import type { CallArgs, CallResult, DesktopEvent, Settings, UpdateState } from '../../preload/contract/index.ts'
import type { Cache } from '../cache/api.ts'
import type { Account } from '../workspace/account.ts'
import type { Workspace } from '../workspace/workspace.ts'

export type { Workspace }

/** What the call handlers use. */
export interface Parts {
  account: Account
  info: () => CallResult<'app.info'>
  /** Whether the system shows notifications. */
  notificationState: () => CallResult<'notifications.state'>['state']
  /** What an administrator needs to find a fault; nothing about people or messages. */
  diagnostics: () => string
  /** The entries of the application menu; `run` says whether there is one. */
  commands: { list(): CallResult<'app.commands'>; run(id: string): boolean }
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
    picture(appId: string): Promise<string | null>
    focus(appId: string): void
  }
  network: {
    questions: {
      current(): CallResult<'network.question'>
      answer(args: CallArgs<'network.answer'>): void
    }
    diagnose(address: string | null): Promise<CallResult<'network.diagnose'>>
    /** A person wants a connection now: what was declined before may be asked again. */
    allowQuestions(): void
  }
  fileActions: {
    choose(pictures: boolean): Promise<CallResult<'files.choose'>>
    open(file: CallArgs<'files.open'>): Promise<void>
    showInFolder(file: CallArgs<'files.showInFolder'>): Promise<void>
    saveAs(file: CallArgs<'files.saveAs'>): Promise<CallResult<'files.saveAs'>>
  }
  updates: { state(): UpdateState; check(): Promise<void>; install(): void }
  copy: (text: string, html?: string) => void
  openExternal: (address: string) => Promise<void>
  /** Leads the window somewhere. */
  navigate: (target: DesktopEvent<'navigate'>) => void
  /** The window shows this conversation now, or none. */
  onOpenConversation: (id: string | null) => void
  onRead: (conversationId: string, seq: number) => void
  /** The page has requested the session state, so it listens to events. */
  onListening: () => void
  /** The page has saved its drafts before the app quits, but for `unsaved` that could not be saved. */
  onFlushed: (unsaved: number) => void
}

/** What most handlers need. `workspace` and `cache` throw `signed_out` when no user is signed in. */
export function access({ account }: Parts) {
  return {
    workspace: (): Workspace => account.require(),
    cache: (): Cache => account.require().cache,
    /** Passes on a result for the window, and requests the names that the cache lacks in it. */
    shown: async <T>(answer: Promise<T>): Promise<T> => {
      const value = await answer
      account.workspace?.shown(value)
      return value
    },
  }
}

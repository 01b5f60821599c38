import type { App, AppPermission } from '@lianqun/protocol'
import { isAppPermission } from '@lianqun/protocol'
import type { WebContents, WebContentsView } from 'electron'
import type { AppTab } from '../../preload/contract/index.ts'
import type { OriginPolicy } from './origin-policy.ts'

export type TabState = AppTab['state']

/** One open mini-app. */
export interface Tab {
  app: App
  accountKey: string
  /** Null: the manifest names no address that a guest can have. */
  policy: OriginPolicy | null
  page: TabPage
  /** The person has yet to allow something. */
  consent: boolean
  /** The title the app gave through the bridge; null: none since the page came. */
  givenTitle: string | null
  /** The page's title; empty: none of its own. */
  title: string
  address: string
  /** Null: none was needed yet, or it was given up for others. */
  live: Live | null
  /** When it was last looked at, as a running number. */
  seen: number
}

/** The view of a tab. */
export interface Live {
  view: WebContentsView
  /** The view no longer knows them once they are destroyed. */
  contents: WebContents
  consumeUserActivation: () => boolean
}

/** What happens to the page of a tab. */
export type TabEvent =
  | { type: 'starts' }
  | { type: 'loaded' }
  | { type: 'stopped' }
  | { type: 'failed'; error: string }
  | { type: 'crashed'; reason: string }
  | { type: 'blocked'; origin: string }
  | { type: 'returned' }

export interface TabPage {
  state: TabState
  /** Why it failed, crashed or was blocked: a network error's name, a reason, an origin. */
  error: string | null
  /** A page of the app stands in the view, also while the next one loads or was refused. */
  standing: boolean
}

export const firstPage: TabPage = { state: 'loading', error: null, standing: false }

/** The state of a tab's page after an event. */
export function nextPage(page: TabPage, event: TabEvent): TabPage {
  switch (event.type) {
    case 'starts':
      // A refused navigation also "starts", and so does the browser's own page about a failure: what was said stays
      // until the person acts.
      return page.state === 'blocked' || page.state === 'failed' ? page : { ...page, state: 'loading', error: null }
    case 'loaded':
      return page.state === 'blocked' || page.state === 'failed'
        ? page
        : { state: 'ready', error: null, standing: true }
    case 'stopped':
      // Loading ended without a page (a download, an answer without content, a stop): the old page stands.
      return page.state === 'loading' && page.standing ? { ...page, state: 'ready' } : page
    case 'failed':
      // What was refused was told so already.
      return page.state === 'blocked' ? page : { state: 'failed', error: event.error, standing: false }
    case 'crashed':
      return { state: 'crashed', error: event.reason, standing: false }
    case 'blocked':
      return { ...page, state: 'blocked', error: event.origin }
    case 'returned':
      return page.standing ? { state: 'ready', error: null, standing: true } : page
  }
}

/** Whether the view is to be seen: else the window's page says why not. */
export function pageShows(page: TabPage): boolean {
  return page.state === 'ready' || (page.state === 'loading' && page.standing)
}

/** The declared permissions that the person has yet to allow; those of a later version cannot be given. */
export function missingPermissions(app: Pick<App, 'permissions'>, allowed: readonly AppPermission[]): AppPermission[] {
  return app.permissions.filter(isAppPermission).filter(permission => !allowed.includes(permission))
}

/** A tab as the window shows it; `name` is the app's, for as long as there is no title. */
export function describeTab(tab: Tab, name: string): AppTab {
  const { app, address, consent, page } = tab
  return {
    appId: app.id,
    title: (tab.givenTitle ?? tab.title) || name,
    address,
    state: consent ? 'consent' : page.state,
    error: consent ? null : page.error,
    canGoBack: canGoBack(tab),
  }
}

/** What was refused never came to stand: back from there is the page before it. */
export function canGoBack({ page, live }: Pick<Tab, 'page' | 'live'>): boolean {
  if (live === null) return false
  return page.state === 'blocked' ? page.standing : live.contents.navigationHistory.canGoBack()
}

import type { App, AppPermission } from '@lianqun/protocol'
import { cleanName, hasVisibleText, isAppPermission } from '@lianqun/protocol'
import type { WebContents, WebContentsView } from 'electron'
import type { AppTab } from '../../preload/contract/index.ts'
import { type OriginPolicy, startOrigin } from './origin-policy.ts'

export type TabState = AppTab['state']

/** One open mini-app. */
export interface Tab {
  app: App
  accountKey: string
  /** Null: the manifest's start address is not allowed. */
  policy: OriginPolicy | null
  page: TabPage
  /** The user has yet to allow permissions. */
  consent: boolean
  /** The title that the app set through the bridge; null: none since the page was loaded. */
  givenTitle: string | null
  /** The page's title; empty: none. */
  title: string
  address: string
  /** Null: not needed yet, or dropped because there are too many. */
  live: Live | null
  /** Running number of the last time it was shown. */
  seen: number
}

/** The view of a tab. */
export interface Live {
  view: WebContentsView
  /** Kept here, as `view.webContents` is undefined once they are destroyed. */
  contents: WebContents
  consumeUserActivation: () => boolean
}

/** An event of a tab's page. */
export type TabEvent =
  | { type: 'starts' }
  | { type: 'loaded' }
  | { type: 'stopped' }
  | { type: 'failed'; error: string }
  | { type: 'crashed'; reason: string }
  /** `lost`: the page that was in the view is gone, an error page is in its place. */
  | { type: 'blocked'; origin: string; lost?: boolean }
  | { type: 'returned' }

export interface TabPage {
  state: TabState
  /** Why it failed, crashed or was blocked: a network error's name, a reason, an origin. */
  error: string | null
  /** The view has a page of the app, also while the next one loads or after it was refused. */
  standing: boolean
}

export const firstPage: TabPage = { state: 'loading', error: null, standing: false }

/** The state of a tab's page after an event. */
export function nextPage(page: TabPage, event: TabEvent): TabPage {
  switch (event.type) {
    case 'starts':
      // Refused navigations and Chromium's error page also "start"; the state stays until the user acts.
      return page.state === 'blocked' || page.state === 'failed' ? page : { ...page, state: 'loading', error: null }
    case 'loaded':
      return page.state === 'blocked' || page.state === 'failed'
        ? page
        : { state: 'ready', error: null, standing: true }
    case 'stopped':
      // Loading ended without a new page (a download, an empty response, a stop): the old page stays.
      return page.state === 'loading' && page.standing ? { ...page, state: 'ready' } : page
    case 'failed':
      // A refused load fails too; it keeps the state `blocked`.
      return page.state === 'blocked' ? page : { state: 'failed', error: event.error, standing: false }
    case 'crashed':
      return { state: 'crashed', error: event.reason, standing: false }
    case 'blocked':
      return { state: 'blocked', error: event.origin, standing: page.standing && event.lost !== true }
    case 'returned':
      return page.standing ? { state: 'ready', error: null, standing: true } : page
  }
}

/** Whether the view is visible; otherwise the window's page shows the state. */
export function pageShows(page: TabPage): boolean {
  return page.state === 'ready' || (page.state === 'loading' && page.standing)
}

/** The declared permissions that the user has yet to allow, without unknown ones, which cannot be granted. */
export function missingPermissions(app: Pick<App, 'permissions'>, allowed: readonly AppPermission[]): AppPermission[] {
  return app.permissions.filter(isAppPermission).filter(permission => !allowed.includes(permission))
}

/** The longest title of a tab, in UTF-16 units. */
const maxTitleChars = 100

/** A title by an app as it may be shown: one line without changes of direction, or empty if nothing of it is seen. */
export function shownTitle(title: string): string {
  const clean = cleanName(title.slice(0, maxTitleChars))
  return hasVisibleText(clean) ? clean : ''
}

/** The state of a tab for the window; `name`: the app's name, for a tab without title. */
export function describeTab(tab: Tab, name: string): AppTab {
  const { app, consent, page, policy } = tab
  const origin = startOrigin(policy)
  return {
    appId: app.id,
    title: (tab.givenTitle ?? tab.title) || name,
    origin,
    own: policy !== null && origin === policy.workspace,
    state: consent ? 'consent' : page.state,
    error: consent ? null : page.error,
    canGoBack: canGoBack(tab),
  }
}

/** Whether there is a page to go back to; after a refusal this is the page that is still in the view. */
export function canGoBack({ page, live }: Pick<Tab, 'page' | 'live'>): boolean {
  if (live === null) return false
  return page.state === 'blocked' ? page.standing : live.contents.navigationHistory.canGoBack()
}

import type { SingleScope } from '@lianqun/protocol'
import { useCallback, useEffect, useEffectEvent, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react'
import { create } from 'zustand'
import type { DesktopEvent, DesktopEventName } from '../../preload/contract/index.ts'
import { on } from '../desktop.ts'
import { serverNow, today as todayOf } from './times.ts'

/** Listens to an event of main while mounted. */
export function useDesktopEvent<N extends DesktopEventName>(
  name: N,
  listener: (payload: DesktopEvent<N>) => void,
): void {
  const latest = useEffectEvent(listener)
  useEffect(() => on(name, payload => latest(payload)), [name])
}

/**
 * What Enter does in a field with results below: `act` at once or, while they are still those of an earlier query, when
 * those of this one have come. Another query forgets it.
 */
export function useEnter(query: string, waiting: boolean, act: () => void): () => void {
  const pressed = useRef(false)
  const run = useEffectEvent(act)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another query forgets the key
  useEffect(
    () => () => {
      pressed.current = false
    },
    [query],
  )
  useEffect(() => {
    if (waiting || !pressed.current) return
    pressed.current = false
    run()
  }, [waiting])
  return () => {
    if (waiting) pressed.current = true
    else act()
  }
}

export interface Query<T> {
  /** The last answer; it stays while a newer one is fetched for the same key. */
  data: T | undefined
  error: unknown
  loading: boolean
  reload: () => void
}

interface Asked<T> {
  key: string | null
  data: T | undefined
  error: unknown
  done: boolean
}
const unasked = { key: null, data: undefined, error: undefined, done: false }

/** The state while a key is fetched: unchanged for the same key; empty for another, or its last answer with `keep`. */
export function asking<T>(before: Asked<T>, key: string, keep: boolean): Asked<T> {
  if (before.key === key) return { ...before, error: undefined }
  return { ...unasked, key, data: keep ? before.data : undefined }
}

/**
 * Fetches when the key changes, when one of `scopes` changes, and on `reload`: synchronously, so that all queries of
 * one change share a message. During a request at most one more is queued. An answer to an older key is
 * dropped. A null key fetches nothing. With `keep` the answer to the last key stays until the new one comes (a
 * search during typing).
 */
export function useQuery<T>(
  key: string | null,
  ask: () => Promise<T>,
  scopes: readonly SingleScope[] = [],
  { keep = false }: { keep?: boolean } = {},
): Query<T> {
  const [state, setState] = useState<Asked<T>>(unasked)
  const latest = useRef(ask)
  useLayoutEffect(() => {
    latest.current = ask
  })
  const run = useRef(() => {})
  const reload = useCallback(() => run.current(), [])

  useEffect(() => {
    if (key === null) {
      if (keep) setState(unasked)
      return
    }
    let current = true
    let waiting = false
    let again = false
    const askNow = (): void => {
      if (waiting) {
        again = true
        return
      }
      waiting = true
      setState(before => asking(before, key, keep))
      latest
        .current()
        .then(
          data => current && setState({ key, data, error: undefined, done: true }),
          error => current && setState(before => ({ ...before, error, done: true })),
        )
        .finally(() => {
          waiting = false
          if (!current || !again) return
          again = false
          askNow()
        })
    }
    run.current = askNow
    askNow()
    return () => {
      current = false
      run.current = () => {}
    }
  }, [key, keep])

  useDesktopEvent('cache.changed', change => {
    if (scopes.some(scope => change.scopes.includes(scope))) reload()
  })

  const fresh = state.key === key
  return {
    data: fresh || (keep && key !== null) ? state.data : undefined,
    error: fresh ? state.error : undefined,
    loading: key !== null && (!fresh || !state.done),
    reload,
  }
}

/** The value after it was unchanged for `delay` milliseconds. */
export function useDebounced<T>(value: T, delay: number): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), delay)
    return () => clearTimeout(timer)
  }, [value, delay])
  return settled
}

/** Whether this is a Mac, which shows shortcuts with ⌘. */
export const isMac = typeof navigator !== 'undefined' && /Mac/.test(navigator.userAgent)

/** The text of a shortcut: `shortcut('K')` is `Ctrl K` or `⌘K`. */
export function shortcut(key: string): string {
  return isMac ? `⌘${key}` : `Ctrl ${key}`
}

/** Whether a media query matches, for what CSS alone cannot do. */
export function useMedia(query: string): boolean {
  const [list] = useState(() => window.matchMedia(query))
  return useSyncExternalStore(
    useCallback(
      changed => {
        list.addEventListener('change', changed)
        return () => list.removeEventListener('change', changed)
      },
      [list],
    ),
    () => list.matches,
  )
}

/**
 * One clock for the window, by the server's: it also looks when the window comes back, because timers rest while a
 * device sleeps.
 */
export const useClock = create<{ now: number; today: string }>(() => ({
  now: serverNow(),
  today: todayOf(serverNow()),
}))
const lookEvery = 20_000

/** Looks at the clock: what is shown by minutes and days follows. */
export function lookAtClock(): void {
  const shown = useClock.getState()
  const now = serverNow()
  const today = todayOf(now)
  if (Math.abs(now - shown.now) >= 60_000 || today !== shown.today) useClock.setState({ now, today })
}

/** Keeps the clock going. Returns the function that stops it. */
export function startClock(): () => void {
  const look = lookAtClock
  const timer = setInterval(look, lookEvery)
  window.addEventListener('focus', look)
  document.addEventListener('visibilitychange', look)
  return () => {
    clearInterval(timer)
    window.removeEventListener('focus', look)
    document.removeEventListener('visibilitychange', look)
  }
}

/** The current time, updated every minute, for relative times. */
export function useMinute(): number {
  return useClock(state => state.now)
}

/** The calendar day and time zone, for what is laid out by days: another text after midnight or a change of zone. */
export function useToday(): string {
  return useClock(state => state.today)
}

/** Calls `tick` now and every second until a point in time is past; nothing wakes after that. Returns what stops it. */
export function tickUntil(time: number, tick: () => void): () => void {
  tick()
  if (Date.now() >= time) return () => {}
  const timer = setInterval(() => {
    tick()
    if (Date.now() >= time) clearInterval(timer)
  }, 1_000)
  return () => clearInterval(timer)
}

/** Whole seconds until a point in time by the device's clock, updated every second while it is to come; null without one. */
export function useSecondsUntil(time: number | null): number | null {
  const [now, setNow] = useState(Date.now)
  useEffect(() => (time === null ? undefined : tickUntil(time, () => setNow(Date.now()))), [time])
  return time === null ? null : Math.max(0, Math.ceil((time - now) / 1_000))
}

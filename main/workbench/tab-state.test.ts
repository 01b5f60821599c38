import { describe, expect, test } from 'vitest'
import { firstPage, missingPermissions, nextPage, pageShows, type TabEvent } from './tab-state.ts'

const following = (...events: TabEvent[]) => events.reduce(nextPage, firstPage)
const starts: TabEvent = { type: 'starts' }
const loaded: TabEvent = { type: 'loaded' }

describe('the page of a tab', () => {
  test('loads, is shown, and stays visible while the next one loads', () => {
    expect(pageShows(firstPage)).toBe(false)
    expect(following(starts, loaded)).toEqual({ state: 'ready', error: null, standing: true })
    const next = following(starts, loaded, starts)
    expect([next.state, pageShows(next)]).toEqual(['loading', true])
    expect(nextPage(next, { type: 'stopped' }).state).toBe('ready')
  })

  test('fails with the reason, whatever events the error page causes', () => {
    const failed = following(starts, { type: 'failed', error: 'ERR_NAME_NOT_RESOLVED' }, loaded, { type: 'stopped' })
    expect(failed).toEqual({ state: 'failed', error: 'ERR_NAME_NOT_RESOLVED', standing: false })
    expect(pageShows(failed)).toBe(false)
    // Chromium's error page starts and loads as well; a reload by the user begins with `firstPage`.
    expect([starts, loaded].reduce(nextPage, failed)).toEqual(failed)
  })

  test('is blocked before the first page: there is no page to return to', () => {
    const blocked = following(starts, { type: 'blocked', origin: 'https://x.example' }, { type: 'failed', error: 'E' })
    expect(blocked).toEqual({ state: 'blocked', error: 'https://x.example', standing: false })
    expect(nextPage(blocked, { type: 'returned' })).toBe(blocked)
  })

  test('is blocked when it navigates away: the old page is still there', () => {
    const blocked = following(starts, loaded, { type: 'blocked', origin: 'https://x.example' }, starts, loaded)
    expect([blocked.state, pageShows(blocked)]).toEqual(['blocked', false])
    expect(nextPage(blocked, { type: 'returned' })).toEqual({ state: 'ready', error: null, standing: true })
  })

  test('crashes', () => {
    expect(following(starts, loaded, { type: 'crashed', reason: 'oom' })).toEqual({
      state: 'crashed',
      error: 'oom',
      standing: false,
    })
  })
})

test('permissions that the user has yet to allow', () => {
  const app = { permissions: ['user.read', 'directory.read'] as const }
  expect(missingPermissions({ permissions: [...app.permissions] }, ['user.read', 'clipboard.write'])).toEqual([
    'directory.read',
  ])
  expect(missingPermissions({ permissions: [] }, [])).toEqual([])
})

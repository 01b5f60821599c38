import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { MessageItem } from '../../../preload/contract/index.ts'
import { message as item, page } from '../testing.ts'

type Answer = (outcome: unknown) => void
const asked: { args: unknown; answer: Answer }[] = []
const listeners = new Map<string, (payload: unknown) => void>()
const settled = () => new Promise<void>(resolve => setImmediate(resolve))

const said = (text: string, seq = 1) => item(seq, { content: { type: 'text', text, mentions: [] }, hasWords: true })

async function open(...items: MessageItem[]) {
  const { useMessageList } = await import('../message-list-store.ts')
  const { windowOf } = await import('../message-window.ts')
  const show = (...shown: MessageItem[]) =>
    useMessageList.setState({ id: 'c', window: windowOf({ ...page([]), items: shown }) })
  show(...items)
  const translations = await import('./translations.ts')
  translations.startTranslations()
  const { translateAction } = await import('./actions.tsx')
  const { useConnection } = await import('../../stores/session.ts')
  return { ...translations, show, translateAction, useConnection, useMessageList }
}
async function answer(outcome: unknown): Promise<void> {
  asked.shift()?.answer(outcome)
  await settled()
}
const found = { ok: true, value: { text: 'Hello', from: 'zh' } }

beforeEach(() => {
  vi.resetModules()
  asked.length = 0
  listeners.clear()
  const desktop = {
    call: (_name: string, args: unknown) => new Promise(answer => asked.push({ args, answer })),
    on: (name: string, listener: (payload: unknown) => void) => {
      listeners.set(name, listener)
      return () => {}
    },
  }
  vi.stubGlobal('window', { desktop, addEventListener() {} })
})
afterEach(() => vi.unstubAllGlobals())

test('it is working, then there, and hidden again; a failure can be tried again', async () => {
  const one = said('你好')
  const { showTranslation, hideTranslation, translationOf } = await open(one)
  expect(translationOf(one)).toBe(undefined)
  void showTranslation(one, 'en')
  expect(translationOf(one)?.state).toBe('working')
  expect(asked[0]?.args).toEqual({ id: 'c', seq: 1, language: 'en' })
  await answer({ ok: false, error: { code: 'offline', message: '' } })
  expect(translationOf(one)).toMatchObject({ state: 'failed', error: { code: 'offline' } })
  void showTranslation(one, 'en')
  await answer(found)
  expect(translationOf(one)).toMatchObject({ state: 'done', text: 'Hello', from: 'zh' })
  hideTranslation(one)
  expect(translationOf(one)).toBe(undefined)
  // Hidden while the service works: its answer shows nothing.
  void showTranslation(one, 'en')
  hideTranslation(one)
  await answer(found)
  expect(translationOf(one)).toBe(undefined)
})

test('an edit, a recall or another conversation leaves nothing of it, also when it comes before the answer', async () => {
  const one = said('你好')
  const { showTranslation, translationOf, show, useMessageList } = await open(one)
  const recalled = item(1, { content: { type: 'recalled', byId: 'a' } })
  for (const next of [said('你好吗'), recalled]) {
    void showTranslation(one, 'en')
    await answer(found)
    show(next)
    show(one)
    expect(translationOf(one)).toBe(undefined)
    void showTranslation(one, 'en')
    show(next)
    await answer(found)
    show(one)
    expect(translationOf(one)).toBe(undefined)
  }
  void showTranslation(one, 'en')
  await answer(found)
  useMessageList.setState({ id: 'd' })
  useMessageList.setState({ id: 'c' })
  expect(translationOf(one)).toBe(undefined)
})

test('of a message that is not loaded it goes when something changed at its place, and stays otherwise', async () => {
  const one = said('你好')
  const { showTranslation, translationOf, show } = await open(one)
  void showTranslation(one, 'en')
  await answer(found)
  const changed = (id: string, from: number) => listeners.get('cache.changed')?.({ messages: [{ id, from }] })
  // A reaction, a pin, a message below: it says what it said.
  show(item(1, { ...one, revision: 9, attributes: { pinned: { byId: 'a', at: 1 } } }))
  changed('c', 1)
  show(said('x', 90))
  changed('c', 2)
  changed('d', 1)
  expect(translationOf(one)?.state).toBe('done')
  changed('c', 1)
  expect(translationOf(one)).toBe(undefined)
})

test('it is offered for what says something, where the workspace has a service', async () => {
  const one = said('你好')
  const { showTranslation, translateAction, useConnection } = await open(one)
  const labels = (of: MessageItem, readOnly = false) =>
    translateAction(of, { language: 'zh', readOnly }).map(({ label }) => label)
  expect(labels(one)).toEqual([])
  useConnection.setState({ features: ['translation', 'later'] })
  expect(labels(one)).toEqual(['翻译'])
  expect(labels(one, true)).toEqual([])
  expect(labels(said('你好', 0))).toEqual([])
  expect(labels(item(1))).toEqual([])
  void showTranslation(one, 'zh')
  expect(labels(one)).toEqual(['收起翻译'])
})

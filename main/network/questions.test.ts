import { expect, test, vi } from 'vitest'
import { createQuestions } from './questions.ts'

const asked = { proxy: 'proxy:8080', realm: '', account: '', rejected: false }
const reply = { account: 'a', password: 'b', remember: false }

function questions(canRemember = async () => true) {
  const emit = vi.fn()
  const log = vi.fn()
  return { emit, log, ...createQuestions({ emit, canRemember, log }) }
}

test('one question at a time; a page that comes later gets the one that is open', async () => {
  const { ask, answer, current, emit } = questions()
  const first = ask(asked)
  const second = ask({ ...asked, proxy: 'other:8080' })
  await vi.waitFor(() => expect(current().question).toMatchObject({ id: 1, proxy: 'proxy:8080', canRemember: true }))
  answer({ id: 1, credentials: reply })
  expect(await first).toEqual(reply)
  await vi.waitFor(() => expect(current().question).toMatchObject({ id: 2, proxy: 'other:8080' }))
  answer({ id: 2, credentials: null })
  expect(await second).toBeNull()
  expect(current().question).toBeNull()
  expect(emit).toHaveBeenLastCalledWith('network.questionChanged', { question: null })
})

test('an answer to an older question is ignored, so a second click answers nothing else', async () => {
  const { ask, answer, current } = questions()
  void ask(asked)
  void ask(asked)
  await vi.waitFor(() => expect(current().question?.id).toBe(1))
  answer({ id: 1, credentials: reply })
  answer({ id: 1, credentials: null })
  expect(current().question?.id).toBe(2)
})

test('without an answer about safe storage nothing is remembered', async () => {
  const { ask, current, log } = questions(() => Promise.reject(new Error('locked')))
  void ask(asked)
  await vi.waitFor(() => expect(current().question?.canRemember).toBe(false))
  expect(log).toHaveBeenCalledOnce()
})

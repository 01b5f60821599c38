import { expect, test } from 'vitest'
import { calls, type StageAnswer, type StageRequest, stagePieceBytes } from '../../preload/contract/index.ts'
import { bindStaging } from './stage-channel.ts'

function bind(isOurs: boolean) {
  let listener: (event: never, message: unknown) => Promise<StageAnswer> = () => Promise.reject(new Error('not bound'))
  const asked: StageRequest[] = []
  bindStaging({
    ipcMain: {
      handle: (_channel, given) => {
        listener = given as typeof listener
      },
    },
    isOurs: () => isOurs,
    stage: async request => {
      asked.push(request)
      return { id: 'x', file: null }
    },
    log: () => {},
  })
  return { asked, send: (message: unknown) => listener({} as never, message) }
}

const path = { step: 'path', path: '/etc/hostname', name: 'hostname', mediaType: '' }

test('a path is taken from our window alone', async () => {
  const ours = bind(true)
  expect(await ours.send(path)).toEqual({ ok: true, id: 'x', file: null })
  const other = bind(false)
  expect(await other.send(path)).toMatchObject({ ok: false, error: { code: 'bad_arguments' } })
  expect(other.asked).toEqual([])
})

test('what is no step, or too large a piece, is refused', async () => {
  const { asked, send } = bind(true)
  for (const message of [
    null,
    { step: 'else' },
    { ...path, path: '' },
    { step: 'piece', id: 'x', bytes: 'text' },
    { step: 'piece', id: 'x', bytes: new Uint8Array(stagePieceBytes + 1) },
  ])
    expect(await send(message)).toMatchObject({ ok: false, error: { code: 'bad_arguments' } })
  expect(asked).toEqual([])
})

test('no call of a page takes a path', () => {
  for (const [name, { args }] of Object.entries(calls))
    expect(Object.keys((args as unknown as { shape?: object }).shape ?? {}), name).not.toContain('path')
})

import { expect, test } from 'vitest'
import type { StageAnswer, StageRequest } from './contract/index.ts'
import { createStage } from './stage.ts'

function stage(pathOf: (file: File) => string, answers: (request: StageRequest) => StageAnswer) {
  const sent: StageRequest[] = []
  return {
    sent,
    stage: createStage({
      pathOf,
      send: async request => {
        sent.push(request)
        return answers(request)
      },
    }),
  }
}

const file = { id: 'x', name: 'a', size: 1, mediaType: '', url: 'app://lianqun/staged/x' }
const ok = (request: StageRequest): StageAnswer => ({
  ok: true,
  id: 'x',
  file: request.step === 'path' || request.step === 'end' ? file : null,
})

test('a file of the disk goes by its path, another by its bytes in pieces', async () => {
  const large = new File([new Uint8Array(5_000_000)], 'clip.png', { type: 'image/png' })
  const one = stage(given => (given.name === 'a.txt' ? '/home/a.txt' : ''), ok)
  expect(await one.stage([new File(['x'], 'a.txt'), large])).toEqual({ ok: true, value: [file, file] })
  expect(one.sent.map(request => (request.step === 'piece' ? request.bytes.length : request.step))).toEqual([
    'path',
    'begin',
    4_194_304,
    805_696,
    'end',
  ])
})

test('what main refuses is told, and nothing more is sent', async () => {
  const refuse = stage(
    () => '/x',
    () => ({ ok: false, error: { code: 'too_large', message: 'm' } }),
  )
  expect(await refuse.stage([new File([], 'a'), new File([], 'b')])).toEqual({
    ok: false,
    error: { code: 'too_large', message: 'm' },
  })
  expect(refuse.sent).toHaveLength(1)
})

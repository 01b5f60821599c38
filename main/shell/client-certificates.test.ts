import { EventEmitter } from 'node:events'
import type { Certificate } from 'electron'
import { expect, test } from 'vitest'
import { guardClientCertificates } from './client-certificates.ts'

const [work, bank] = [{ subjectName: 'work' }, { subjectName: 'bank' }] as Certificate[]

function guarded(choice: () => Promise<Certificate | null>) {
  const app = new EventEmitter()
  let asked = 0
  let origin: string | null = 'https://chat.example:8440'
  guardClientCertificates({
    app: app as never,
    workspaceOrigin: () => origin,
    choose: () => {
      asked++
      return choice()
    },
    log: () => {},
  })
  /** What a server at the address is shown, as Electron asks: without contents for requests that no page makes. */
  const show = (address: string) =>
    new Promise<Certificate | undefined>((resolve, reject) => {
      let prevented = false
      const event = {
        preventDefault: () => {
          prevented = true
        },
      }
      const answer = (certificate?: Certificate) =>
        prevented ? resolve(certificate) : reject(new Error('Chromium would show the first one'))
      app.emit('select-client-certificate', event, null, address, [bank, work], answer)
    })
  return {
    show,
    asked: () => asked,
    setOrigin: (next: string | null) => {
      origin = next
    },
  }
}

test('only the workspace is shown the certificate that the user chooses, and is asked for once', async () => {
  const { show, asked, setOrigin } = guarded(async () => work ?? null)
  for (const address of ['https://evil.example', 'https://chat.example', 'https://chat.example:8440.evil.example', '?'])
    expect(await show(address)).toBe(undefined)
  expect(asked()).toBe(0)
  expect(await Promise.all([show('https://chat.example:8440'), show('chat.example:8440')])).toEqual([work, work])
  expect(asked()).toBe(1)
  setOrigin(null)
  expect(await show('https://chat.example:8440')).toBe(undefined)
})

test('a refusal, and a question that fails, show none', async () => {
  expect(await guarded(async () => null).show('https://chat.example:8440')).toBe(undefined)
  const failing = guarded(() => Promise.reject(new Error('no window')))
  expect(await failing.show('https://chat.example:8440')).toBe(undefined)
  expect(await failing.show('https://chat.example:8440')).toBe(undefined)
  expect(failing.asked()).toBe(2)
})

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answer, appPage, isAppAddress } from './app-scheme.ts'

let base: string
let folder: string
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'lianqun-pages-'))
  folder = join(base, 'renderer')
  mkdirSync(join(folder, 'assets'), { recursive: true })
  mkdirSync(join(base, 'renderer-other'))
  writeFileSync(join(folder, 'index.html'), '<!doctype html>')
  writeFileSync(join(folder, 'assets', 'a b.js'), 'export {}')
  writeFileSync(join(base, 'secret.txt'), 'secret')
  writeFileSync(join(base, 'renderer-other', 'x.txt'), 'secret')
})
afterAll(() => rmSync(base, { recursive: true, force: true }))

/** A request with an address that is not normalized, as the network stack might pass it on. */
const raw = (url: string, method = 'GET'): Request => ({ url, method }) as Request

describe('our pages', () => {
  test('are served with their type and a strict policy', async () => {
    const page = await answer(folder, raw(appPage))
    expect(page.status).toBe(200)
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
    // In full, so that a change of the policy is judged here.
    expect(page.headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; " +
        "media-src 'self' blob:; font-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; object-src 'none'",
    )
    expect(page.headers.get('x-content-type-options')).toBe('nosniff')
    expect(await page.text()).toBe('<!doctype html>')
    expect((await answer(folder, raw('app://lianqun/'))).status).toBe(200)
    const script = await answer(folder, raw('app://lianqun/assets/a%20b.js?v=1#x'))
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  })

  test('answer HEAD without a body', async () => {
    const head = await answer(folder, raw(appPage, 'HEAD'))
    expect([head.status, await head.text()]).toEqual([200, ''])
  })

  test.each([
    ['GET', 'app://lianqun/none.js', 404],
    ['GET', 'app://lianqun/assets', 404],
    ['GET', 'app://lianqun/index.html/x', 404],
    ['GET', 'app://lianqun/../secret.txt', 404],
    ['GET', 'app://lianqun/%2e%2e/secret.txt', 404],
    ['GET', 'app://lianqun/..%2fsecret.txt', 404],
    ['GET', 'app://lianqun/..%5csecret.txt', 404],
    ['GET', 'app://lianqun/..%2frenderer-other%2fx.txt', 404],
    ['GET', 'app://lianqun/%00', 404],
    ['GET', 'app://lianqun/%', 404],
    ['GET', 'app://elsewhere/index.html', 403],
    ['POST', 'app://lianqun/index.html', 405],
  ])('%s %s is %i', async (method, url, status) => {
    const response = await answer(folder, raw(url, method))
    expect(response.status).toBe(status)
    expect(await response.text()).toBe('')
  })
})

describe('the address of one of our pages', () => {
  test.each(['app://lianqun/', 'app://lianqun/index.html#/x', 'app://lianqun'])('%s is accepted', address =>
    expect(isAppAddress(address)).toBe(true),
  )
  test.each(['app://lianqun.evil/', 'app://lianqun@evil/', 'app://lianqun:1/', 'https://lianqun/', 'null', ''])(
    '%s is rejected',
    address => expect(isAppAddress(address)).toBe(false),
  )
})

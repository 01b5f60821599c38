import { expect, test } from 'vitest'
import { developerOptions, mayStart } from './developer-options.ts'

const switches = (given: Record<string, string>) => ({
  hasSwitch: (name: string) => name in given,
  getSwitchValue: (name: string) => given[name] ?? '',
})

test.each(['remote-debugging-port', 'remote-debugging-pipe'])(
  'the shipped program does not start with --%s, a build for tests and one in development do',
  name => {
    const given = switches({ [name]: '9222' })
    expect(mayStart({ packaged: true, testBuild: false, switches: given })).toBe(false)
    expect(mayStart({ packaged: true, testBuild: true, switches: given })).toBe(true)
    expect(mayStart({ packaged: false, testBuild: false, switches: given })).toBe(true)
    expect(mayStart({ packaged: true, testBuild: false, switches: switches({ lang: 'zh' }) })).toBe(true)
  },
)

test('the shipped program takes neither a picture of its window nor a demo from its environment', () => {
  const given = { switches: switches({ screenshot: '/tmp/x.png' }), env: { LIANQUN_DEMO: 'not JSON' } }
  expect(developerOptions({ packaged: true, ...given })).toEqual({ screenshot: '', env: {} })
  expect(developerOptions({ packaged: false, ...given })).toEqual({ screenshot: '/tmp/x.png', env: given.env })
})

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { proxyOfSwitches, resolveProxy } from './api/proxy.ts'

const fixed = (proxyRules: string, proxyBypassRules = '') => ({ proxyRules, proxyBypassRules })

test.each([
  [fixed('proxy:8080'), 'https://a.example/x', 'PROXY proxy:8080'],
  [fixed('socks5://s:1080,proxy:8080'), 'https://a.example', 'SOCKS5 s:1080; PROXY proxy:8080'],
  [fixed('https://p:443'), 'https://a.example', 'HTTPS p:443'],
  [fixed('http=a:80;https=b:81'), 'https://a.example', 'PROXY b:81'],
  [fixed('http=a:80;https=b:81'), 'http://a.example', 'PROXY a:80'],
  [fixed('http=a:80'), 'https://a.example', 'DIRECT'],
  [fixed('proxy:8080', '*.example;<local>'), 'https://a.example', 'DIRECT'],
  [fixed('proxy:8080', '<local>'), 'https://intranet', 'DIRECT'],
  [fixed('proxy:8080', 'a.example:444'), 'https://a.example', 'PROXY proxy:8080'],
  [fixed('proxy:8080'), 'http://localhost:1', 'DIRECT'],
  [fixed('proxy:8080'), 'http://127.0.0.1:1', 'DIRECT'],
  [fixed('proxy:8080', '<-loopback>'), 'http://127.0.0.1:1', 'PROXY proxy:8080'],
  [{ mode: 'direct' as const, proxyRules: 'proxy:8080' }, 'https://a.example', 'DIRECT'],
  [{}, 'https://a.example', 'DIRECT'],
])('%j sends %s by %s', async (config, url, answer) => {
  expect(await resolveProxy(config, url)).toBe(answer)
})

test('a PAC script from a server decides, and sees no path of an encrypted address', async () => {
  const script = `function FindProxyForURL(url, host) {
    if (url.indexOf('secret') >= 0) return 'PROXY leak:1'
    if (dnsDomainIs(host, '.company.test')) return 'PROXY inside:8080; DIRECT'
    if (isInNet(host, '10.0.0.0', '255.0.0.0') || isPlainHostName(host)) return 'DIRECT'
    return shExpMatch(host, '*.blocked.test') ? '' : 'SOCKS5 outside:1080'
  }`
  const server = createServer((_request, response) => response.end(script)).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await new Promise(resolve => server.once('listening', resolve))
  const pacScript = `http://127.0.0.1:${(server.address() as AddressInfo).port}/proxy.pac`
  const by = (url: string) => resolveProxy({ pacScript }, url)
  expect(await by('https://chat.company.test/secret')).toBe('PROXY inside:8080; DIRECT')
  expect(await by('https://10.1.2.3/')).toBe('DIRECT')
  expect(await by('https://a.blocked.test/')).toBe('DIRECT')
  expect(await by('https://a.example/')).toBe('SOCKS5 outside:1080')
})

test('a PAC script that fails leaves a direct connection', async () => {
  expect(await resolveProxy({ pacScript: 'data:,throw 1' }, 'https://a.example')).toBe('DIRECT')
})

test('the switches are those of Chromium', () => {
  expect(proxyOfSwitches(new Map([['proxy-server', 'p:1']]))).toMatchObject({ proxyRules: 'p:1' })
  expect(proxyOfSwitches(new Map([['proxy-pac-url', 'http://p/']]))).toMatchObject({ pacScript: 'http://p/' })
  expect(
    proxyOfSwitches(
      new Map([
        ['proxy-server', 'p:1'],
        ['no-proxy-server', ''],
      ]),
    ),
  ).toEqual({ mode: 'direct' })
  expect(proxyOfSwitches(new Map())).toEqual({ mode: 'system' })
})

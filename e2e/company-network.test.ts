import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import { authorityFile, companyHost, connectProxy, tlsBefore } from '../main/workspace/transport/testing.ts'
import { type ClientApp, openApp, signIn } from './app.ts'
import { open, row, section, write } from './locators.ts'
import { group, password, World } from './world.ts'

/*
 * The whole app in a company network: the server's name resolves nowhere, only a proxy leads there, and the server's
 * certificate is of an authority that the system alone trusts.
 */

let world: World

beforeEach(async () => {
  world = await World.start()
})

afterEach(() => world.close())

async function start(...args: string[]): Promise<ClientApp> {
  const app = await openApp({ profile: join(world.folder, 'profile'), args, env: { SSL_CERT_FILE: authorityFile } })
  onTestFinished(() => app.kill())
  app.page.setDefaultTimeout(15_000)
  return app
}

async function answerProxy(page: Page, account: string, secret: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Proxy sign-in required' })
  await dialog.getByLabel('Proxy account').fill(account)
  await dialog.getByLabel('Proxy password').fill(secret)
  await dialog.getByRole('button', { name: 'Connect' }).click()
}

test('behind a proxy with a password: signed in, online, and nothing wrong by the doctor', async () => {
  const { port } = await tlsBefore(world.server.port)
  const proxy = await connectProxy({ wants: 'chenyu:proxy secret' })
  const { page } = await start(`--proxy-server=127.0.0.1:${proxy.port}`)
  const signedIn = signIn(page, `${companyHost}:${port}`, 'chenyu')
  await answerProxy(page, 'chenyu', 'wrong')
  await page.getByText('Incorrect account or password. Enter them again.').waitFor()
  await answerProxy(page, 'chenyu', 'proxy secret')
  await signedIn
  await open(page, group)
  await write(page, 'through the proxy')
  await expect.poll(() => row(page, group).innerText()).toContain('through the proxy')
  await section(page, 'Settings').click()
  await page.getByRole('button', { name: 'Check connection' }).click()
  await page.getByText('The connection works.').waitFor()
  await page.getByText(new RegExp(`^Via .?127\\.0\\.0\\.1:${proxy.port}`)).waitFor()
  expect(proxy.asked.map(({ target }) => target)).toContain(`${companyHost}:${port}`)
})

test('a PAC script leads to the proxy; without it the name is not found, and the doctor says so', async () => {
  const { port } = await tlsBefore(world.server.port)
  const proxy = await connectProxy()
  const script = `function FindProxyForURL(url, host) {
    return dnsDomainIs(host, '.company.test') ? 'PROXY 127.0.0.1:${proxy.port}' : 'DIRECT'
  }`
  const server = createServer((_request, response) => response.end(script))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const pac = `http://127.0.0.1:${(server.address() as AddressInfo).port}/proxy.pac`
  const without = await start()
  await without.page.getByLabel('Workspace address').fill(`${companyHost}:${port}`)
  await without.page.getByLabel('Account', { exact: true }).fill('chenyu')
  await without.page.getByLabel('Password', { exact: true }).fill(password)
  await without.page.getByRole('button', { name: 'Sign in' }).click()
  await without.page.getByText('Address not found').waitFor()
  await without.page.getByRole('button', { name: 'Check connection' }).click()
  await without.page.getByText(/^Can’t find .?chat\.company\.test/).waitFor()
  await without.quit()
  const { page } = await start(`--proxy-pac-url=${pac}`)
  await signIn(page, `${companyHost}:${port}`, 'chenyu')
  await row(page, group).waitFor()
  expect(proxy.asked.length).toBeGreaterThan(0)
})

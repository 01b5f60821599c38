import { join } from 'node:path'
import Database from 'libsql'
import { afterEach, expect, test } from 'vitest'
import { Bot } from '../sdk/bot/index.ts'
import { set, violationsOf } from './accessibility.ts'
import { composer, messageWith, open, section, toLatest } from './locators.ts'
import { page, signedInForEach, world } from './signed-in.ts'
import { group } from './world.ts'

/* Bots: made, connected, added to a group, looked after and removed. The user is 陈屿, a member of the group. */

signedInForEach(async () => {})

let bot: Bot | null = null
afterEach(async () => {
  await bot?.stop()
  bot = null
})

const side = () => page.getByRole('listbox', { name: 'List of bots' })
const log = () => page.getByRole('listbox', { name: 'Events' })
const events = (text: string) => log().getByRole('option').filter({ hasText: text })
const button = (name: string) => page.getByRole('button', { name, exact: true })

async function openBots(): Promise<void> {
  await section(page, 'Workbench').click()
  const tile = page.getByRole('button', { name: /^Bots/ })
  await tile.or(button('Back to the workbench')).first().waitFor()
  if (await tile.isVisible()) await tile.click()
  await page.getByRole('region', { name: 'Bots', exact: true }).waitFor()
}

/** Makes a bot as a person does; its token as it is shown. */
async function make(name: string, scopes: RegExp[] = []): Promise<string> {
  await button('New bot').click()
  const dialog = page.getByRole('dialog', { name: 'New bot' })
  await dialog.getByRole('textbox', { name: 'Name' }).fill(name)
  await dialog.getByRole('radio', { name: 'Siren' }).click()
  for (const scope of scopes) await dialog.getByRole('checkbox', { name: scope }).click()
  await dialog.getByRole('button', { name: 'Create' }).click()
  const shown = page.getByRole('dialog', { name: `Token of ${name}` })
  await shown.getByRole('button', { name: 'Copy token' }).click()
  await page.getByText('Copied the token').waitFor()
  const token = (await shown.locator('output').textContent()) ?? ''
  expect(token).toMatch(/^lqb-[\w-]{43}$/)
  return token
}

/** The program of a bot that says again what it hears, and has a page with a button that counts. */
async function connect(token: string): Promise<void> {
  const pressed = new Map<string, number>()
  const view = (userId: string) => ({
    title: 'Echo for you',
    submit: 'Send it',
    data: { form: 'press' },
    card: {
      type: 'AdaptiveCard' as const,
      body: [
        { type: 'TextBlock' as const, text: `Pressed ${pressed.get(userId) ?? 0} times` },
        { type: 'Input.Text' as const, id: 'words', label: 'Words' },
      ],
      actions: [{ type: 'Action.Submit' as const, title: 'Press', data: { form: 'press' } }],
    },
  })
  bot = await new Bot({
    url: world.server.url.replace(/^ws/, 'http'),
    token,
    description: 'Says again what it hears',
    // Its token ends with it.
    failed: () => {},
  })
    .command({ name: 'echo', description: 'Says it again', hint: '[words]' }, ({ text, reply }) => reply(text))
    .onMessage(({ text, reply }) => reply(`Heard: ${text}`))
    .home(context => context.show(view(context.event.data.userId)))
    .form('press', context => {
      const { userId, inputs } = context.event.data
      if (inputs.words === '') return context.answer({ errors: { words: 'Say something' } })
      pressed.set(userId, (pressed.get(userId) ?? 0) + 1)
      return context.answer({ view: view(userId) })
    })
    .start()
}

/** All that waits for a bot is given up, as after days without an answer of its address. */
function giveUp(): void {
  const db = new Database(join(world.folder, 'server', 'workspace.db'))
  db.prepare("UPDATE bot_events SET state = 'dead', attempts = 8, problem = 'HTTP 503' WHERE state = 'waiting'").run()
  db.close()
}

test('a bot is made, connected and added to a group; what was given up is sent again; it is removed', async () => {
  await openBots()
  await page.getByText('Let programs talk and act in groups').waitFor()
  const token = await make('Echo', [/^Sees who is/])
  const shown = page.getByRole('dialog', { name: 'Token of Echo' })
  for (const [system, value] of [
    ['Slack', `xoxb-${token}`],
    ['WeCom', '/api/bots/aibot'],
    ['Feishu', 'cli_'],
    ['Lianqun', 'npm run bot:new'],
  ] as const) {
    await shown.getByRole('tab', { name: system }).click()
    await shown.getByRole('tabpanel').getByText(value).first().waitFor()
  }
  await shown.getByRole('button', { name: 'Done' }).click()
  await side().getByRole('option', { name: 'Echo' }).getByText('Not connected').waitFor()
  expect(await page.getByText(token).count()).toBe(0)

  await connect(token)
  await side().getByText('Connected', { exact: true }).waitFor()
  await page.getByText('/echo').waitFor()

  await page.keyboard.press('Control+1')
  await open(page, group)
  await toLatest(page)
  await button('Details').click()
  await page.getByRole('button', { name: /^Bots and webhooks/ }).click()
  await button('Add a bot').click()
  const add = page.getByRole('dialog', { name: 'Add a bot' })
  await add.getByRole('searchbox', { name: 'Search bots' }).fill('nothing')
  await add.getByText('No bots match').waitFor()
  await add.getByRole('searchbox', { name: 'Search bots' }).fill('/echo')
  await button('Add Echo').click()
  const ofGroup = page.getByRole('listbox', { name: 'Bots of this group' })
  await ofGroup.getByRole('option', { name: 'Echo' }).waitFor()
  await page.getByText('Gets only messages that mention it or are sent to it alone').waitFor()
  await button('Back to the conversation').click()
  await toLatest(page)

  // What is said while nobody listens is given up at last.
  await bot?.stop()
  const botId = (await bot?.api.call('GET /me', {}))?.id ?? ''
  const mention = { userId: botId, offset: 0, length: 5 }
  await world.say('zhouye', '@Echo hello', world.groupId, mention)
  await messageWith(page, 'hello').waitFor()
  await openBots()
  await side().getByText('Not connected · 1 waiting').waitFor()
  giveUp()
  await side().getByText('Not connected · 1 given up').waitFor()
  await page.getByRole('radio', { name: 'Given up' }).click()
  await events('Message').click()
  const detail = page.getByRole('region', { name: 'Message', exact: true })
  await detail.getByText('Not delivered: HTTP 503').waitFor()
  await detail.getByText('"mentioned"').waitFor()
  await button('Send again').click()
  await page.getByText('1 event is queued again').waitFor()
  await page.getByText('Nothing was given up').waitFor()
  await connect(token)
  await page.getByRole('radio', { name: 'Delivered' }).click()
  await events('Message').waitFor()
  await page.keyboard.press('Control+1')
  await messageWith(page, 'Heard: @Echo hello').waitFor()

  await openBots()
  await button('More actions').click()
  await page.getByRole('menuitem', { name: 'Remove…' }).click()
  await page.getByText('It leaves 1 conversation').waitFor()
  await button('Remove').click()
  await page.getByText('Let programs talk and act in groups').waitFor()
})

test('the card of a bot leads to its page, whose button and input work', async () => {
  await openBots()
  const token = await make('Echo', [/^Reads everything/])
  await button('Done').click()
  await connect(token)
  const client = await world.connect('chenyu')
  const { bots } = await client.request('bot.mine', {})
  await client.request('bot.join', { botId: bots[0]?.id ?? '', conversationId: world.groupId })
  client.ws.close()
  await page.keyboard.press('Control+1')
  await open(page, group)
  await button('Details').click()
  const member = page.getByRole('complementary', { name: 'Details' }).getByRole('listitem').filter({ hasText: 'Echo' })
  await member.getByRole('button').first().click()
  const card = page.getByRole('dialog', { name: 'Details' })
  await card.getByText('Your bot').waitFor()
  await card.getByText('Reads all messages').waitFor()
  await card.getByText('Says it again').waitFor()
  await card.getByRole('button', { name: 'Open home' }).click()
  const home = page.getByRole('region', { name: 'Home of Echo' })
  await home.getByText('Pressed 0 times').waitFor()
  await home.getByRole('button', { name: 'Press' }).click()
  await home.getByText('Say something').waitFor()
  await home.getByRole('textbox', { name: 'Words' }).fill('hello')
  await home.getByRole('button', { name: 'Press' }).click()
  await home.getByText('Pressed 1 times').waitFor()
  await home.getByRole('textbox', { name: 'Words' }).fill('')
  await home.getByRole('button', { name: 'Send it' }).click()
  await home.getByText('Say something').waitFor()
  await home.getByRole('textbox', { name: 'Words' }).fill('again')
  await page.keyboard.press('Enter')
  await home.getByText('Pressed 2 times').waitFor()
  expect.soft(await violationsOf('home', page)).toEqual([])
  await page.getByRole('radio', { name: 'Messages' }).click()
  await composer(page).click()
  await page.keyboard.type('Anybody there')
  await page.keyboard.press('Enter')
  await messageWith(page, 'Heard: Anybody there').waitFor()
})

test('what is set stays, errors stand where they happen, and each part is sound in both languages and themes', async () => {
  await openBots()
  expect.soft(await violationsOf('no bots', page)).toEqual([])
  const token = await make('Echo')
  expect.soft(await violationsOf('a token', page)).toEqual([])
  await button('Done').click()
  await connect(token)
  const client = await world.connect('chenyu')
  const botId = (await client.request('bot.mine', {})).bots[0]?.id ?? ''
  await client.request('bot.openHome', { botId })
  client.ws.close()

  const address = page.getByRole('textbox', { name: 'Address' })
  await address.fill('bot.example.com')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').getByText('Enter an address that begins with').waitFor()
  await address.fill('https://bot.example.com/events')
  await page.getByRole('radio', { name: 'Slack' }).click()
  await button('Save').click()
  await page.getByText('Saved the address').waitFor()
  await button('Show the secret').click()
  await page
    .locator('output[aria-label="Signing secret"]')
    .getByText(/^whsec_/)
    .waitFor()
  await page.getByRole('switch', { name: /^Everybody may add it/ }).click()
  await page.getByRole('checkbox', { name: /^Reads everything/ }).click()
  await button('More actions').click()
  await page.getByRole('menuitem', { name: 'Rename' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Parrot')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Parrot' }).waitFor()
  await events('Home opened').waitFor()
  expect.soft(await violationsOf('a bot', page)).toEqual([])

  await page.setViewportSize({ width: 960, height: 720 })
  await page.getByRole('tab', { name: 'Events' }).click()
  await events('Home opened').waitFor()
  expect.soft(await violationsOf('the events in a narrow window', page)).toEqual([])
  await set(page, { language: 'en', theme: 'light' })
  await page.getByRole('switch', { name: 'Parrot is on' }).click()
  await page.getByText('told nothing and can’t send').waitFor()
  await page.setViewportSize({ width: 1280, height: 800 })

  const again = await world.connect('chenyu')
  const [kept] = (await again.request('bot.mine', {})).bots
  expect(kept).toMatchObject({
    name: 'Parrot',
    shared: true,
    enabled: false,
    scopes: ['messages.read', 'messages.write'],
    webhook: { url: 'https://bot.example.com/events', format: 'slack' },
  })
  await again.request('bot.update', { botId, enabled: true })
  await again.request('bot.join', { botId, conversationId: world.groupId })
  again.ws.close()
  await page.keyboard.press('Control+1')
  await open(page, group)
  await button('Details').click()
  await page.getByRole('button', { name: /^Bots and webhooks/ }).click()
  await page.getByRole('heading', { name: 'Parrot' }).waitFor()
  expect.soft(await violationsOf('a bot of a group', page)).toEqual([])
  await button('More actions').click()
  await page.getByRole('menuitem', { name: 'Remove from group…' }).click()
  await button('Remove').click()
  await page.getByText('Let systems post into the group').waitFor()
})

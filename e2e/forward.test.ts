import type { Page } from 'playwright-core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ClientApp, openSignedIn } from './app.ts'
import { chooseInMenu, messageList, messageWith, open, row, standsBelowMessages, toLatest } from './locators.ts'
import { group, World } from './world.ts'

/* Selecting messages and forwarding them, one by one or as a record. */

let world: World
let app: ClientApp
let page: Page

beforeEach(async () => {
  world = await World.start()
  await world.server.domain.transaction(operations =>
    operations.createGroup({ id: 'other', ownerId: 'zhouye', userIds: ['chenyu', 'heqing'], name: '值班群' }),
  )
  app = await openSignedIn(world)
  page = app.page
  await open(page, group)
  await toLatest(page)
})

afterEach(async () => {
  await app.kill()
  await world.close()
})

const message = (text: string) => messageWith(page, text)
const menu = (text: string, item: string) => chooseInMenu(page, text, item)

test('several messages are selected by keys and forwarded as a record, which opens with all of them', async () => {
  await world.say('zhouye', '先停在 5%')
  await world.say('linwan', '面板加好了')
  await world.say('zhouye', '十点再看')
  await message('十点再看').waitFor()
  await menu('先停在 5%', 'Select')
  const bar = page.getByRole('region', { name: 'Select' })
  await bar.getByText('1 selected').waitFor()
  await standsBelowMessages(page, bar)
  await message('十点再看')
    .getByRole('checkbox')
    .click({ modifiers: ['Shift'] })
  await bar.getByText('3 selected').waitFor()
  await message('面板加好了').getByRole('checkbox').focus()
  await page.keyboard.press('Space')
  await bar.getByText('2 selected').waitFor()
  await page.keyboard.press('Space')
  await bar.getByText('3 selected').waitFor()

  await bar.getByRole('button', { name: 'Forward' }).click()
  const dialog = page.getByRole('dialog', { name: 'Forward 3 messages' })
  await dialog.getByText(`Chat history of ${group}`).waitFor()
  await dialog.getByRole('checkbox', { name: '值班群' }).click()
  await dialog.getByRole('textbox', { name: 'Note (optional)' }).fill('看一下')
  await dialog.getByRole('button', { name: 'Forward to 1 conversation' }).click()
  await dialog.waitFor({ state: 'detached' })
  await bar.waitFor({ state: 'detached' })

  await row(page, '值班群').click()
  await message('看一下').waitFor()
  const card = messageList(page).getByRole('button', { name: `Open Chat history of ${group}` })
  await card.click()
  const viewer = page.getByRole('dialog', { name: `Chat history of ${group}` })
  expect(await viewer.getByRole('listitem').allInnerTexts()).toEqual([
    expect.stringContaining('先停在 5%'),
    expect.stringContaining('面板加好了'),
    expect.stringContaining('十点再看'),
  ])
  await viewer.getByRole('button', { name: 'Save', exact: true }).click()
  await viewer.getByRole('button', { name: 'Remove from saved' }).waitFor()
  // From there it goes on to others; the viewer is again in front afterwards.
  await viewer.getByRole('button', { name: 'Forward' }).click()
  const onward = page.getByRole('dialog', { name: 'Forward 1 message' })
  await onward.waitFor()
  await page.keyboard.press('Escape')
  await onward.waitFor({ state: 'detached' })
  await page.keyboard.press('Escape')
  await viewer.waitFor({ state: 'detached' })
})

test('a message is forwarded to a person with whom there was no conversation, and mentions nobody there', async () => {
  await world.say('zhouye', '@陈屿 看面板', world.groupId, { userId: 'chenyu', offset: 0, length: 3 })
  await message('看面板')
    .getByText(/看面板/)
    .click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Forward' }).click()
  const dialog = page.getByRole('dialog', { name: 'Forward 1 message' })
  await dialog.getByRole('searchbox').fill('Maya')
  await dialog.getByRole('checkbox', { name: 'Maya Ortiz' }).click()
  await dialog.getByRole('button', { name: 'Forward to 1 conversation' }).click()
  await dialog.waitFor({ state: 'detached' })
  await row(page, 'Maya Ortiz').click()
  await message('看面板').waitFor()
  expect(await message('看面板').locator('[data-mention]').count()).toBe(0)
})

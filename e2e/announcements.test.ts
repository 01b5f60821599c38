import type { Page } from 'playwright-core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ClientApp, openSignedIn } from './app.ts'
import { section } from './locators.ts'
import { World } from './world.ts'

/* The announcements app in the running client. */

let world: World
let app: ClientApp
let announcements: Page

beforeEach(async () => {
  world = await World.start()
  const { domain } = world.server
  await domain.setRoles('chenyu', { publisher: true })
  await domain.setRoles('zhouye', { publisher: true })
  app = await openSignedIn(world)
  await section(app.page, 'Workbench').click()
  await app.page
    .getByRole('button', { name: /^Announcements/ })
    .first()
    .click()
  await app.page.getByRole('button', { name: 'Allow and open' }).click()
  announcements = await app.guest('/apps/announcements/')
})

afterEach(async () => {
  await app.kill()
  await world.close()
})

const button = (name: string) => announcements.getByRole('button', { name, exact: true })

test('its author publishes, sees who has not confirmed, reminds them, edits and withdraws', async () => {
  const { domain } = world.server
  await announcements.getByRole('button', { name: 'New announcement' }).click()
  await announcements.getByLabel('Title').fill('Office closed')
  await announcements.getByLabel('Message').fill('On Friday.')
  await button('Publish to everyone').click()
  await announcements.getByRole('heading', { name: 'Office closed' }).waitFor()
  // Its author neither confirms nor counts.
  await announcements.locator('.progress').getByText('0 of 4 acknowledged').waitFor()
  expect(await button('Acknowledge').count()).toBe(0)

  await announcements.getByText('Not acknowledged yet (4)').click()
  await announcements.getByRole('listitem').getByText('Wan Lin', { exact: true }).waitFor()
  await button('Remind colleagues').click()
  await announcements.getByText(/first in the list of 4 colleagues/).waitFor()

  await button('Edit').click()
  expect(await announcements.getByLabel('Title').inputValue()).toBe('Office closed')
  await announcements.getByLabel('Message').fill('On Monday.')
  // What is written is kept when the form is left.
  await button('Cancel').click()
  await announcements.getByText('On Friday.').first().waitFor()
  await button('Edit').click()
  expect(await announcements.getByLabel('Message').inputValue()).toBe('On Monday.')
  await button('Save').click()
  await announcements.getByRole('article').getByText('On Monday.').waitFor()
  await announcements.getByText(/^Edited /).waitFor()

  await button('Withdraw').click()
  const question = announcements.getByRole('dialog', { name: 'Withdraw this announcement?' })
  await question.getByRole('button', { name: 'Cancel' }).click()
  await question.waitFor({ state: 'hidden' })
  await button('Withdraw').click()
  await question.getByRole('button', { name: 'Withdraw' }).click()
  await announcements.getByText('No announcements yet').waitFor()
  expect(
    await domain.write('workspace', w => w.db.selectFrom('announcements').select(['body', 'withdrawn_by']).execute()),
  ).toEqual([{ body: 'On Monday.', withdrawn_by: 'chenyu' }])
})

test('another’s has no buttons to change it; a reminder is marked in the list', async () => {
  const { domain } = world.server
  const { id } = await domain.createAnnouncement({ authorId: 'zhouye', title: 'Drill', body: 'See http://a.b/路径。' })
  await domain.createAnnouncement({ authorId: 'zhouye', title: 'Newer', body: 'x', createdAt: Date.now() + 1 })
  await domain.remindOfAnnouncement('zhouye', id)
  await button('Refresh').click()
  const first = announcements.getByRole('listitem').first()
  await first.getByText('Reminder', { exact: true }).waitFor()
  await first.getByRole('button', { name: /Drill/ }).click()
  expect(await announcements.getByRole('link').getAttribute('href')).toBe('http://a.b/路径')
  for (const name of ['Edit', 'Withdraw', 'Remind colleagues']) expect(await button(name).count()).toBe(0)
  await button('Acknowledge').click()
  await announcements.getByText('You acknowledged this').waitFor()
  await first.getByText('Reminder', { exact: true }).waitFor({ state: 'detached' })
})

import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'

/* Locators for the window, by its English texts. */

export const row = (page: Page, name: string) =>
  page.getByRole('listbox', { name: 'Conversations' }).getByRole('option').filter({ hasText: name }).first()
export const composer = (page: Page) => page.getByRole('textbox', { name: /^Message / })
export const messageList = (page: Page) => page.getByRole('log')
/** The message of the open conversation whose own words contain a text. */
export const messageWith = (page: Page, text: string) =>
  messageList(page)
    .first()
    .getByRole('article')
    .filter({ has: page.locator('.messages-words', { hasText: text }) })
export const section = (page: Page, name: string) =>
  page.getByRole('navigation').getByRole('button', { name, exact: true })

export async function open(page: Page, name: string): Promise<void> {
  await row(page, name).click()
  await composer(page).waitFor()
}

/** Scrolls to the newest message, because a conversation opens at the first unread one. */
export async function toLatest(page: Page): Promise<void> {
  const pill = page.getByRole('button', { name: /new messages?$|^Jump to latest$/ })
  await messageList(page).getByRole('article').first().waitFor()
  if (await pill.isVisible()) await pill.click()
}

/** Waits until what stands for the composer is where the composer would be: below the messages and within their width. */
export async function standsBelowMessages(page: Page, locator: Locator): Promise<void> {
  await locator.waitFor()
  await expect
    .poll(async () => {
      const [list, box] = await Promise.all([messageList(page).first().boundingBox(), locator.boundingBox()])
      if (list === null || box === null) return 'not drawn'
      const within = box.x >= list.x && box.x + box.width <= list.x + list.width
      return within && box.y >= list.y + list.height ? 'below' : 'elsewhere'
    })
    .toBe('below')
}

/** Chooses an entry, by the beginning of its name, in the menu of a sent message: one that is being sent has fewer. */
export async function chooseInMenu(page: Page, text: string, item: string): Promise<void> {
  await messageWith(page, text).and(page.locator('[data-state="sent"]')).first().waitFor()
  await messageWith(page, text).getByText(text, { exact: true }).click({ button: 'right' })
  await page
    .getByRole('menuitem', { name: new RegExp(`^${item}`) })
    .first()
    .click()
}

export async function write(page: Page, text: string): Promise<void> {
  await composer(page).click()
  // Hundreds of keys, one after the other, take longer than a call may.
  if (text.length > 60) await page.keyboard.insertText(text)
  else await composer(page).pressSequentially(text)
  await page.keyboard.press('Enter')
  await messageList(page).getByText(text, { exact: true }).waitFor()
}

/** Opens the palette and types into it. */
export async function search(page: Page, text: string): Promise<Locator> {
  await page.keyboard.press('Control+k')
  const field = page.getByRole('combobox', { name: 'Search people, groups, messages' })
  await field.fill(text)
  return field
}

/** What stands above the list while the server cannot be reached. Its words depend on whether all had been fetched before. */
export const offlineStrip = (page: Page) => page.locator('.messages-offline-strip')

import { expect, test } from 'vitest'
import { violationsOf } from './accessibility.ts'
import { focused } from './keys.ts'
import { messageList, open, section } from './locators.ts'
import { app, page, reopen, signedInForEach } from './signed-in.ts'
import { group } from './world.ts'

/* The card designer of the workbench. */

signedInForEach(async () => {
  await section(page, 'Workbench').click()
  await page.getByRole('button', { name: /^Card designer/ }).click()
  await code().waitFor()
})

const code = () => page.getByRole('textbox', { name: 'JSON of the card' })
const sample = (name: string) => page.getByRole('group', { name: 'Samples' }).getByRole('button', { name, exact: true })
const problems = () => page.getByRole('status', { name: 'Problems' })
const preview = () => page.getByRole('region', { name: 'Preview' })
const button = (name: string) => page.getByRole('button', { name, exact: true })
const json = () => code().inputValue()

/** Puts a text in place of another as a person would: by choosing it and typing. */
async function retype(before: string, after: string): Promise<void> {
  await code().evaluate((field, text) => {
    const area = field as HTMLTextAreaElement
    const at = area.value.indexOf(text)
    area.focus()
    area.setSelectionRange(at, at + text.length)
  }, before)
  await page.keyboard.type(after)
}

test('a sample is broken, mended by the button, and sent to a group', async () => {
  await sample('Merge request').click()
  await preview().getByRole('group', { name: '!482 Rollout flag by store' }).waitFor()
  await problems().getByText('No problems: this can be used').waitFor()
  expect(await page.getByRole('textbox', { name: 'Name of the draft' }).inputValue()).toBe('Merge request')

  // What is no value there, with its line and what was meant
  const lines = (await json()).split('\n')
  const line = lines.findIndex(text => text.includes('"positive"')) + 1
  await retype('"positive"', '"positve"')
  await problems().getByText(`Line ${line}: no style "positve". Did you mean "positive"?`).waitFor()
  expect(await button('Send to a conversation').isDisabled()).toBe(true)
  await preview().getByText('There are problems').waitFor()
  await button('Use positive').click()
  await problems().getByText('No problems').waitFor()
  expect((await json()).split('\n')).toEqual(lines)

  // What is no JSON, with line and column
  await retype('"type": "AdaptiveCard",', '"type": "AdaptiveCard"')
  await problems().getByText('Line 2: a comma is missing at column 25').waitFor()
  await button('Fix').click()
  await problems().getByText('No problems').waitFor()
  expect((await json()).split('\n')).toEqual(lines)

  // The button of undo takes back all of that, a step at a time
  await button('Undo').click()
  await problems().getByText('a comma is missing').waitFor()
  await page.keyboard.press('Control+Shift+z')
  await problems().getByText('No problems').waitFor()

  await button('Send to a conversation').click()
  const dialog = page.getByRole('dialog', { name: 'Send the card “Merge request”' })
  await dialog.getByRole('checkbox', { name: group }).click()
  await dialog.getByRole('button', { name: 'Send to 1 conversation' }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.keyboard.press('Control+1')
  await open(page, group)
  await messageList(page).getByRole('group', { name: '!482 Rollout flag by store' }).waitFor()
})

test('what is written outlives the section and the app, and the way back leads to the tile', async () => {
  await sample('Stand-up').click()
  await retype('Launch stand-up', 'Our stand-up')
  await section(page, 'Directory').click()
  await section(page, 'Workbench').click()
  await expect.poll(json).toContain('Our stand-up')
  await app.quit()
  await reopen()
  await section(page, 'Workbench').click()
  await page.getByRole('searchbox', { name: 'Search apps' }).fill('json')
  await page.keyboard.press('Enter')
  await expect.poll(json).toContain('Our stand-up')
  await focused(button('Back to the workbench'))
  await page.keyboard.press('Enter')
  await focused(page.getByRole('button', { name: /^Card designer/ }))
})

test('a card with buttons is for a bot: it says so, shows what they send, and sends the content alone', async () => {
  await sample('Form').click()
  const card = preview().getByRole('group', { name: 'Rehearsal material' })
  const sent = page.getByRole('region', { name: 'What a button sends' })
  await card.getByRole('combobox', { name: /^Store/ }).selectOption('shanghai')
  await card.getByRole('button', { name: 'Submit' }).click()
  await expect
    .poll(async () => JSON.parse((await sent.locator('pre').textContent()) ?? 'null'))
    .toEqual({
      action: 'send',
      title: 'Submit',
      inputs: { store: 'shanghai', who: '', shelves: '2', day: '2026-12-15', note: '', tell: 'true' },
    })
  await button('Send to a conversation').click()
  const dialog = page.getByRole('dialog', { name: 'A bot or a hook has to send this card' })
  await dialog.getByText('It has fields to fill in').waitFor()
  await dialog.getByRole('button', { name: 'Send content only' }).click()
  await page.getByRole('dialog', { name: 'Send the card “Form”' }).waitFor()
})

test('each state of a card is shown, at both widths, in both themes and languages', async () => {
  await sample('Approval').click()
  const card = preview().getByRole('group', { name: /^Discount/ })
  await card.waitFor()
  const state = (name: string) =>
    page.getByRole('radiogroup', { name: 'State of the card' }).getByRole('radio', { name }).click()
  await state('Busy')
  await card.locator('[aria-busy="true"]').waitFor()
  await state('Done')
  await card.getByText('Done by Yu Chen').waitFor()
  await state('Expired')
  await card.getByText(/^Expired .*: no more answers are taken$/).waitFor()
  await state('Failed')
  await card.getByText('The system doesn’t answer. Nothing changed.').waitFor()
  await button('Preview with a Chinese client').click()
  await card.getByText('系统没有响应。内容没有变化。').waitFor()
  expect((await card.boundingBox())?.width).toBe(400)
  await page.getByRole('radio', { name: '300' }).click()
  expect((await card.boundingBox())?.width).toBe(300)
  const background = () => card.evaluate(element => getComputedStyle(element).backgroundColor)
  const light = await background()
  await button('Preview in dark').click()
  expect(await background()).not.toBe(light)
})

test('in a narrow window code and preview are tabs', async () => {
  await page.setViewportSize({ width: 860, height: 720 })
  await preview().waitFor({ state: 'hidden' })
  await page.getByRole('radio', { name: 'Preview' }).click()
  await code().waitFor({ state: 'hidden' })
  await sample('Poll').click()
  await preview().getByRole('group', { name: 'Where we eat after the launch' }).waitFor()
})

test('axe finds nothing, with problems and without', async () => {
  await sample('Alarm').click()
  await preview()
    .getByRole('group', { name: /^Payment callback/ })
    .waitFor()
  expect.soft(await violationsOf('card designer', page)).toEqual([])
  await retype('"positive"', '"positve"')
  await problems().getByText('Did you mean').waitFor()
  expect.soft(await violationsOf('card designer with a problem', page)).toEqual([])
  await button('Use positive').click()
  await button('Send to a conversation').click()
  await page.getByRole('dialog').waitFor()
  expect.soft(await violationsOf('who has to send a card', page)).toEqual([])
})

import type { Locator } from 'playwright-core'
import { expect, test } from 'vitest'
import { cardTitle } from '../common/card-text.ts'
import { violationsOf } from './accessibility.ts'
import { type CardLanguage, cardNames, cardOf, changeCard, foreignPicture, postCard } from './cards.ts'
import { messageList, open, toLatest } from './locators.ts'
import { page, signedInForEach, world } from './signed-in.ts'
import { group } from './world.ts'

/* Cards in the window, as systems of the company post them and change them. */

signedInForEach(async () => {
  await open(page, group)
  await toLatest(page)
  await messageList(page).getByText('第 120 条').waitFor()
})

const cardWith = (name: string) => messageList(page).getByRole('group', { name, exact: true })

/** Scrolls to the end until the newest message shows something. */
async function toEnd(shown: Locator): Promise<void> {
  const list = page.locator('.messages-message-list')
  await expect
    .poll(async () => {
      await list.evaluate(box => box.scrollTo(0, box.scrollHeight))
      return shown.count()
    })
    .toBeGreaterThan(0)
}

/** Shows a card. */
async function post(...[name, language, rest]: [...Parameters<typeof cardOf>, Record<string, unknown>?]) {
  const card = cardOf(name, language)
  const seq = await postCard(world, card, rest)
  await toEnd(cardWith(cardTitle(card)))
  return seq
}

/** What reaches over the edge of a card, or scrolls sideways where it must not. */
const overflowing = () =>
  page.locator('.messages-card').evaluateAll(cards =>
    cards.flatMap(card => {
      const { left, right } = card.getBoundingClientRect()
      return [...card.querySelectorAll('*')]
        .filter(
          inner =>
            inner.closest('.messages-card-table-scroll, .messages-code, .visually-hidden, datalist, option, svg *') ===
            null,
        )
        .filter(
          inner => inner.getBoundingClientRect().right > right + 0.5 || inner.getBoundingClientRect().left < left - 0.5,
        )
        .map(inner => `${card.ariaLabel}: ${inner.className}`)
    }),
  )

test.each(cardNames)(
  'the card “%s” breaks no rule of accessibility, wide and narrow, in both languages',
  async name => {
    await page.setViewportSize({ width: 1_100, height: 1_800 })
    for (const language of ['zh', 'en'] as CardLanguage[]) await post(name, language)
    await expect.poll(() => page.locator('.messages-card').count()).toBe(2)
    await page.mouse.move(640, 2)
    expect.soft(await violationsOf(name, page)).toEqual([])
    expect.soft(await overflowing()).toEqual([])
    await page.setViewportSize({ width: 760, height: 1_800 })
    await expect
      .poll(() =>
        page
          .locator('.messages-card')
          .last()
          .evaluate(card => card.clientWidth),
      )
      .toBe(300)
    expect(await overflowing()).toEqual([])
  },
)

test('a card loads nothing from elsewhere, whatever it names', async () => {
  const asked: string[] = []
  page.on('request', request => asked.push(request.url()))
  await post('table', 'en')
  await postCard(world, {
    type: 'AdaptiveCard',
    body: [
      {
        type: 'TextBlock',
        wrap: true,
        text: `![picture](${foreignPicture}) <img src="${foreignPicture}"> [x](javascript:alert(1)) the end`,
      },
      { type: 'RichTextBlock', inlines: [`<img src="${foreignPicture}">`] },
      { type: 'Image', url: foreignPicture, size: 'large' },
      { type: 'CodeBlock', codeSnippet: `<img src="${foreignPicture}">`, language: 'html' },
    ],
  })
  await toEnd(messageList(page).getByText('the end'))
  expect(await messageList(page).getByRole('link', { name: 'x', exact: true }).count()).toBe(0)
  expect(asked.filter(address => address.includes('pictures.example'))).toEqual([])
})

test('a form says what is wrong, at the first field that is, and keeps what is typed when its card changes', async () => {
  const seq = await post('form', 'en', { version: 1 })
  const card = cardWith('Rehearsal material')
  await card.getByRole('textbox', { name: 'Note' }).fill('Back door')
  await card.getByRole('combobox', { name: 'Contact' }).fill('Nobody')
  await card.getByRole('button', { name: 'Submit' }).click()
  const store = card.getByRole('combobox', { name: 'Store' })
  const shelves = card.getByRole('spinbutton', { name: 'Shelves' })
  const focused = (locator: typeof store) => locator.evaluate(element => element === document.activeElement)
  await expect.poll(() => focused(store)).toBe(true)
  expect(await store.getAttribute('aria-invalid')).toBe('true')
  await card.getByText('Choose one from the list').waitFor()
  await store.selectOption('shanghai')
  const wrong = await shelves.getAttribute('aria-describedby')
  expect(await page.locator(`[id="${wrong}"]`).textContent()).toBe('At least 1')
  await shelves.fill('3')
  expect(await shelves.getAttribute('aria-invalid')).toBeNull()

  const { header, body = [], ...rest } = cardOf('form', 'en')
  const changed = { ...rest, header: { title: 'Rehearsal material', subtitle: 'Changed' }, body: body.toReversed() }
  await changeCard(world, seq, changed, { version: 2 })
  await card.getByText('Changed').waitFor()
  expect(await card.getByRole('textbox', { name: 'Note' }).inputValue()).toBe('Back door')
  expect(await shelves.inputValue()).toBe('3')
  expect(await card.getByRole('combobox', { name: 'Store' }).inputValue()).toBe('shanghai')
  expect(header?.title).toBe('Rehearsal material')
})

test('people are found and chosen by keys alone: those of the conversation first, then of the company', async () => {
  await post('form', 'en')
  const card = cardWith('Rehearsal material')
  const field = card.getByRole('combobox', { name: 'Also tell' })
  const chosen = card.locator('.messages-card-person')
  await expect.poll(() => chosen.allTextContents()).toEqual(['Ye Zhou'])
  await field.press('ArrowDown')
  const options = card.getByRole('listbox', { name: 'People to choose from' }).getByRole('option')
  await expect.poll(() => options.count()).toBe(3)
  expect(await field.getAttribute('aria-expanded')).toBe('true')
  // No member.
  await field.pressSequentially('heqing')
  await expect.poll(() => options.allTextContents()).toEqual([expect.stringContaining('Qing He')])
  await field.fill('lin')
  await expect.poll(() => options.first().textContent()).toContain('Wan Lin')
  const active = await field.getAttribute('aria-activedescendant')
  expect(await page.locator(`[id="${active}"]`).textContent()).toContain('Wan Lin')
  await field.press('Enter')
  await expect.poll(() => chosen.allTextContents()).toEqual(['Ye Zhou', 'Wan Lin'])
  await field.press('Escape')
  await expect.poll(() => field.getAttribute('aria-expanded')).toBe('false')
  await field.press('Backspace')
  await card.getByRole('button', { name: 'Remove Ye Zhou' }).press('Enter')
  await expect.poll(() => chosen.count()).toBe(0)
  // What is typed is nobody, and goes.
  await field.fill('nobody at all')
  await card.getByText('Nobody found for “nobody at all”').waitFor()
  await card.getByRole('textbox', { name: 'Note' }).focus()
  expect(await field.inputValue()).toBe('')
})

test('what is typed outlives the row, which goes when it is scrolled away', async () => {
  await post('form', 'en')
  const note = cardWith('Rehearsal material').getByRole('textbox', { name: 'Note' })
  await note.fill('Back door')
  const list = page.locator('.messages-message-list')
  // The row that has the focus stays: it goes to another.
  await world.say('zhouye', 'A later message')
  await messageList(page).getByRole('article').filter({ hasText: 'A later message' }).focus()
  await expect
    .poll(async () => {
      await list.evaluate(box => box.scrollBy(0, -2_000))
      return note.count()
    })
    .toBe(0)
  await toLatest(page)
  await expect.poll(() => note.inputValue()).toBe('Back door')
})

test('an action asks before it refuses, shows its card below, and turns what it names', async () => {
  await post('form', 'en')
  const form = cardWith('Rehearsal material')
  const refuse = form.getByRole('button', { name: 'Refuse', exact: true })
  expect(await refuse.getAttribute('aria-expanded')).toBe('false')
  await refuse.click()
  expect(await refuse.getAttribute('aria-expanded')).toBe('true')
  // What it asks for is that of its own card and of the one around it: the first wrong field is in that one.
  await form.getByRole('combobox', { name: 'Store' }).selectOption('shanghai')
  await form.getByRole('spinbutton', { name: 'Shelves' }).fill('3')
  await form.getByRole('textbox', { name: 'Reason' }).fill('Too late')
  await form.getByRole('button', { name: 'Refuse it' }).click()
  const asked = page.getByRole('alertdialog', { name: 'Refuse this?' })
  await asked.getByRole('button', { name: 'Not yet' }).click()
  await asked.waitFor({ state: 'detached' })
  expect(await form.getByRole('textbox', { name: 'Reason' }).inputValue()).toBe('Too late')
  await refuse.click()
  expect(await form.getByRole('textbox', { name: 'Reason' }).count()).toBe(0)

  await post('alert', 'en')
  const show = messageList(page).getByRole('button', { name: 'Show the log' })
  expect(await show.getAttribute('aria-expanded')).toBe('false')
  await show.click()
  await messageList(page).getByText('timeout after 1830 ms').waitFor()
  expect(await show.getAttribute('aria-expanded')).toBe('true')
})

test('pages turn and more actions open by keys alone', async () => {
  await post('table', 'en')
  const list = messageList(page)
  await list.getByRole('button', { name: 'Next page' }).focus()
  await page.keyboard.press('Enter')
  await list.getByRole('group', { name: 'Page 2 of 2' }).getByText('Page two: details').waitFor()
  await page.keyboard.press('ArrowLeft')
  await list.getByText('Page one: overview').waitFor()
  await list.getByRole('button', { name: 'Other actions' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: 'Link 8' }).waitFor()
  expect(await page.getByRole('menuitem').allTextContents()).toEqual(['Link 7', 'Link 8'])
})

test('nothing is answered without a connection or once the card has expired, and the card says so', async () => {
  const submit = cardWith('Rehearsal material').getByRole('button', { name: 'Submit' })
  const seq = await post('form', 'en', { expiresAt: Date.now() + 3_600_000 })
  expect(await submit.isDisabled()).toBe(false)
  await world.unplug()
  await page.getByText('You’re offline: the buttons work once you’re back').waitFor()
  expect(await submit.isDisabled()).toBe(true)
  await world.back()
  await page.getByRole('button', { name: 'Retry', exact: true }).click()
  await expect.poll(() => submit.isDisabled()).toBe(false)
  await changeCard(world, seq, cardOf('form', 'en'), { expiresAt: Date.now() - 1, version: 2 })
  await page.getByText(/^Expired .*: no more answers are taken$/).waitFor()
  expect(await submit.isDisabled()).toBe(true)
  const words = await submit.getAttribute('aria-describedby')
  expect(await page.locator(`[id="${words}"]`).textContent()).toContain('Expired')
})

test('a link of a card opens outside, and a mention shows who it is', async () => {
  await post('texts', 'en')
  const mention = messageList(page).getByRole('button', { name: '@Ye Zhou' })
  await mention.click()
  await page.getByRole('dialog').getByText('Ye Zhou').first().waitFor()
  await page.keyboard.press('Escape')
  const link = messageList(page).getByRole('link', { name: 'the page' })
  expect(await link.getAttribute('title')).toBe('https://docs.example/a')
  expect(await messageList(page).getByRole('link', { name: 'All of it can be pressed' }).count()).toBe(1)
})

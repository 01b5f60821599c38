import type { Page } from 'playwright-core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ClientApp, openSignedIn } from './app.ts'
import { composer, messageList, open, row, section, toLatest, write } from './locators.ts'
import { group, World } from './world.ts'

/* Writing formatted messages: typed, pasted, edited, kept as a draft; and keys of input methods. */

let world: World
let app: ClientApp
let page: Page

beforeEach(async () => {
  world = await World.start()
  app = await openSignedIn(world)
  page = app.page
  await open(page, group)
  await toLatest(page)
})

afterEach(async () => {
  await app.kill()
  await world.close()
})

const last = () => messageList(page).getByRole('article').last()

async function paste(data: Record<string, string>): Promise<void> {
  await composer(page).evaluate((field, data) => {
    const clipboardData = new DataTransfer()
    for (const [type, value] of Object.entries(data)) clipboardData.setData(type, value)
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, data)
}

test('what is typed as Markdown and by keys is sent with its format, and copied with it', async () => {
  await composer(page).click()
  await page.keyboard.type('先看 **这里** 和 ')
  await page.keyboard.press('Control+i')
  await page.keyboard.type('那里')
  await page.keyboard.press('Control+i')
  await page.keyboard.press('Shift+Enter')
  await page.keyboard.type('- 一')
  await page.keyboard.press('Shift+Enter')
  await page.keyboard.type('二')
  await page.keyboard.press('Shift+Enter')
  await page.keyboard.press('Shift+Enter')
  await page.keyboard.type('```ts ')
  await page.keyboard.type('const a = 1')
  // In code Enter is a line.
  await page.keyboard.press('Enter')
  await page.keyboard.type('const b = 2')
  await page.keyboard.press('Control+Enter')
  await last().locator('strong', { hasText: '这里' }).waitFor()
  await last().locator('em', { hasText: '那里' }).waitFor()
  expect(await last().locator('li').allInnerTexts()).toEqual(['一', '二'])
  await last().getByText('TypeScript').waitFor()
  await last().locator('pre .messages-code-keyword', { hasText: 'const' }).first().waitFor()
  expect(await last().locator('pre').innerText()).toBe('const a = 1\nconst b = 2')
  expect((await composer(page).innerText()).trim()).toBe('')

  await last().hover()
  await last().getByRole('button', { name: 'Copy', exact: true }).click()
  const [copied] = (await app.standin.recorded()).clipboard.slice(-1)
  expect(copied?.text).toContain('• 一\n• 二')
  expect(copied?.html).toContain('<strong>这里</strong>')
  // And pasted it is the same again.
  await composer(page).click()
  await paste({ 'text/html': copied?.html ?? '', 'text/plain': copied?.text ?? '' })
  await composer(page).locator('strong', { hasText: '这里' }).waitFor()
  expect(await composer(page).locator('li').allInnerTexts()).toEqual(['一', '二'])
})

test('the bar formats, shows what is at the cursor, makes links, and stays as it was left', async () => {
  await page.getByRole('button', { name: 'Formatting', exact: true }).click()
  const bar = page.getByRole('toolbar', { name: 'Text formatting' })
  await composer(page).click()
  await bar.getByRole('button', { name: 'Bold' }).click()
  await page.keyboard.type('粗')
  await bar.locator('[aria-label="Bold"][aria-pressed="true"]').waitFor()
  await page.keyboard.press('Control+a')
  await bar.getByRole('button', { name: 'Link' }).click()
  await page.keyboard.type('javascript:alert(1)')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').getByText('Enter a web or email address').waitFor()
  await page.getByRole('textbox', { name: 'Link address' }).fill('example.com/a')
  await page.keyboard.press('Enter')
  await composer(page).locator('a[href="https://example.com/a"]').waitFor()
  await page.keyboard.press('Enter')
  await last().getByRole('link', { name: '粗' }).click()
  await app.standin.waitForRecorded('opened', ({ target }) => target === 'https://example.com/a')
  await section(page, 'Contacts').click()
  await section(page, 'Messages').click()
  await bar.waitFor()
})

test('a draft keeps its format while other conversations are open', async () => {
  await composer(page).click()
  await page.keyboard.type('**粗** 字 ')
  await composer(page).locator('strong').waitFor()
  await row(page, 'Ye Zhou').click()
  await row(page, group).getByText('粗 字').waitFor()
  expect(await row(page, group).innerText()).not.toContain('doc')
  await open(page, group)
  await composer(page).locator('strong', { hasText: '粗' }).waitFor()
})

test('the arrow up edits the last own message; Escape leaves it, Enter saves it', async () => {
  await write(page, '明天九点开会')
  await page.keyboard.type('x')
  await page.keyboard.press('ArrowUp')
  expect(await page.getByText('Editing message').count()).toBe(0)
  await page.keyboard.press('Backspace')
  await page.keyboard.press('ArrowUp')
  await page.getByText('Editing message').waitFor()
  await page.keyboard.type('？')
  await page.keyboard.press('Escape')
  await page.getByText('Editing message').waitFor({ state: 'detached' })
  expect((await composer(page).innerText()).trim()).toBe('')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.type('，**带电脑**')
  await page.keyboard.press('Enter')
  await last().locator('strong', { hasText: '带电脑' }).waitFor()
  await page.getByText('Editing message').waitFor({ state: 'detached' })
  expect(await messageList(page).getByText('明天九点开会').count()).toBe(1)
})

test('Ctrl+Enter sends by choice, and Enter is a line', async () => {
  await page.evaluate(() => window.desktop.call('settings.set', { sendKey: 'mod-enter' }))
  await page.getByText('Ctrl+Enter to send, Enter for a new line').waitFor()
  await composer(page).click()
  await page.keyboard.type('一')
  await page.keyboard.press('Enter')
  await page.keyboard.type('二')
  await page.keyboard.press('Control+Enter')
  await last().getByText('一\n二').waitFor()
})

test('pasted: names behind @ mention, Markdown can be formatted, code of VS Code is code', async () => {
  await composer(page).click()
  await paste({ 'text/plain': '@周野 @Maya Ortiz 看下 @nobody' })
  expect(await composer(page).locator('[data-mention]').allInnerTexts()).toEqual(
    ['@Ye Zhou', '@Maya Ortiz']
      .map(name => expect.stringMatching(/^@/) && name)
      .map(name => (name === '@Ye Zhou' ? '@周野' : name)),
  )
  await page.keyboard.press('Control+a')
  await paste({ 'text/plain': '# 计划\n\n- 一\n- 二\n\n用 `npm test`' })
  await page.getByRole('button', { name: 'Format it' }).click()
  expect(await composer(page).locator('li').allInnerTexts()).toEqual(['一', '二'])
  await composer(page).locator('code', { hasText: 'npm test' }).waitFor()
  await page.keyboard.press('Control+a')
  await paste({
    'text/plain': 'if (a) {\n  b()\n}',
    'text/html': '<div style="white-space: pre"><span style="color:red">if</span></div>',
    'vscode-editor-data': '{"version":1,"mode":"typescript"}',
  })
  expect(await composer(page).locator('pre').innerText()).toBe('if (a) {\n  b()\n}')
})

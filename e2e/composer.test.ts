import { expect, test } from 'vitest'
import { set } from './accessibility.ts'
import { composer, messageList, open, row, section, toLatest, write } from './locators.ts'
import { app, page, signedInForEach, world } from './signed-in.ts'
import { group } from './world.ts'

/* Writing formatted messages: typed, pasted, edited, kept as a draft; and keys of input methods. */

signedInForEach(async () => {
  await open(page, group)
  await toLatest(page)
})

const standin = () => {
  if (app.standin === null) throw new Error('only on the stand-in')
  return app.standin
}
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
  const [copied] = (await standin().recorded()).clipboard.slice(-1)
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
  await standin().waitForRecorded('opened', ({ target }) => target === 'https://example.com/a')
  await section(page, 'Directory').click()
  await section(page, 'Messages').click()
  await bar.waitFor()
})

test('a draft keeps its format while other conversations are open', async () => {
  await composer(page).click()
  await page.keyboard.type('**粗** 字 ')
  await composer(page).locator('strong').waitFor()
  await world.server.domain.transaction(operations =>
    operations.createGroup({ id: 'g2', ownerId: 'zhouye', userIds: ['chenyu'], name: '另一个群' }),
  )
  await world.say('zhouye', '开工', 'g2')
  await row(page, '另一个群').click()
  await row(page, group).getByText('粗 字').waitFor()
  expect(await row(page, group).innerText()).not.toContain('doc')
  await open(page, group)
  await composer(page).locator('strong', { hasText: '粗' }).waitFor()
})

test('the arrow up edits the last own message; Escape leaves it, Enter saves it', async () => {
  await write(page, '明天九点开会')
  await last()
    .getByText(/unread/)
    .waitFor()
  await page.keyboard.type('x')
  await page.keyboard.press('ArrowUp')
  expect(await page.getByText('Editing message').count()).toBe(0)
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Backspace')
  await expect.poll(async () => (await composer(page).innerText()).trim()).toBe('')
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
  expect(await composer(page).locator('[data-mention]').allInnerTexts()).toEqual(['@周野', '@Maya Ortiz'])
  await page.keyboard.press('Control+a')
  await paste({ 'text/plain': '# 计划\n\n- 一\n- 二\n\n用 `npm test`' })
  await page.getByRole('button', { name: 'Format it' }).click()
  // What formats it is loaded first.
  await expect.poll(() => composer(page).locator('li').allInnerTexts()).toEqual(['一', '二'])
  await composer(page).locator('code', { hasText: 'npm test' }).waitFor()
  await page.keyboard.press('Control+a')
  await paste({
    'text/plain': 'if (a) {\n  b()\n}',
    'text/html': '<div style="white-space: pre"><span style="color:red">if</span></div>',
    'vscode-editor-data': '{"version":1,"mode":"typescript"}',
  })
  expect(await composer(page).locator('pre').innerText()).toBe('if (a) {\n  b()\n}')
})

test('a text too long for a message is made a file on request, which can be undone, and arrives whole', async () => {
  await composer(page).click()
  const text = `复盘初稿\n${'很长'.repeat(4_500)}`
  await paste({ 'text/plain': text })
  const send = page.getByRole('button', { name: 'Send', exact: true })
  expect(await send.isDisabled()).toBe(true)
  const offer = page.getByRole('button', { name: 'Make it a file' })
  await offer.click()
  const inTray = page.locator('.messages-composer').getByText('复盘初稿.txt')
  await inTray.waitFor()
  expect(await composer(page).innerText()).not.toContain('很长')
  await page.getByRole('button', { name: 'Undo' }).click()
  await inTray.waitFor({ state: 'detached' })
  expect(await composer(page).innerText()).toContain('很长')
  await offer.click()
  await inTray.waitFor()
  await send.click()
  await last().getByText('复盘初稿.txt').waitFor()
  await last()
    .getByText(/^\d.* KB/)
    .waitFor()
  // One that the composer cannot hold is a file at once, and what was written stays.
  await composer(page).pressSequentially('日志')
  await paste({ 'text/plain': `一行日志\n${'x'.repeat(1_000_000)}` })
  const log = page.locator('.messages-composer').getByText('一行日志.txt')
  await log.waitFor()
  expect(await composer(page).innerText()).toBe('日志')
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await log.waitFor({ state: 'detached' })
})

test('emojis are found by pinyin and picked with keys, suggested behind a colon, and large when alone', async () => {
  await page.getByRole('button', { name: 'Emoji', exact: true }).click()
  const search = page.getByRole('combobox', { name: 'Search emoji' })
  await search.pressSequentially('huojian')
  await page.getByRole('option', { name: 'rocket' }).waitFor()
  await page.keyboard.press('Enter')
  await search.waitFor({ state: 'detached' })
  await expect.poll(() => composer(page).innerText()).toContain('🚀')
  await page.keyboard.press('Enter')
  await messageList(page).locator('.messages-only-emoji', { hasText: '🚀' }).waitFor()
  await page.keyboard.type('好 :smil')
  await page.getByRole('listbox', { name: 'Emoji suggestions' }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('listbox', { name: 'Emoji suggestions' }).waitFor({ state: 'detached' })
  expect(await composer(page).innerText()).toMatch(/^好 \p{RGI_Emoji} ?$/v)
  // What was chosen comes first.
  await page.getByRole('button', { name: 'Emoji', exact: true }).click()
  await page.getByRole('option', { name: 'rocket' }).first().waitFor()
  await page.keyboard.press('Escape')
  await search.waitFor({ state: 'detached' })
})

/** What an input method delivers, as recorded: the key before the end, behind it, or both ways. */
const orders = [
  ['before', ['composing', 'end', 'up']],
  ['behind', ['end', 'plain', 'up']],
  ['twice', ['composing', 'end', 'plain', 'up']],
] as const

test('Enter and Escape that end a composition neither send nor close, in whichever order they come', async () => {
  const before = await messageList(page).getByRole('article').count()
  const keysOn = (name: 'Enter' | 'Escape', steps: readonly string[]) =>
    page.evaluate(
      ([name, steps]) => {
        const target = document.activeElement
        for (const step of steps) {
          const plain = { key: name, code: name, bubbles: true, cancelable: true, keyCode: name === 'Enter' ? 13 : 27 }
          const init = step === 'composing' ? { ...plain, key: 'Process', keyCode: 229, isComposing: true } : plain
          if (step === 'end')
            target?.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true, data: '好' }))
          else target?.dispatchEvent(new KeyboardEvent(step === 'up' ? 'keyup' : 'keydown', init))
        }
      },
      [name, steps] as const,
    )
  for (const [order, steps] of orders) {
    await composer(page).click()
    await page.keyboard.type('好')
    await keysOn('Enter', steps)
    expect(await composer(page).innerText(), order).toContain('好')
    await page.keyboard.press('Backspace')

    await page.getByRole('button', { name: 'Emoji', exact: true }).click()
    const emoji = page.getByRole('combobox', { name: 'Search emoji' })
    await emoji.pressSequentially('gou')
    await keysOn('Enter', steps)
    await keysOn('Escape', steps)
    expect(await emoji.inputValue(), order).toBe('gou')
    await page.keyboard.press('Escape')
    await emoji.waitFor({ state: 'detached' })

    await page.keyboard.press('Control+n')
    const picker = page.getByRole('dialog').getByRole('searchbox')
    await picker.pressSequentially('zhou')
    await keysOn('Escape', steps)
    await keysOn('Enter', steps)
    expect(await picker.inputValue(), order).toBe('zhou')
    await page.getByRole('region', { name: '0 selected' }).waitFor()
    await page.keyboard.press('Escape')
    await picker.waitFor({ state: 'detached' })
  }
  expect(await messageList(page).getByRole('article').count()).toBe(before)
})

test('an empty composer says whom one writes to, also after sending and in another language', async () => {
  const shown = () => page.locator('.messages-composer-text > .is-editor-empty').getAttribute('data-placeholder')
  expect(await shown()).toBe(`Message ${group}`)
  await write(page, '好的')
  await expect.poll(shown).toBe(`Message ${group}`)
  await set(page, { language: 'zh' })
  await expect.poll(shown).toBe(`发送给${group}`)
  expect(await page.locator('.messages-composer-text').getAttribute('aria-label')).toBe(`发送给${group}`)
  await set(page, { language: 'en' })
  await expect.poll(shown).toBe(`Message ${group}`)
})

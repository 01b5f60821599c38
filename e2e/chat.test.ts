import type { Locator } from 'playwright-core'
import { expect, test } from 'vitest'
import { composer, messageList, open, row, search, section, toLatest, write } from './locators.ts'
import { app, page, reopen, signedInForEach, world } from './signed-in.ts'
import { group } from './world.ts'

/* Using the chat screen: the list while it changes, people's cards, the picker, the clipboard, focus and room. */

signedInForEach()

/** Starts groups of Chen Yu that have one message each; returns their names, the newest first. */
async function moreGroups(count: number): Promise<string[]> {
  const names: string[] = []
  for (let i = 1; i <= count; i++) {
    const name = `项目 ${i} 组`
    await world.server.domain.transaction(operations =>
      operations.createGroup({ id: `g${i}`, ownerId: 'zhouye', userIds: ['chenyu', 'linwan'], name }),
    )
    await world.say('zhouye', `开工 ${i}`, `g${i}`)
    names.unshift(name)
  }
  await row(page, `项目 ${count} 组`).getByText(`开工 ${count}`).waitFor()
  return names
}

const title = () => page.getByRole('heading', { level: 1 }).first()
const list = () => page.getByRole('listbox', { name: 'Conversations' })
const focusedName = () =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.tagName ?? '')

async function middleOf(name: string): Promise<{ x: number; y: number }> {
  const box = await row(page, name).boundingBox()
  if (box === null) throw new Error(`${name} is not on the screen`)
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

test('thirty presses on a list that moves open the thirty conversations that were meant', async () => {
  await moreGroups(8)
  const opened: string[] = []
  const meant: string[] = []
  for (let press = 0; press < 30; press++) {
    const target = (press % 8) + 1
    const other = ((press + 3) % 8) + 1
    const { x, y } = await middleOf(`项目 ${target} 组`)
    await page.mouse.move(x, y)
    // Between aiming and pressing, the message of another group comes.
    await world.say('linwan', `消息 ${press}`, `g${other}`)
    await row(page, `项目 ${other} 组`).getByText(`消息 ${press}`).waitFor()
    await page.mouse.down()
    await page.mouse.up()
    await composer(page).waitFor()
    opened.push((await title().innerText()).split('\n')[0] ?? '')
    meant.push(`项目 ${target} 组`)
  }
  expect(opened).toEqual(meant)

  // Once the pointer is elsewhere, the list is in order again.
  await world.say('linwan', '最后一条', 'g5')
  await row(page, '项目 5 组').getByText('最后一条').waitFor()
  await page.mouse.move(900, 400)
  await expect.poll(() => list().getByRole('option').first().innerText()).toContain('项目 5 组')
})

test('a conversation that is opened from elsewhere is in view in the list, and opens again at the next start', async () => {
  await moreGroups(30)
  await world.say('zhouye', '最早', 'launch')
  const first = await page.evaluate(async () => {
    const { desktop } = window as unknown as { desktop: import('../preload/contract/index.ts').Desktop }
    const answer = await desktop.call('conversations.page', { filter: 'all', offset: 30, limit: 1 })
    return answer.ok ? answer.value.items[0]?.id : undefined
  })
  expect(first).toBe('g1')
  await search(page, '项目 1 组')
  await page.getByRole('listbox', { name: 'Search results' }).getByText('项目 1 组', { exact: true }).click()
  const selected = list().locator('[aria-selected="true"]')
  await expect.poll(() => selected.innerText()).toContain('项目 1 组')
  const [rowBox, listBox] = [await selected.boundingBox(), await list().boundingBox()]
  expect((rowBox?.y ?? 0) + (rowBox?.height ?? 0)).toBeLessThanOrEqual((listBox?.y ?? 0) + (listBox?.height ?? 0))

  await app.quit()
  await reopen()
  await composer(page).waitFor()
  expect(await title().innerText()).toContain('项目 1 组')
})

test('a card shows beside an avatar, a member and a mention, and gives the focus back', async () => {
  await world.say('zhouye', '@林晚 看一下', 'launch', { userId: 'linwan', offset: 0, length: 3 })
  await open(page, group)
  await toLatest(page)
  const card = page.getByRole('dialog', { name: 'Details' })
  await messageList(page).getByRole('button', { name: '@林晚' }).click()
  await card.getByText('Wan Lin').waitFor()
  await page.keyboard.press('Escape')
  await card.waitFor({ state: 'detached' })
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('@林晚')

  await page.getByRole('button', { name: 'Details' }).click()
  await page.getByRole('complementary', { name: 'Details' }).getByRole('button', { name: 'Maya Ortiz' }).click()
  await card.getByText('maya@qingyu.example').waitFor()
  await card.getByRole('button', { name: 'Message' }).click()
  await expect.poll(() => title().innerText()).toBe('Maya Ortiz')
})

test('departments are found, chosen as a whole and browsed, by keys alone', async () => {
  await page.getByRole('button', { name: 'New group' }).click()
  const dialog = page.getByRole('dialog')
  const search = dialog.getByRole('searchbox')
  const chosen = dialog.getByRole('region', { name: /selected$/ })
  await search.pressSequentially('平台')
  await dialog.getByRole('option', { name: /Platform engineering/ }).waitFor()
  await page.keyboard.press('Enter')
  // With those below it.
  await chosen.getByText('Ye Zhou').waitFor()
  await chosen.getByText('Qing He').waitFor()
  await page.keyboard.press('Enter')
  await dialog.getByRole('region', { name: '0 selected' }).waitFor()

  await page.keyboard.press('End')
  await page.keyboard.press('ArrowRight')
  await dialog.getByRole('option', { name: /Ye Zhou/ }).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await chosen.getByText('Ye Zhou').waitFor()
  await page.keyboard.press('ArrowLeft')
  await dialog.getByRole('option', { name: /Brand design/ }).waitFor()
  await search.pressSequentially('lw')
  await dialog.getByRole('option', { name: /Wan Lin/ }).waitFor()
  await page.keyboard.press('Enter')
  await chosen.getByText('Wan Lin').waitFor()
  await dialog.getByRole('button', { name: 'Create group' }).click()
  await composer(page).waitFor()
  // A group without a name is renamed from the names it shows.
  const shown = (await title().innerText()).split('\n')[0] ?? ''
  expect(shown).toContain('Ye Zhou')
  await page.getByRole('button', { name: 'Details' }).click()
  await page.getByRole('button', { name: 'Group settings' }).click()
  await page.getByRole('button', { name: 'Rename group' }).click()
  expect(await page.getByLabel('Group name').inputValue()).toBe(shown)
})

/** Pastes into the composer what another program put on the clipboard. */
async function paste(data: Record<string, string>): Promise<void> {
  await composer(page).evaluate((field, data) => {
    const clipboardData = new DataTransfer()
    for (const [type, value] of Object.entries(data)) clipboardData.setData(type, value)
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, data)
}

test('@ and Enter means a person; the mention survives cutting and pasting; a table pastes as lines and tabs', async () => {
  await open(page, group)
  await toLatest(page)
  await composer(page).click()
  await composer(page).pressSequentially('@')
  const options = page.getByRole('listbox', { name: 'Mention someone' })
  await options.getByText('Everyone').waitFor()
  await page.keyboard.press('Enter')
  await options.waitFor({ state: 'detached' })
  const mention = composer(page).locator('[data-mention]')
  expect(await mention.getAttribute('data-mention')).not.toBe('all')
  const name = await mention.innerText()

  await page.keyboard.type('看一下')
  await page.keyboard.press('Control+a')
  const copied = await composer(page).evaluate(field => {
    const clipboardData = new DataTransfer()
    field.dispatchEvent(new ClipboardEvent('cut', { clipboardData, bubbles: true, cancelable: true }))
    return { 'text/plain': clipboardData.getData('text/plain'), 'text/html': clipboardData.getData('text/html') }
  })
  await expect.poll(() => composer(page).innerText()).not.toContain(name)
  await paste(copied)
  await mention.waitFor()
  await page.keyboard.press('Enter')
  await messageList(page).getByRole('button', { name, exact: true }).last().waitFor()

  await paste({ 'text/html': '<table><tr><td>型号</td><td>数量</td></tr><tr><td>Air 2</td><td>120</td></tr></table>' })
  await page.keyboard.press('Enter')
  await expect
    .poll(() =>
      messageList(page)
        .getByRole('article')
        .last()
        .locator('.messages-words')
        .evaluate(words => words.textContent),
    )
    .toBe('型号\t数量\nAir 2\t120')
})

test('the focus goes to a visible element after a menu, the search and a card', async () => {
  await open(page, group)
  await toLatest(page)
  await write(page, '看菜单')
  const message = messageList(page).getByRole('article').last()
  await message.hover()
  await message.getByRole('button', { name: 'Copy' }).focus()
  await page.keyboard.press('Shift+F10')
  await page.getByRole('menu').waitFor()
  await page.mouse.move(900, 5)
  await page.keyboard.press('Escape')
  await page.getByRole('menu').waitFor({ state: 'detached' })
  await expect.poll(() => page.evaluate(() => document.activeElement?.closest('[data-message]') !== null)).toBe(true)

  await page.keyboard.press('Control+k')
  await expect.poll(focusedName).toBe('Search people, groups, messages')
  await page.keyboard.press('Escape')
  await expect.poll(() => page.evaluate(() => document.activeElement?.closest('[data-message]') !== null)).toBe(true)

  // The row whose menu was open stays the active one.
  await world.say('zhouye', '开工', await directWith('zhouye'))
  await row(page, 'Ye Zhou').waitFor()
  await list().focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowDown')
  const active = () => list().getAttribute('aria-activedescendant')
  const before = await active()
  await page.keyboard.press('Shift+F10')
  await page.getByRole('menu').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('menu').waitFor({ state: 'detached' })
  await expect.poll(focusedName).toBe('Conversations')
  expect(await active()).toBe(before)
})

async function directWith(userId: string): Promise<string> {
  return await page.evaluate(async userId => {
    const { desktop } = window as unknown as { desktop: import('../preload/contract/index.ts').Desktop }
    const answer = await desktop.call('conversations.direct', { userId })
    if (!answer.ok) throw new Error(answer.error.message)
    return answer.value.id
  }, userId)
}

test('everything is within reach at 200 % in the smallest window, and beside the panel at 1024', async () => {
  await page.setViewportSize({ width: 440, height: 280 })
  await open(page, group)
  await write(page, '小窗口')
  await composer(page).pressSequentially('再一条')
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await messageList(page).getByText('再一条', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Back to conversations' }).click()
  await row(page, group).waitFor()
  await page.keyboard.press('Control+k')
  await expect.poll(focusedName).toBe('Search people, groups, messages')
  await page.keyboard.press('Escape')
  await section(page, 'Settings').click()
  await page.getByRole('region', { name: 'Settings' }).waitFor()
  await page
    .getByRole('navigation')
    .getByRole('button', { name: /^Messages/ })
    .click()

  await page.setViewportSize({ width: 1024, height: 700 })
  const other = (await moreGroups(1))[0] ?? ''
  await open(page, group)
  await page.getByRole('button', { name: 'Details' }).click()
  const panel = page.getByRole('complementary', { name: 'Details' })
  await panel.waitFor()
  await composer(page).pressSequentially('面板旁边')
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await expect.poll(() => composer(page).innerText()).not.toContain('面板旁边')
  await open(page, other)
  await panel.waitFor({ state: 'detached' })
})

/** The bar of a message with the pointer on it. Call it in a poll: a list that finds its place moves from under the pointer. */
async function barOf(message: Locator): Promise<Locator> {
  await message.locator('.messages-bubble').hover()
  return message.getByRole('toolbar')
}

test('the action bar lies on no text, and says when a message was written', async () => {
  // So narrow that a long message takes all the width it may have.
  await page.setViewportSize({ width: 940, height: 700 })
  await open(page, group)
  await toLatest(page)
  for (const text of ['短', '很长的一条消息。'.repeat(40), '又一条']) await write(page, text)
  await world.say('zhouye', '别人的长消息，'.repeat(40))
  await world.say('zhouye', '接着一条')
  await messageList(page).getByText('接着一条', { exact: true }).waitFor()
  // From the newest up: older ones come with the scrolling.
  for (const text of ['接着一条', '别人的长消息，'.repeat(40), '又一条', '很长的一条消息。'.repeat(40), '短']) {
    const message = messageList(page).getByRole('article').filter({ hasText: text }).last()
    const covered = async () => {
      const bar = await barOf(message)
      return bar.evaluate(
        bar => {
          const mine = bar.getBoundingClientRect()
          const words = [...document.querySelectorAll('.messages-bubble, .messages-who, .messages-read-mark')]
          const box = document.querySelector('.messages-message-list')?.getBoundingClientRect()
          if (!box || mine.left < box.left || mine.right > box.right) return ['the edge']
          return words
            .filter(one => {
              const its = one.getBoundingClientRect()
              return its.left < mine.right && its.right > mine.left && its.top < mine.bottom && its.bottom > mine.top
            })
            .map(one => one.textContent)
        },
        undefined,
        { timeout: 1_000 },
      )
    }
    await expect.poll(covered).toEqual([])
  }
  await toLatest(page)
  const own = messageList(page).getByRole('article').filter({ hasText: '又一条' })
  await expect.poll(async () => (await barOf(own)).locator('time').innerText({ timeout: 1_000 })).toMatch(/^\d\d:\d\d$/)
})

test('Escape during a composition leaves the search as it is', async () => {
  const field = await search(page, '发布')
  const session = await page.context().newCDPSession(page)
  await session.send('Input.imeSetComposition', { text: 'qun', selectionStart: 3, selectionEnd: 3 })
  await expect.poll(() => field.inputValue()).toBe('发布qun')
  await field.dispatchEvent('keydown', { key: 'Escape', keyCode: 229, isComposing: true, bubbles: true })
  expect(await field.inputValue()).toBe('发布qun')
  await session.send('Input.insertText', { text: '群' })
  await expect.poll(() => field.inputValue()).toBe('发布群')
  // An Escape that may end a composition closes nothing.
  await expect
    .poll(async () => {
      await page.keyboard.press('Escape')
      return field.count()
    })
    .toBe(0)
})

test('people of another organisation and their groups are marked in the list, the header, the search and on the card; a colleague has a department', async () => {
  await world.server.domain.transaction(operations =>
    operations.createEmployee({
      id: 'hanli',
      name: '韩立',
      latinName: 'Li Han',
      title: 'Account manager',
      external: true,
    }),
  )
  await search(page, 'Li Han')
  const found = page.getByRole('option', { name: /Li Han/ }).first()
  await found.getByText('External', { exact: true }).waitFor()
  await found.click()
  const header = page.getByRole('heading', { level: 1 }).first().locator('..')
  await header.getByText('External', { exact: true }).waitFor()
  await header.getByText('Account manager').waitFor()
  await write(page, '你好')
  await row(page, 'Li Han').getByText('External', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Details' }).click()
  await page.getByRole('complementary').getByText('External', { exact: true }).waitFor()

  await open(page, group)
  expect(await header.getByText('External', { exact: true }).count()).toBe(0)
  await world.server.domain.transaction(operations =>
    operations.addMembers({ conversationId: 'launch', actorId: 'zhouye', userIds: ['hanli'] }),
  )
  await header.getByText('External', { exact: true }).waitFor()
  await row(page, group).getByText('External', { exact: true }).waitFor()
  await search(page, group)
  await page.getByRole('option', { name: group }).first().getByText('External', { exact: true }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('complementary').getByRole('button', { name: 'Maya Ortiz' }).click()
  await page.getByRole('dialog', { name: 'Details' }).getByRole('button', { name: 'Message' }).click()
  await header.getByText('EMEA · Launch manager').waitFor()
})

test('who was removed from a group by mistake is back by Undo', async () => {
  await world.server.domain.transaction(operations =>
    operations.createGroup({ id: 'own', ownerId: 'chenyu', userIds: ['linwan', 'maya'], name: '样机组' }),
  )
  await open(page, '样机组')
  await page.getByRole('button', { name: 'Details' }).click()
  const panel = page.getByRole('complementary', { name: 'Details' })
  const maya = panel.getByRole('listitem').filter({ hasText: 'Maya Ortiz' })
  await maya.hover()
  await maya.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Remove from group' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove from group' }).click()
  await maya.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Undo' }).click()
  await maya.waitFor()
})

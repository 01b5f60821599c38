import { test } from 'vitest'
import { openSignedIn } from './app.ts'
import { messageList } from './locators.ts'
import { group, World } from './world.ts'
test('shots', async () => {
  const world = await World.start()
  await world.server.domain.transaction(o => o.createGroup({ id: 'other', ownerId: 'zhouye', userIds: ['chenyu', 'heqing'], name: '值班群' }))
  const app = await openSignedIn(world)
  const { page } = app
  await page.setViewportSize({ width: 1280, height: 832 })
  try {
    for (const [language, theme] of [['zh', 'light'], ['en', 'dark']] as const) {
      await page.evaluate(async ([language, theme]) => { await (window as any).desktop.call('settings.set', { language, theme }) }, [language, theme] as const)
      const name = (n: string) => `/tmp/talk-shot-${n}-${language}.png`
      if (language === 'zh') {
        await page.getByRole('option').filter({ hasText: group }).first().click()
        await page.getByRole('article').last().waitFor()
        const a = await world.say('zhouye', '6 月 18 日当天 14:00 开始灰度，先 5%')
        const b = await world.say('linwan', '口径统一：对外只说“分批开放”', world.groupId, undefined, a.seq)
        await world.say('zhouye', '好', world.groupId, undefined, b.seq)
        await page.evaluate(async ({ id, a, b }) => {
          const d = (window as any).desktop
          await d.call('messages.react', { id, seq: a, emoji: '👍', on: true })
          await d.call('messages.react', { id, seq: a, emoji: '🎉', on: true })
          await d.call('messages.pin', { id, seq: a, on: true })
          await d.call('messages.mark', { id, seq: a, kind: 'decision' })
          await d.call('messages.send', { id, content: { type: 'text', text: '几点全量？', mentions: [] }, replyTo: b })
        }, { id: world.groupId, a: a.seq, b: b.seq })
        await page.waitForTimeout(1500)
        const own = await page.evaluate(async id => {
          const d = (window as any).desktop
          const r = await d.call('messages.page', { id, anchor: { at: 'latest' }, limit: 1 })
          const seq = r.value.items.at(-1).seq
          await d.call('messages.edit', { id, seq, content: { type: 'text', text: '几点全量？谁来定？', mentions: [] } })
          await d.call('messages.mark', { id, seq, kind: 'question' })
          await d.call('messages.forward', { messages: [{ id, seqs: [seq, seq - 2, seq - 4] }], as: 'record', title: 'Air 2 上市发布群的聊天记录', note: '', conversationIds: [id], userIds: [] })
          return seq
        }, world.groupId)
        void own
        await page.waitForTimeout(1500)
      }
      await page.locator('.messages-pill.at-end').click().catch(() => undefined)
      const art = messageList(page).first().getByRole('article').filter({ hasText: '口径统一' }).first()
      await art.hover()
      await art.press('r')
      await page.waitForTimeout(400)
      await art.hover()
      await page.waitForTimeout(700)
      await page.screenshot({ path: name('list') })
      await art.locator('.messages-hover-bar button').first().click()
      await page.waitForTimeout(400)
      await page.screenshot({ path: name('react') })
      await page.keyboard.press('Escape')
      await art.focus()
      await art.press('t')
      await page.waitForTimeout(900)
      await page.screenshot({ path: name('thread') })
      await page.locator('.messages-info-panel .header button').click()
      await page.keyboard.press('Control+.')
      await page.waitForTimeout(700)
      await page.getByRole('button', { name: /置顶、决定|Pins, dec/ }).click()
      await page.getByRole('radio', { name: /问题|Questions/ }).click()
      await page.waitForTimeout(700)
      await page.screenshot({ path: name('flags') })
      await page.locator('.messages-info-panel .header button').click()
      await art.click({ button: 'right', position: { x: 60, y: 30 } })
      await page.waitForTimeout(400)
      await page.screenshot({ path: name('menu') })
      await page.getByRole('menuitem', { name: /多选|Select/ }).click()
      await messageList(page).getByRole('checkbox').nth(-2).click()
      await page.waitForTimeout(300)
      await page.screenshot({ path: name('select') })
      await page.locator('.messages-selection-bar button').first().click()
      await page.waitForTimeout(700)
      await page.getByRole('dialog').getByRole('checkbox').first().click()
      await page.screenshot({ path: name('forward') })
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await page.keyboard.press('Escape')
      await page.locator('.messages-record-button').last().click()
      await page.waitForTimeout(600)
      await page.screenshot({ path: name('record') })
      await page.keyboard.press('Escape')
      await page.keyboard.press('Control+.')
      await page.waitForTimeout(300)
    }
  } finally {
    await page.screenshot({ path: '/tmp/talk-shot-last.png' })
    await app.kill()
    await world.close()
  }
}, 180_000)

import { expect, test } from 'vitest'
import type { Desktop, Settings } from '../preload/contract/index.ts'
import { focused, tabTo } from './keys.ts'
import { app, page, reopen, signedInForEach } from './signed-in.ts'
import { group } from './world.ts'

/* Every setting, changed by keys alone, in both languages, and as it was left after a restart. */

signedInForEach()

const settings = () =>
  page.evaluate(async () => {
    const answer = await (window as unknown as { desktop: Desktop }).desktop.call('settings.get', {})
    if (!answer.ok) throw new Error(answer.error.message)
    return answer.value
  })
/** Waits until what was changed is kept. */
const kept = (change: Partial<Settings>) => expect.poll(settings, { timeout: 10_000 }).toMatchObject(change)

async function toggle(name: string): Promise<void> {
  await tabTo(page, page.getByRole('switch', { name }))
  await page.keyboard.press('Space')
}

/** A key that is up again before anything else happens. */
const tap = (key: string) =>
  page.evaluate(key => {
    for (const type of ['keydown', 'keyup'])
      document.activeElement?.dispatchEvent(new KeyboardEvent(type, { key, bubbles: true, cancelable: true }))
  }, key)

test('each is changed by keys and is so after a restart, with the window in the language that was chosen', async () => {
  const before = await settings()
  await page.keyboard.press('Control+,')
  await focused(page.getByRole('region', { name: 'Settings', exact: true }))
  await tabTo(page, page.getByRole('radiogroup', { name: 'Language' }).getByRole('radio', { checked: true }))
  await page.keyboard.press('ArrowRight')
  await page.getByRole('heading', { level: 1, name: '设置' }).waitFor()
  await kept({ language: 'zh' })
  await page.getByRole('navigation').getByRole('button', { name: '通讯录' }).waitFor()
  await tabTo(page, page.getByRole('radiogroup', { name: '外观' }).getByRole('radio', { checked: true }))
  await page.keyboard.press('ArrowRight')
  await kept({ theme: 'light' })
  await tap('ArrowRight')
  await kept({ theme: 'dark' })
  await toggle('关闭窗口后保留在托盘')
  // Before notifications are off, when there is nothing to hide in them.
  await toggle('隐藏通知内容')
  await kept({ notificationPrivacy: !before.notificationPrivacy })
  await tabTo(page, page.getByRole('switch', { name: '新消息通知' }), 'Shift+Tab')
  await page.keyboard.press('Space')
  await toggle('勿扰模式')
  await page.keyboard.press('Control+1')
  const column = page.getByRole('separator').first()
  await tabTo(page, column)
  await page.keyboard.press('ArrowRight')
  const changed: Settings = {
    ...before,
    language: 'zh',
    theme: 'dark',
    closeToTray: !before.closeToTray,
    notifications: !before.notifications,
    notificationPrivacy: !before.notificationPrivacy,
    doNotDisturb: !before.doNotDisturb,
    listWidth: before.listWidth + 16,
  }
  await kept(changed)
  await page.keyboard.press('Home')
  await kept({ listWidth: 240 })
  await page.keyboard.press('End')
  const wide = Number(await column.getAttribute('aria-valuemax'))
  await kept({ listWidth: wide })
  await tabTo(page, page.getByRole('listbox'), 'Shift+Tab')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.getByRole('log').waitFor()
  await page.keyboard.press('Control+.')
  await kept({ sidePanel: !before.sidePanel })

  await app.quit()
  await reopen()
  await page.getByRole('listbox').getByRole('option').filter({ hasText: group }).first().waitFor()
  expect(await settings()).toEqual({ ...changed, listWidth: wide, sidePanel: !before.sidePanel })
  expect(await page.evaluate(() => document.documentElement.lang)).toMatch(/^zh/)
  expect(await page.evaluate(() => getComputedStyle(document.body).colorScheme)).toContain('dark')
  await page.keyboard.press('Control+,')
  for (const name of ['隐藏通知内容', '新消息通知', '勿扰模式', '关闭窗口后保留在托盘'])
    await page.getByRole('switch', { name }).waitFor()
  expect(await page.getByRole('switch', { name: '隐藏通知内容' }).isDisabled()).toBe(true)
  const groups = page.getByRole('navigation', { name: '设置' }).getByRole('button')
  await groups.last().focus()
  await page.keyboard.press('Enter')
  await focused(page.getByRole('region', { name: '账号' }))
  // The device that asks is online, whenever it was last written down.
  await page.getByText('当前设备', { exact: true }).waitFor()
  await page.getByText(/ · 在线$/).waitFor()
  await page.keyboard.press('Control+1')
  await page.keyboard.press('Control+,')
  await tabTo(page, page.getByRole('radiogroup', { name: '语言' }).getByRole('radio', { checked: true }))
  await page.keyboard.press('ArrowRight')
  await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor()
  expect(await page.getByRole('switch', { name: 'Do not disturb' }).isChecked()).toBe(!before.doNotDisturb)
})

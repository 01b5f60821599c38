import type { Page } from 'playwright-core'
import { openConversation, type Take } from './screenshots-kinds.ts'

/* The pictures of cards in a group, of a webhook with what came to it, of a bot, and of the card designer. */

const launch = 'Air 2 上市发布群'

/** What the system of the stores posts to the webhook that is made for the picture. */
const posted: readonly unknown[] = [
  { msgtype: 'text', text: { content: '湖滨店客流 18:00：412 人，比昨天多 38%' } },
  {
    msgtype: 'markdown',
    markdown: { content: '**补货提醒** 湖滨店 Air 2 余 6 台\n> 明早 9:00 到 20 台' },
  },
  { msgtype: 'template_card', template_card: { card_type: 'text_notice' } },
  { msgtype: 'text', text: { content: '湖滨店打烊盘点：0 差异' } },
]

/** Takes them after all others: the webhook is made in the window. */
export async function takeBots(page: Page, take: Take): Promise<void> {
  await openConversation(page, '质量门禁')
  await take('cards')
  await takeHook(page, take)
  await page.getByRole('navigation').getByRole('button', { name: '工作台', exact: true }).click()
  await page.getByRole('tab', { name: '首页' }).click()
  await page.getByText('新建机器人，连接程序，查看它收到的事件').click()
  await page.getByRole('option').filter({ hasText: '任务' }).click()
  await page.getByRole('heading', { name: '任务', exact: true }).waitFor()
  await page.getByRole('listbox', { name: '事件' }).getByRole('option').first().waitFor()
  await take('bots')
  await page.getByRole('button', { name: '返回工作台' }).click()
  await page.getByText('写卡片的 JSON，边写边看效果，再发到群里').click()
  await page.getByRole('button', { name: '告警' }).click()
  await page.getByRole('group', { name: '支付回调 P95 超过 1 s' }).waitFor()
  await take('card-designer')
  await page.getByRole('button', { name: '返回工作台' }).click()
}

async function takeHook(page: Page, take: Take): Promise<void> {
  await page.getByRole('navigation').getByRole('button', { name: '消息' }).first().click()
  await openConversation(page, launch)
  const details = page.getByRole('button', { name: '群信息' })
  await details.click()
  await page.getByRole('button', { name: '机器人与 Webhook' }).click()
  await page.getByRole('button', { name: '添加 Webhook' }).first().click()
  const dialog = page.getByRole('dialog', { name: '添加 Webhook' })
  await dialog.getByRole('textbox', { name: '名称' }).fill('门店系统')
  await dialog.getByRole('radio', { name: '图表' }).click()
  await dialog.getByRole('button', { name: '添加', exact: true }).click()
  await page.getByRole('heading', { name: '门店系统' }).waitFor()
  await page.getByRole('radio', { name: '企业微信' }).click()
  await page.getByRole('button', { name: '显示完整地址' }).click()
  const address = (await page.locator('.messages-hooks-address output').first().textContent()) ?? ''
  await page.getByRole('button', { name: '隐藏地址' }).click()
  for (const body of posted)
    await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'store-system/3.2' },
      body: JSON.stringify(body),
    })
  const log = page.getByRole('region', { name: '投递记录' })
  await log
    .getByRole('option')
    .nth(posted.length - 1)
    .waitFor()
  await log.getByRole('option').filter({ hasText: '已拒绝' }).click()
  await page.getByText(/^没进群：/).waitFor()
  await take('hooks')
  await page.getByRole('button', { name: '返回会话' }).click()
  await details.click()
}

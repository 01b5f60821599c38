import type { Locator, Page } from 'playwright-core'

/* The pictures of messages: one of each kind, and of what opens over a conversation. */

/** Takes a picture of the window, or of a part of it, under a name. */
export type Take = (name: string, of?: Locator) => Promise<void>

interface Kind {
  name: string
  conversation: string
  /** Words of the message, or a class of what has none. */
  words: string
  /** What is in it once its pictures and files are there. */
  has: string
}

const launch = 'Air 2 上市发布群'
const store = '杭州湖滨店开业'
const incident = 'INC-2043 支付回调延迟'

/** From the newest message of a conversation to the oldest: the way there is scrolled. */
const kinds: readonly Kind[] = [
  { name: 'kind-card-task', conversation: launch, words: '更新上市清单里的包装尺寸', has: 'button' },
  { name: 'kind-album-of-nine', conversation: launch, words: '陈列照开始回传了', has: 'img' },
  { name: 'kind-voice', conversation: launch, words: '.messages-media-voice', has: 'button' },
  { name: 'kind-album-of-five', conversation: launch, words: '湖滨店和另外', has: 'img' },
  { name: 'kind-record', conversation: launch, words: 'INC-2043 支付回调延迟 的聊天记录', has: 'button' },
  { name: 'kind-poll', conversation: launch, words: '庆功，去哪儿', has: 'section' },
  { name: 'kind-question', conversation: launch, words: '如果 INC-2043 没收尾', has: 'button' },
  { name: 'kind-code', conversation: launch, words: '开关走配置中心', has: 'pre' },
  { name: 'kind-picture', conversation: launch, words: '主视觉终稿好了', has: 'img' },
  { name: 'kind-file', conversation: launch, words: '经营日报 T-10.xlsx', has: 'svg' },
  { name: 'kind-album-of-two', conversation: store, words: '样机 9:00 到', has: 'img' },
  { name: 'kind-video', conversation: store, words: '橱窗灯光今晚试亮', has: 'img' },
  { name: 'kind-album-of-three', conversation: store, words: '陈列改了最后一版', has: 'img' },
  { name: 'kind-signup', conversation: '羽毛球社', words: '明晚老地方', has: 'section' },
  { name: 'kind-card-alarm', conversation: '值班交接', words: '推送网关证书 21 天后到期', has: 'svg' },
  { name: 'kind-card-pipeline', conversation: '质量门禁', words: '验签向量 #62', has: 'svg' },
]

/** The row with a message, not one that quotes it. */
const rowWith = (page: Page, words: string) =>
  page
    .locator('.messages-message-list-row')
    .filter({
      has: page.locator('.messages-words', words.startsWith('.') ? { has: page.locator(words) } : { hasText: words }),
    })
    .last()

/** Scrolls up to a message and into its middle. */
async function reach(page: Page, words: string): Promise<Locator> {
  const row = rowWith(page, words)
  const list = page.locator('.messages-message-list')
  for (let tries = 0; tries < 80 && (await row.count()) === 0; tries++) {
    await list.evaluate(box => box.scrollBy(0, -box.clientHeight * 0.7))
    await page.waitForTimeout(150)
  }
  await row.evaluate(element => element.scrollIntoView({ block: 'center' }))
  return row
}

/** Opens a conversation of the list, or of the folded groups. */
export async function openConversation(page: Page, name: string): Promise<void> {
  const back = page.getByRole('button', { name: '收件箱' })
  if (await back.isVisible()) await back.click()
  const list = page.getByRole('listbox')
  const row = list.getByRole('option').filter({ hasText: name }).first()
  await list.getByRole('option').first().waitFor()
  await list.evaluate(box => box.scrollTo(0, 0))
  for (let tries = 0; tries < 40 && (await row.count()) === 0; tries++) {
    await list.evaluate(box => box.scrollBy(0, box.clientHeight / 2))
    await page.waitForTimeout(150)
  }
  if ((await row.filter({ hasText: '折叠的群聊' }).count()) > 0) {
    await row.click()
    await page.getByRole('heading', { name: '折叠的群聊' }).waitFor()
  }
  await row.click()
  await page
    .getByRole('log', { name: new RegExp(name) })
    .getByRole('article')
    .first()
    .waitFor()
  const pill = page.locator('.messages-pill.at-end')
  if (await pill.isVisible()) await pill.click()
  await page.locator('.messages-message-list.placed').waitFor()
}

/** Takes a row of each kind, then the windows. */
export async function takeKinds(page: Page, take: Take): Promise<void> {
  let opened = ''
  for (const { name, conversation, words, has } of kinds) {
    if (conversation !== opened) await openConversation(page, conversation)
    opened = conversation
    const row = await reach(page, words)
    await row.locator(has).first().waitFor({ timeout: 90_000 })
    await take(name, row)
  }
  await takeWindows(page, take)
}

/** Clicks until something shows: rows that are being measured may move away under the pointer. */
async function open(button: Locator, shows: Locator): Promise<void> {
  for (let tries = 0; tries < 4; tries++) {
    await button.click()
    const there = await shows.waitFor({ timeout: 8_000 }).then(
      () => true,
      () => false,
    )
    if (there) return
  }
  throw new Error(`${button} opened nothing`)
}

/** What opens over a conversation, or beside it. */
async function takeWindows(page: Page, take: Take): Promise<void> {
  const dialog = page.getByRole('dialog').first()
  const close = async () => {
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
  }
  await openConversation(page, launch)
  const album = await reach(page, '湖滨店和另外')
  await open(album.getByRole('button', { name: /2/ }).first(), dialog.getByRole('img').first())
  await take('viewer')
  await close()

  await open(
    (await reach(page, '的聊天记录')).getByRole('button').filter({ hasText: '聊天记录' }).first(),
    dialog.getByText('回滚 2.31').first(),
  )
  await take('record')
  await close()

  await open(
    (await reach(page, '如果 INC-2043 没收尾')).getByRole('button', { name: /条回复/ }),
    page.getByRole('complementary').getByText('不切。').first(),
  )
  await take('thread')

  await open(
    (await reach(page, '经营日报 T-10.xlsx')).getByRole('button').filter({ hasText: '经营日报' }).first(),
    page.frameLocator('iframe').getByText('小程序').first(),
  )
  await take('preview-spreadsheet')
  await close()

  await openConversation(page, incident)
  await page.getByRole('button', { name: '群信息' }).click()
  await page.getByRole('tab', { name: '决定·问题' }).click()
  await page.getByRole('complementary').getByText('14:00 发布页要切流').first().waitFor()
  await take('clock')
  await page.getByRole('button', { name: '群信息' }).click()

  await openConversation(page, store)
  await open(
    (await reach(page, '平面图 v3.pdf')).getByRole('button').filter({ hasText: '平面图' }).first(),
    page.frameLocator('iframe').locator('canvas').first(),
  )
  await take('preview-pdf')
  await close()
}

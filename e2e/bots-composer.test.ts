import { expect, test } from 'vitest'
import { violationsOf } from './accessibility.ts'
import { botInGroup, botOpens, botSays, botWhispers, type GroupBot } from './bots.ts'
import { chooseInMenu, composer, messageList, messageWith, open, row, toLatest } from './locators.ts'
import { page, signedInForEach, world } from './signed-in.ts'
import { group } from './world.ts'

/* What people do with the bots of a conversation: commands, shortcuts, forms, and what a bot says to them alone. */

signedInForEach()

const offers = {
  commands: [
    {
      name: 'task',
      description: '新建任务并指派',
      arguments: [
        { name: '事项', kind: 'text' as const, required: true },
        { name: '负责人', kind: 'person' as const },
        { name: '截止', kind: 'date' as const },
      ],
    },
    {
      name: 'deploy',
      description: '发布到一个环境',
      arguments: [
        {
          name: '环境',
          kind: 'choice' as const,
          required: true,
          choices: [
            { value: 'staging', title: '预发' },
            { value: 'production', title: '生产' },
          ],
        },
      ],
    },
    { name: 'tasks', description: '我的任务', hint: '[today]' },
  ],
  shortcuts: [{ id: 'task', title: '设为任务' }],
}

async function begin(): Promise<GroupBot> {
  const bot = await botInGroup(world, '任务', offers)
  await open(page, group)
  await toLatest(page)
  return bot
}

const commands = () => page.getByRole('listbox', { name: 'Commands' })
const proposals = (name: string) => page.getByRole('listbox', { name: `Proposals for ${name}` })
const options = (list: ReturnType<typeof commands>) => list.getByRole('option')
const form = (title: string) => page.getByRole('dialog', { name: title })
const whisper = (text: string) => page.getByRole('note').filter({ hasText: text })
const focusedName = () => page.evaluate(() => document.activeElement?.getAttribute('data-input'))

/** Types a command and waits for its arguments, as its list shows them. */
async function typed(text: string): Promise<void> {
  await composer(page).click()
  await page.keyboard.type(text)
}

const view = {
  title: '新任务',
  submit: '建立',
  close: '先不建',
  notifyOnClose: true,
  card: {
    type: 'AdaptiveCard',
    body: [
      { type: 'Input.Text', id: 'what', label: '做什么', isRequired: true },
      {
        type: 'Input.ChoiceSet',
        id: 'who',
        label: '负责人',
        choices: [
          { title: '周野', value: 'zhouye' },
          { title: '何清', value: 'heqing' },
        ],
      },
      { type: 'Input.Person', id: 'also', label: '知会' },
      { type: 'Input.Date', id: 'due', label: '截止' },
      { type: 'ActionSet', actions: [{ type: 'Action.Submit', title: '填入建议', data: { suggest: true } }] },
    ],
  },
}

test('a command is found, its arguments are filled in by keys, and the bot gets it, not the group', async () => {
  const { socket } = await begin()
  await typed('/')
  await expect.poll(() => options(commands()).count()).toBe(3)
  await page.keyboard.type('ta')
  await expect.poll(() => options(commands()).count()).toBe(2)
  await page.keyboard.press('ArrowDown')
  await commands().getByRole('option', { name: '/tasks', selected: true }).waitFor()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Tab')
  expect(await composer(page).innerText()).toBe('/task ')
  const usage = page.locator('.messages-slash-usage')
  await usage.getByText('text', { exact: true }).waitFor()
  await page.keyboard.type('装订线 ')
  await usage.getByText('person · optional').waitFor()
  await proposals('负责人').getByRole('option', { name: 'Ye Zhou' }).waitFor()
  await page.keyboard.type('zhou')
  await expect.poll(() => options(proposals('负责人')).count()).toBe(1)
  await page.keyboard.press('Enter')
  await expect.poll(() => composer(page).locator('[data-mention]').innerText()).toBe('@Ye Zhou')
  await proposals('截止').getByRole('option', { name: 'Tomorrow' }).click()
  await page.keyboard.press('Enter')
  const { data } = await socket.waitFor('command')
  expect(data).toMatchObject({ userId: 'chenyu', command: 'task', conversationId: world.groupId })
  expect(data.text).toMatch(/^装订线 <@zhouye> \d{4}-\d\d-\d\d$/)
  await expect.poll(() => composer(page).innerText()).toBe('\n')
  expect(await messageWith(page, '装订线').count()).toBe(0)
})

test('a choice is written by its value; an argument that may be left out does not keep Enter', async () => {
  const { socket } = await begin()
  await typed('/deploy 生')
  await expect.poll(() => options(proposals('环境')).count()).toBe(1)
  await page.keyboard.press('Tab')
  await expect.poll(() => composer(page).innerText()).toBe('/deploy production ')
  await page.keyboard.press('Enter')
  expect((await socket.waitFor('command')).data).toMatchObject({ command: 'deploy', text: 'production' })
  await expect.poll(() => composer(page).innerText()).toBe('\n')
  await typed('/task 灯箱 ')
  await proposals('负责人').waitFor()
  await page.keyboard.press('Enter')
  const { data } = await socket.waitFor('command', ({ data }) => data.command === 'task')
  expect(data.text).toBe('灯箱')
})

test('Escape closes the list, a text that is no command is said, and a description is found as it is read', async () => {
  const { socket } = await begin()
  await typed('/xinjian')
  await expect.poll(() => options(commands()).count()).toBe(1)
  await page.keyboard.press('Escape')
  await commands().waitFor({ state: 'detached' })
  expect(await composer(page).innerText()).toBe('/xinjian')
  await page.keyboard.press('Enter')
  await messageWith(page, '/xinjian').waitFor()
  await typed('/tasks')
  await commands().getByRole('option', { name: '/tasks', selected: true }).waitFor()
  await page.keyboard.press('Enter')
  expect((await socket.waitFor('command')).data).toMatchObject({ command: 'tasks', text: '' })
})

test('in a thread a command is found and given too, and what the bot whispers stands there', async () => {
  const bot = await begin()
  const root = '第 120 条：灰度切流按计划'
  await chooseInMenu(page, root, 'Reply in thread')
  const thread = page.getByRole('complementary', { name: 'Thread' })
  await thread.getByRole('textbox').click()
  await page.keyboard.type('/dep')
  await expect.poll(() => options(commands()).count()).toBe(1)
  await page.keyboard.press('Tab')
  await page.keyboard.type('预')
  await expect.poll(() => options(proposals('环境')).count()).toBe(1)
  expect(await violationsOf('commands in a thread', page)).toEqual([])
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  const { data } = await bot.socket.waitFor('command')
  expect(data).toMatchObject({ command: 'deploy', text: 'staging', conversationId: world.groupId })
  const { messages } = await (await world.connect('zhouye')).request('message.get', {
    conversationId: world.groupId,
    seqs: [data.thread ?? 0],
  })
  expect(messages[0]?.content).toMatchObject({ text: root })
  await botWhispers(bot, world, { type: 'text', text: '已经在发布了' }, data.trigger)
  const told = thread.getByRole('note').filter({ hasText: '已经在发布了' })
  await told.waitFor()
  expect(await violationsOf('a whisper in a thread', page)).toEqual([])
  await told.getByRole('button').click()
  await told.waitFor({ state: 'detached' })
})

test('of two bots with one command the chosen one gets it; what fails stays and says why', async () => {
  const first = await begin()
  const second = await botInGroup(world, '工单', { commands: [{ name: 'task', description: '开一张工单' }] })
  const owner = await world.connect('zhouye')
  await messageList(page).getByText('工单').first().waitFor()
  await typed('/task')
  await expect.poll(() => options(commands()).filter({ hasText: '/task' }).count()).toBe(3)
  await commands().getByRole('option', { name: '工单' }).click()
  await page.keyboard.type('断网')
  await owner.request('bot.update', { botId: second.bot.id, enabled: false })
  await page.keyboard.press('Enter')
  const alert = page.getByRole('alert').filter({ hasText: '工单' })
  await alert.getByText('is switched off, or has left this conversation').waitFor()
  expect(await composer(page).innerText()).toBe('/task 断网')
  await owner.request('bot.update', { botId: second.bot.id, enabled: true })
  await page.keyboard.press('Enter')
  await alert.waitFor({ state: 'detached' })
  await expect.poll(() => composer(page).innerText()).toBe('\n')
  const socket = await second.bot.connect()
  expect((await socket.waitFor('command')).data).toMatchObject({ command: 'task', text: '断网' })
  expect(first.socket.events.filter(({ type }) => type === 'command')).toEqual([])
})

test('a shortcut opens a form, which says what is wrong, keeps what is typed, and ends in what the bot whispers', async () => {
  const bot = await begin()
  const { socket } = bot
  await chooseInMenu(page, '第 120 条：灰度切流按计划', '设为任务 · 任务')
  const { data } = await socket.waitFor('shortcut')
  expect(data).toMatchObject({
    shortcut: 'task',
    userId: 'chenyu',
    message: { content: { text: '第 120 条：灰度切流按计划' } },
  })
  const viewId = await botOpens(bot, data.trigger, view)
  const dialog = form('新任务')
  await dialog.getByText('Asked by 任务').waitFor()
  await expect.poll(focusedName).toBe('what')
  await page.keyboard.press('Enter')
  await dialog.getByText('Fill this in').waitFor()
  await page.keyboard.type('装订')
  await dialog.getByRole('combobox', { name: '负责人' }).selectOption('heqing')
  // The members of the conversation are at hand, and Escape closes their list alone.
  const also = dialog.getByRole('combobox', { name: '知会' })
  await also.press('ArrowDown')
  await dialog.getByRole('option', { name: /Wan Lin/ }).waitFor()
  await also.press('Escape')
  await dialog.getByRole('option', { name: /Wan Lin/ }).waitFor({ state: 'detached' })
  await also.fill('lin')
  await dialog.getByRole('option', { name: /Wan Lin/ }).waitFor()
  await also.press('Enter')

  await dialog.getByRole('button', { name: '填入建议' }).click()
  const action = await socket.waitFor('view.submitted')
  expect(action.data).toMatchObject({
    viewId,
    data: { suggest: true },
    inputs: { what: '装订', who: 'heqing', also: 'linwan' },
  })
  const changed = {
    ...view,
    card: { ...view.card, body: [{ type: 'TextBlock', text: '建议：周五' }, ...view.card.body] },
  }
  await bot.bot.call('POST', `/events/${action.id}/answer`, { view: changed })
  await dialog.getByText('建议：周五').waitFor()
  const what = dialog.getByRole('textbox', { name: '做什么' })
  expect(await what.inputValue()).toBe('装订')
  expect(await dialog.getByRole('combobox', { name: '负责人' }).inputValue()).toBe('heqing')

  await dialog.getByRole('button', { name: '建立' }).click()
  const submitted = await socket.waitFor('view.submitted', ({ data }) => data.actionId === null)
  await bot.bot.call('POST', `/events/${submitted.id}/answer`, { errors: { who: '何清在休假', what: '说清楚一点' } })
  await dialog.getByText('何清在休假').waitFor()
  await expect.poll(focusedName).toBe('what')
  expect(await what.getAttribute('aria-invalid')).toBe('true')
  await page.keyboard.press('End')
  await page.keyboard.type('线返工')
  expect(await what.getAttribute('aria-invalid')).toBeNull()
  await page.keyboard.press('Enter')
  const again = await socket.waitFor('view.submitted', ({ data }) => data.inputs.what === '装订线返工')
  await bot.bot.call('POST', `/events/${again.id}/answer`, {})
  await dialog.waitFor({ state: 'detached' })

  await botWhispers(bot, world, { type: 'text', text: '建好了：https://tasks.example/7' }, again.data.trigger)
  await whisper('建好了').getByText('Only you can see this').waitFor()
  await whisper('建好了').getByRole('link').waitFor()
  // It is no message of the conversation.
  expect(await messageWith(page, '建好了').count()).toBe(0)
})

test('one form at a time: the next waits; Escape closes it and tells the bot; one that is closed does not come back', async () => {
  const bot = await begin()
  await typed('/tasks ')
  await page.keyboard.press('Enter')
  const { trigger } = (await bot.socket.waitFor('command')).data
  const first = await botOpens(bot, trigger, view)
  await form('新任务').waitFor()
  await botOpens(bot, trigger, {
    title: '第二张',
    card: { type: 'AdaptiveCard', body: [{ type: 'TextBlock', text: '读完就关' }] },
  })
  await form('新任务').getByRole('textbox', { name: '做什么' }).fill('x')
  await page.keyboard.press('Escape')
  await form('第二张').getByText('读完就关').waitFor()
  expect(await form('新任务').count()).toBe(0)
  expect((await bot.socket.waitFor('view.closed')).data).toMatchObject({ viewId: first })
  await form('第二张').getByRole('button', { name: 'Cancel' }).click()
  await form('第二张').waitFor({ state: 'detached' })
})

test('a form whose bot does not answer is closed, and says that it was sent', async () => {
  const bot = await begin()
  await typed('/tasks ')
  await page.keyboard.press('Enter')
  await botOpens(bot, (await bot.socket.waitFor('command')).data.trigger, view)
  await form('新任务').getByRole('textbox', { name: '做什么' }).fill('灯箱')
  await page.keyboard.press('Enter')
  await bot.socket.waitFor('view.submitted')
  await page.getByText('Sent to 任务, which will get back to you.').waitFor()
  await form('新任务').waitFor({ state: 'detached' })
})

test('what is whispered while another conversation is open stands at its place, without its actions, until it is dismissed', async () => {
  const bot = await botInGroup(world, '任务', offers)
  await row(page, group).waitFor()
  await botWhispers(bot, world, {
    type: 'card',
    card: {
      type: 'AdaptiveCard',
      body: [{ type: 'TextBlock', text: '**三项**到期' }],
      actions: [
        { type: 'Action.Submit', title: '全部完成', data: { secret: 42 } },
        { type: 'Action.OpenUrl', title: '看任务', url: 'https://tasks.example/' },
      ],
    },
  })
  await open(page, group)
  await toLatest(page)
  const shown = whisper('三项到期')
  await shown.getByRole('link', { name: '看任务' }).waitFor()
  expect(await shown.getByRole('button', { name: '全部完成' }).count()).toBe(0)
  await botSays(bot, world, { type: 'text', text: '大家都看得到' })
  const said = messageWith(page, '大家都看得到')
  await said.waitFor()
  const [above, below] = await Promise.all([shown.boundingBox(), said.boundingBox()])
  expect(above?.y).toBeLessThan(below?.y ?? 0)
  await shown.getByRole('button', { name: 'Dismiss this message' }).press('Enter')
  await shown.waitFor({ state: 'detached' })
})

test('a message that grows says so at its end, does not move who reads above, and is read out once it is whole', async () => {
  const bot = await begin()
  const seq = await botSays(bot, world, { type: 'text', text: '我先看' }, { growing: true })
  const growing = page.getByRole('article').filter({ has: page.getByRole('img', { name: 'Writing…' }) })
  await growing.waitFor()
  expect(await growing.getAttribute('aria-busy')).toBe('true')
  const list = page.locator('.messages-message-list')
  const top = () => list.evaluate(box => box.scrollTop)
  const jump = page.getByRole('button', { name: 'Jump to latest' })
  // The list may still be on its way to the end, and would take the reader there with it.
  let before = -1
  await expect
    .poll(async () => {
      const last = before
      if (!(await jump.isVisible())) await list.evaluate(box => box.scrollBy(0, -400))
      before = await top()
      return before === last && (await jump.isVisible())
    })
    .toBe(true)
  const long = Array.from({ length: 20 }, (_, at) => `第 ${at} 步`).join('\n')
  await botSays(bot, world, { type: 'text', text: `${long}\n还没完` }, { seq, growing: true })
  await growing.getByText('还没完').waitFor()
  expect(await top()).toBe(before)
  const spoken = page.locator('.messages-message-list-box > [role="status"]', { hasText: '写完了' })
  expect(await spoken.count()).toBe(0)
  await botSays(bot, world, { type: 'text', text: `${long}\n写完了` }, { seq, growing: false })
  await spoken.waitFor({ state: 'attached' })
  await growing.waitFor({ state: 'detached' })
  expect(await top()).toBe(before)
  expect(await messageWith(page, '写完了').getByText('edited').count()).toBe(0)
})

test('the list, a form, a whisper and a growing message break no rule of accessibility', async () => {
  const bot = await begin()
  await botSays(bot, world, { type: 'text', text: '我先看看日志' }, { growing: true })
  await botWhispers(bot, world, { type: 'text', text: '只有你能看：https://tasks.example/' })
  await whisper('只有你能看').waitFor()
  await typed('/')
  await expect.poll(() => options(commands()).count()).toBe(3)
  expect.soft(await violationsOf('commands', page)).toEqual([])
  await page.keyboard.type('task 装订线 ')
  await proposals('负责人').waitFor()
  expect.soft(await violationsOf('arguments', page)).toEqual([])
  await page.keyboard.press('Enter')
  const { trigger } = (await bot.socket.waitFor('command')).data
  await botOpens(bot, trigger, view)
  await form('新任务').getByRole('button', { name: '建立' }).click()
  await form('新任务').getByText('Fill this in').waitFor()
  expect(await violationsOf('form', page)).toEqual([])
})

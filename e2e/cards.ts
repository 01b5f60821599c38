import type { Card, Content } from '@lianqun/protocol'
import { changeMessage, storedMessage } from '../server/features/messages/index.ts'
import type { World } from './world.ts'

/* The cards of the tests: each element once, in both languages, as systems of a company would send them. */

export type CardLanguage = 'zh' | 'en'

/** An address that nobody may load. */
export const foreignPicture = 'https://pictures.example/chart.png'

type Of = (zh: string, en: string) => string

const alert = (t: Of): Card => ({
  type: 'AdaptiveCard',
  header: {
    title: t('支付回调 P95 超过 1 s', 'Payment callback P95 over 1 s'),
    icon: 'siren',
    tone: 'failing',
    tag: { text: t('告警中 6 分', 'Firing 6 min'), tone: 'failing' },
  },
  body: [
    {
      type: 'ColumnSet',
      columns: [
        {
          width: 'stretch',
          items: [{ type: 'TextBlock', text: t('最近 1 小时', 'Last hour'), size: 'small', isSubtle: true }],
        },
        {
          width: 'auto',
          items: [
            {
              type: 'RichTextBlock',
              inlines: [
                { type: 'TextRun', text: t('当前 ', 'Now '), size: 'small', isSubtle: true },
                { type: 'TextRun', text: '1.83 s', size: 'small', weight: 'bolder', color: 'attention' },
                { type: 'TextRun', text: t(' · 阈值 1 s', ' · limit 1 s'), size: 'small', isSubtle: true },
              ],
            },
          ],
        },
      ],
    },
    {
      type: 'Sparkline',
      spacing: 'small',
      values: [0.2, 0.25, 0.21, 0.3, 0.27, 0.42, 0.98, 1.3, 1.2, 1.62, 1.5, 1.83],
      threshold: 1,
      color: 'attention',
      altText: t('一小时内从 0.2 秒升到 1.83 秒', 'From 0.2 s to 1.83 s within an hour'),
    },
    {
      type: 'FactSet',
      facts: [
        { title: t('级别', 'Severity'), value: 'P1' },
        { title: t('影响', 'Hits'), value: t('2.1% 订单', '2.1% of orders') },
        { title: t('服务', 'Service'), value: '[pay-gateway](https://grafana.example/d/1)' },
        { title: t('值班', 'On call'), value: t('何清', 'Qing He') },
      ],
    },
    { type: 'CodeBlock', id: 'log', isVisible: false, codeSnippet: '14:01:12 timeout after 1830 ms' },
  ],
  actions: [
    {
      type: 'Action.ToggleVisibility',
      title: t('看日志', 'Show the log'),
      targetElements: ['log'],
      style: 'positive',
    },
    { type: 'Action.OpenUrl', title: t('看面板', 'Board'), url: 'https://grafana.example/d/1' },
  ],
  footer: { text: t('值班机器人 · 14:01', 'On-call bot · 14:01'), note: t('第 3 次更新', '3rd update') },
})

const pipeline = (t: Of): Card => ({
  type: 'AdaptiveCard',
  header: {
    title: 'air2-web · main #8813',
    subtitle: t('周野：feat: rollout flag', 'Ye Zhou: feat: rollout flag'),
    icon: 'pipeline',
    tone: 'running',
    tag: { text: t('运行中', 'Running'), tone: 'running' },
  },
  body: [
    {
      type: 'Steps',
      steps: [
        { title: t('构建', 'Build'), text: t('1 分 12 秒', '1 m 12 s'), state: 'done' },
        { title: t('测试', 'Tests'), text: t('2 失败', '2 fail'), state: 'failed' },
        { title: t('预发', 'Staging'), text: t('62% · 约 2 分', '62% · 2 min'), state: 'now', progress: 0.62 },
        { title: t('生产', 'Production'), text: t('等待确认', 'waits'), state: 'todo' },
      ],
    },
    { type: 'CodeBlock', codeSnippet: 'FAIL rollout.spec.ts:41\nexpected "5%" got "0.05"' },
    {
      type: 'CodeBlock',
      language: 'typescript',
      codeSnippet: "export const rollout = { percent: '5%' } // of all stores",
    },
  ],
  footer: { text: t('周野 13:02 合并到 main', 'Merged to main by Ye Zhou, 13:02'), state: 'done' },
})

const texts = (t: Of): Card => ({
  type: 'AdaptiveCard',
  body: [
    { type: 'TextBlock', text: t('灰度结论', 'What the rollout showed'), style: 'heading' },
    {
      type: 'TextBlock',
      wrap: true,
      text: t(
        '**先比对行数**，一致才执行；加 *--force* 跳过。\n\n- 看[说明](https://docs.example/a)\n- 两家店先行\n1. 备份\n2. 执行',
        '**Compares row counts** before it runs; *--force* skips that.\n\n- Read [the page](https://docs.example/a)\n- Two stores first\n1. Back up\n2. Run',
      ),
    },
    {
      type: 'RichTextBlock',
      inlines: [
        t('请 ', 'Please look, '),
        { type: 'Mention', userId: 'chenyu', text: '@陈屿' },
        ' ',
        { type: 'Mention', userId: 'zhouye', text: '@周野' },
        t(' 看一下：', ': '),
        { type: 'TextRun', text: '+182', color: 'good', fontType: 'monospace' },
        ' ',
        { type: 'TextRun', text: '−47', color: 'attention', fontType: 'monospace' },
        ' ',
        { type: 'TextRun', text: t('已划掉', 'struck'), strikethrough: true },
        ' ',
        { type: 'TextRun', text: t('重点', 'marked'), highlight: true, underline: true, italic: true },
      ],
    },
    { type: 'TextBlock', text: 'Averyveryverylongwordwithoutanyspace'.repeat(3), wrap: true, isSubtle: true },
    {
      type: 'Container',
      style: 'emphasis',
      items: [{ type: 'TextBlock', text: t('强调的一块', 'An emphasised part'), wrap: true }],
    },
    {
      type: 'Container',
      style: 'good',
      items: [{ type: 'TextBlock', text: t('成功率 99.97%', 'Success rate 99.97%'), color: 'good', weight: 'bolder' }],
    },
    {
      type: 'Container',
      style: 'warning',
      items: [{ type: 'TextBlock', text: t('还差两家店', 'Two stores are missing'), color: 'warning' }],
    },
    {
      type: 'Container',
      style: 'attention',
      items: [{ type: 'TextBlock', text: t('支付失败 3%', 'Payments fail at 3%'), color: 'attention' }],
    },
    {
      type: 'Container',
      style: 'accent',
      selectAction: { type: 'Action.OpenUrl', url: 'https://docs.example/b' },
      items: [{ type: 'TextBlock', text: t('整块可以按', 'All of it can be pressed'), color: 'accent' }],
    },
    {
      type: 'TextBlock',
      text: t('最后一句', 'A last word'),
      separator: true,
      spacing: 'large',
      size: 'small',
      isSubtle: true,
    },
  ],
})

const table = (t: Of): Card => {
  const cell = (text: string) => ({ items: [{ type: 'TextBlock' as const, text, wrap: true }] })
  return {
    type: 'AdaptiveCard',
    header: { title: t('各店铺货', 'Stores'), icon: 'chart', tone: 'good' },
    body: [
      {
        type: 'Table',
        columns: [{ width: 2 }, { width: 1, horizontalCellContentAlignment: 'right' }, { width: 1 }, {}, {}, {}],
        rows: [
          { cells: [t('门店', 'Store'), t('样柜', 'Shelves'), t('到货', 'Arrives'), 'W1', 'W2', 'W3'].map(cell) },
          {
            cells: [t('苏州 · 云栖百货', 'Suzhou · Yunqi'), '2', t('6月15日', '15 June'), '120', '98', '77'].map(cell),
          },
          {
            cells: [t('上海 · 西岸', 'Shanghai · West Bund'), '12', t('6月16日', '16 June'), '320', '298', '277'].map(
              cell,
            ),
          },
        ],
      },
      {
        type: 'Carousel',
        pages: [
          { items: [{ type: 'TextBlock', text: t('第一页：概览', 'Page one: overview'), wrap: true }] },
          { items: [{ type: 'TextBlock', text: t('第二页：明细', 'Page two: details'), wrap: true }] },
        ],
      },
      { type: 'Image', url: foreignPicture, altText: t('销量曲线', 'A chart of sales') },
      {
        type: 'ImageSet',
        imageSize: 'medium',
        images: [
          { type: 'Image', url: foreignPicture, altText: t('第一张', 'First') },
          { type: 'Image', url: foreignPicture, altText: t('第二张', 'Second') },
          { type: 'Image', url: foreignPicture, altText: t('头像', 'A face'), style: 'person' },
        ],
      },
      { type: 'Chart.Line', title: 'later' } as never,
    ],
    actions: Array.from({ length: 8 }, (_, at) => ({
      type: 'Action.OpenUrl' as const,
      title: t(`链接 ${at + 1}`, `Link ${at + 1}`),
      url: `https://docs.example/${at}`,
    })),
  }
}

const form = (t: Of): Card => ({
  type: 'AdaptiveCard',
  header: {
    title: t('彩排物料', 'Rehearsal material'),
    icon: 'document',
    tag: { text: t('今天 18:00 前', 'By 18:00'), tone: 'todo' },
  },
  body: [
    {
      type: 'Input.ChoiceSet',
      id: 'store',
      label: t('门店', 'Store'),
      isRequired: true,
      choices: [
        { title: t('苏州 · 云栖百货店', 'Suzhou · Yunqi Stores'), value: 'suzhou' },
        { title: t('上海 · 西岸店', 'Shanghai · West Bund'), value: 'shanghai' },
      ],
    },
    {
      type: 'ColumnSet',
      columns: [
        {
          items: [
            {
              type: 'Input.Number',
              id: 'shelves',
              label: t('样柜数', 'Shelves'),
              isRequired: true,
              min: 1,
              errorMessage: t('至少 1 个', 'At least 1'),
              value: 0,
            },
          ],
        },
        { items: [{ type: 'Input.Date', id: 'day', label: t('到货日', 'Arrives'), value: '2026-12-15' }] },
      ],
    },
    { type: 'Input.Time', id: 'time', label: t('时间', 'Time'), value: '09:30' },
    {
      type: 'Input.ChoiceSet',
      id: 'way',
      label: t('送达方式', 'Delivery'),
      style: 'expanded',
      value: 'courier',
      choices: [
        { title: t('物流', 'Courier'), value: 'courier' },
        { title: t('自提', 'Pick-up'), value: 'pickup' },
      ],
    },
    {
      type: 'Input.ChoiceSet',
      id: 'parts',
      label: t('要哪些', 'Which parts'),
      style: 'expanded',
      isMultiSelect: true,
      choices: [
        { title: t('一张两米长的展示桌，带桌布', 'A table of two metres, with its cloth'), value: 'table' },
        { title: t('灯箱', 'A light box'), value: 'light' },
      ],
    },
    {
      type: 'Input.ChoiceSet',
      id: 'who',
      label: t('联系人', 'Contact'),
      style: 'filtered',
      choices: [
        { title: t('韩立', 'Li Han'), value: 'han' },
        { title: t('林晚', 'Wan Lin'), value: 'lin' },
      ],
    },
    {
      type: 'Input.Person',
      id: 'people',
      label: t('知会', 'Also tell'),
      isMultiSelect: true,
      value: 'zhouye',
    },
    {
      type: 'Input.Text',
      id: 'note',
      label: t('备注', 'Note'),
      isMultiline: true,
      placeholder: t('卸货走后门', 'Unload at the back door'),
    },
    { type: 'Input.Toggle', id: 'tell', title: t('到货后通知我', 'Tell me when it arrives'), value: 'true' },
  ],
  actions: [
    { type: 'Action.Submit', id: 'send', title: t('提交', 'Submit'), style: 'positive' },
    {
      type: 'Action.ShowCard',
      title: t('拒绝', 'Refuse'),
      style: 'destructive',
      card: {
        type: 'AdaptiveCard',
        body: [
          { type: 'Input.Text', id: 'reason', label: t('拒绝理由', 'Reason'), isRequired: true, isMultiline: true },
        ],
        actions: [
          {
            type: 'Action.Submit',
            id: 'refuse',
            title: t('确认拒绝', 'Refuse it'),
            style: 'destructive',
            confirm: { title: t('拒绝这张单子？', 'Refuse this?'), no: t('再想想', 'Not yet') },
          },
        ],
      },
    },
    {
      type: 'Action.Submit',
      id: 'draft',
      title: t('存草稿', 'Save draft'),
      mode: 'secondary',
      associatedInputs: 'none',
    },
  ],
  footer: { text: 'QY-DISC-0609-07', note: t('沈亦舟已同意 · 1/2', 'Yizhou Shen agreed · 1 of 2') },
})

const cards = { alert, pipeline, texts, table, form } as const
export type CardName = keyof typeof cards
export const cardNames = Object.keys(cards) as CardName[]

/** One of the cards. */
export function cardOf(name: CardName, language: CardLanguage): Card {
  return cards[name]((zh, en) => (language === 'zh' ? zh : en))
}

/** Makes a message another card, as who made it would. */
export async function changeCard(
  world: World,
  seq: number,
  card: Card,
  rest: Record<string, unknown> = {},
): Promise<void> {
  const { groupId: conversationId, server } = world
  await server.domain.write(`conversation:${conversationId}`, async w => {
    const message = await storedMessage(w.db, { conversationId, seq })
    if (message === undefined) throw new Error(`there is no message ${seq}`)
    const content = { type: 'card', card, version: 1, ...rest } as Content
    await changeMessage(w, message, { content })
  })
}

/** Posts a card with all that a person may not send, such as buttons; resolves with its seq. */
export async function postCard(world: World, card: Card, rest: Record<string, unknown> = {}): Promise<number> {
  const plain: Card = { type: 'AdaptiveCard', body: [{ type: 'TextBlock', text: '…' }] }
  const { seq } = await world.server.domain.sendMessage({
    conversationId: world.groupId,
    senderId: 'zhouye',
    clientId: null,
    content: { type: 'card', card: plain },
  })
  await changeCard(world, seq, card, rest)
  return seq
}

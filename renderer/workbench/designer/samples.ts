import type { Card, CardElement } from '@lianqun/protocol'
import type { Language } from '../../i18n.ts'

/* Cards to begin with: each what a system, a bot or an assistant of a company would send. */

type Of = (zh: string, en: string) => string

const small = (text: string): CardElement => ({ type: 'TextBlock', text, size: 'small', isSubtle: true, wrap: true })
const fact = (title: string, value: string) => ({ title, value })

const alarm = (t: Of): Card => ({
  type: 'AdaptiveCard',
  header: {
    title: t('支付回调 P95 超过 1 s', 'Payment callback P95 over 1 s'),
    icon: 'siren',
    tone: 'failing',
    tag: { text: t('告警中 6 分', 'Firing 6 min'), tone: 'failing' },
  },
  body: [
    {
      type: 'Sparkline',
      values: [0.2, 0.25, 0.21, 0.3, 0.27, 0.42, 0.98, 1.3, 1.2, 1.62, 1.5, 1.83],
      threshold: 1,
      color: 'attention',
      altText: t('一小时内从 0.2 秒升到 1.83 秒', 'From 0.2 s to 1.83 s within an hour'),
    },
    {
      type: 'FactSet',
      facts: [
        fact(t('级别', 'Severity'), 'P1'),
        fact(t('影响', 'Hits'), t('2.1% 订单', '2.1% of orders')),
        fact(t('服务', 'Service'), 'pay-gateway'),
        fact(t('值班', 'On call'), t('何清', 'Qing He')),
      ],
    },
  ],
  actions: [
    { type: 'Action.Execute', id: 'take', title: t('我来处理', 'I take it'), verb: 'take', style: 'positive' },
    { type: 'Action.OpenUrl', title: t('看面板', 'Board'), url: 'https://grafana.example/d/pay' },
    { type: 'Action.Execute', id: 'mute', title: t('静默 30 分', 'Mute 30 min'), verb: 'mute', mode: 'secondary' },
  ],
  footer: { text: t('值班机器人 · 14:01', 'On-call bot · 14:01') },
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
        { title: t('测试', 'Tests'), text: t('184 通过', '184 pass'), state: 'done' },
        { title: t('预发', 'Staging'), text: t('62% · 约 2 分', '62% · 2 min'), state: 'now', progress: 0.62 },
        { title: t('生产', 'Production'), text: t('等待确认', 'waits'), state: 'todo' },
      ],
    },
    { type: 'CodeBlock', language: 'typescript', codeSnippet: "export const rollout = { percent: '5%' }" },
  ],
  actions: [
    { type: 'Action.OpenUrl', title: t('看流水线', 'Pipeline'), url: 'https://git.example/air2-web/pipelines/8813' },
  ],
})

const mergeRequest = (t: Of): Card => ({
  type: 'AdaptiveCard',
  header: {
    title: t('!482 灰度开关按门店生效', '!482 Rollout flag by store'),
    subtitle: 'air2-web · feature/rollout → main',
    icon: 'pull-request',
    tag: { text: t('待评审', 'To review'), tone: 'todo' },
  },
  body: [
    {
      type: 'RichTextBlock',
      inlines: [
        { type: 'TextRun', text: '+182', color: 'good', fontType: 'monospace' },
        ' ',
        { type: 'TextRun', text: '−47', color: 'attention', fontType: 'monospace' },
        t(' · 6 个文件 · 周野', ' · 6 files · Ye Zhou'),
      ],
    },
    {
      type: 'TextBlock',
      wrap: true,
      text: t('先在两家店开，**可以随时关**。', 'Two stores first, and it **can be turned off** any time.'),
    },
    {
      type: 'FactSet',
      facts: [
        fact(t('评审人', 'Reviewers'), t('陈屿、林晚', 'Yu Chen, Wan Lin')),
        fact(t('流水线', 'Pipeline'), t('已通过', 'Passed')),
      ],
    },
  ],
  actions: [
    {
      type: 'Action.OpenUrl',
      title: t('去评审', 'Review'),
      url: 'https://git.example/air2-web/merge_requests/482',
      style: 'positive',
    },
    {
      type: 'Action.OpenUrl',
      title: t('看改动', 'Changes'),
      url: 'https://git.example/air2-web/merge_requests/482/diffs',
    },
  ],
})

const order = (t: Of): Card => ({
  type: 'AdaptiveCard',
  header: {
    title: t('恒立电子 · 线束 2,000 套', 'Hengli · 2,000 harness sets'),
    icon: 'truck',
    tag: { text: t('待确认交期', 'Confirm date'), tone: 'todo' },
  },
  body: [
    {
      type: 'Steps',
      steps: [
        { title: t('下单', 'Ordered'), text: t('6月2日', '2 June'), state: 'done' },
        { title: t('排产', 'Planned'), text: t('6月8日', '8 June'), state: 'done' },
        { title: t('发货', 'Shipping'), text: t('6月11日', '11 June'), state: 'now', progress: 0.6 },
        { title: t('签收', 'Received'), text: t('预计 13 日', 'about 13 June'), state: 'todo' },
      ],
    },
    {
      type: 'FactSet',
      facts: [
        fact(t('单号', 'Order'), 'PO-0602-118'),
        fact(t('金额', 'Amount'), '¥ 386,000'),
        fact(t('交期变化', 'Date moved'), t('6月10日 → 6月11日', '10 June → 11 June')),
        fact(t('联系人', 'Contact'), t('韩立', 'Li Han')),
      ],
    },
  ],
  actions: [
    {
      type: 'Action.Execute',
      id: 'accept',
      title: t('确认新交期', 'Accept date'),
      verb: 'accept',
      style: 'positive',
    },
    { type: 'Action.Execute', id: 'talk', title: t('协商', 'Discuss'), verb: 'talk' },
    {
      type: 'Action.OpenUrl',
      title: t('查看订单', 'Open order'),
      url: 'https://erp.example/po/0602-118',
      mode: 'secondary',
    },
  ],
  footer: { text: t('订单中心 · 10:18', 'Order centre · 10:18'), note: t('外部可见', 'Seen outside') },
})

const approval = (t: Of): Card => ({
  type: 'AdaptiveCard',
  header: {
    title: t('折扣申请：云栖百货 88 折', 'Discount: 12% for Yunqi Stores'),
    icon: 'approval',
    tag: { text: t('等你审批', 'Waits for you'), tone: 'todo' },
  },
  body: [
    {
      type: 'FactSet',
      facts: [
        fact(t('申请人', 'Asked by'), t('许岚', 'Lan Xu')),
        fact(t('金额', 'Amount'), '¥ 128,400'),
        fact(t('原因', 'Reason'), t('首批 200 台，年内再订 500 台', 'First 200 units, 500 more within the year')),
      ],
    },
  ],
  actions: [
    { type: 'Action.Execute', id: 'agree', title: t('同意', 'Approve'), verb: 'agree', style: 'positive' },
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
            type: 'Action.Execute',
            id: 'refuse',
            title: t('确认拒绝', 'Refuse it'),
            verb: 'refuse',
            style: 'destructive',
          },
        ],
      },
    },
  ],
  footer: { text: 'QY-DISC-0609-07', note: t('沈亦舟已同意 · 1/2', 'Yizhou Shen agreed · 1 of 2') },
})

const form = (t: Of): Card => ({
  type: 'AdaptiveCard',
  header: {
    title: t('彩排物料登记', 'Rehearsal material'),
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
    { type: 'Input.Person', id: 'who', label: t('接货人', 'Who receives it') },
    {
      type: 'ColumnSet',
      columns: [
        {
          items: [
            { type: 'Input.Number', id: 'shelves', label: t('样柜数', 'Shelves'), isRequired: true, min: 1, value: 2 },
          ],
        },
        { items: [{ type: 'Input.Date', id: 'day', label: t('到货日', 'Arrives'), value: '2026-12-15' }] },
      ],
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
  actions: [{ type: 'Action.Submit', id: 'send', title: t('提交', 'Submit'), style: 'positive' }],
})

const standUp = (t: Of): Card => ({
  type: 'AdaptiveCard',
  header: {
    title: t('发布组站会 · 周二', 'Launch stand-up · Tuesday'),
    icon: 'users',
    tag: { text: t('3/5 已写', '3 of 5'), tone: 'running' },
  },
  body: [
    {
      type: 'Input.Text',
      id: 'today',
      label: t('今天做什么', 'What you do today'),
      isRequired: true,
      isMultiline: true,
    },
    { type: 'Input.Text', id: 'blocked', label: t('有什么卡住', 'What blocks you'), isMultiline: true },
    small(
      t('还没写：林晚、何清。10:00 自动汇总到群里。', 'Not yet: Wan Lin, Qing He. Summed up in the group at 10:00.'),
    ),
  ],
  actions: [
    { type: 'Action.Submit', id: 'write', title: t('提交', 'Submit'), style: 'positive' },
    { type: 'Action.Submit', id: 'skip', title: t('今天请假', 'I’m off today'), associatedInputs: 'none' },
  ],
})

const poll = (t: Of): Card => ({
  type: 'AdaptiveCard',
  header: {
    title: t('发布会后聚餐去哪', 'Where we eat after the launch'),
    icon: 'poll',
    tag: { text: t('周四 12:00 截止', 'Until Thu 12:00'), tone: 'todo' },
  },
  body: [
    {
      type: 'Input.ChoiceSet',
      id: 'place',
      label: t('选一个', 'Choose one'),
      isRequired: true,
      style: 'expanded',
      choices: [
        { title: t('江边烤鱼（6 票）', 'Fish by the river (6 votes)'), value: 'fish' },
        { title: t('老城火锅（4 票）', 'Hotpot in the old town (4 votes)'), value: 'hotpot' },
        { title: t('公司天台（2 票）', 'Our own roof (2 votes)'), value: 'roof' },
      ],
    },
  ],
  actions: [{ type: 'Action.Submit', id: 'vote', title: t('投票', 'Vote'), style: 'positive' }],
  footer: { text: t('12 人已投', '12 people voted') },
})

const assistant = (t: Of): Card => ({
  type: 'AdaptiveCard',
  header: { title: t('助手的回答', 'The assistant’s answer'), icon: 'spark', tone: 'running' },
  body: [
    {
      type: 'TextBlock',
      wrap: true,
      text: t(
        '上周退货 **38 台**，比前一周少 12%。主要原因：\n\n- 充电口松动 21 台\n- 外壳划伤 9 台\n- 其他 8 台',
        '**38 units** came back last week, 12% fewer than before. Mostly:\n\n- Loose charging port, 21\n- Scratched case, 9\n- Others, 8',
      ),
    },
    {
      type: 'Container',
      style: 'emphasis',
      items: [
        small(
          t(
            '来自[退货周报](https://docs.example/returns)和“售后群”的 14 条消息。可能有错，请核对。',
            'From the [weekly report](https://docs.example/returns) and 14 messages of “After-sales”. It may be wrong: check it.',
          ),
        ),
      ],
    },
  ],
  actions: [
    { type: 'Action.Execute', id: 'good', title: t('有用', 'Helpful'), verb: 'good' },
    { type: 'Action.Execute', id: 'again', title: t('重新回答', 'Answer again'), verb: 'again', mode: 'secondary' },
  ],
})

const samples = { alarm, pipeline, mergeRequest, order, approval, form, standUp, poll, assistant } as const

export type SampleName = keyof typeof samples
export const sampleNames = Object.keys(samples) as SampleName[]

/** A sample in a language. */
export function sampleOf(name: SampleName, language: Language): Card {
  return samples[name]((zh, en) => (language === 'zh' ? zh : en))
}

/** Characters that a card may have without spaces: `limits.cardChars` of the protocol, which a test compares. */
export const mostChars = 65_536

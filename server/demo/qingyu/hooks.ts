import {
  alertmanager,
  gitlabMerge,
  gitlabPipeline,
  jenkins,
  type Pipeline,
  sentryIssue,
  wecomNotice,
} from '../payloads.ts'
import type { DemoHook, DemoPayload } from '../types.ts'

const payCallback = {
  name: 'PayCallbackLag',
  summary: '支付回调 P95 超过 60 秒',
  labels: { severity: 'P2', service: 'pay-callback' },
  runbook: 'inc.qingyu.example/2043',
  figures: 'mon.qingyu.example/pay-callback',
}
const exit = {
  name: 'EgressLoss',
  summary: '杭州出口丢包率超过 3%',
  labels: { severity: 'P3', service: '杭州出口' },
  figures: 'mon.qingyu.example/egress',
}
const cdn = {
  name: 'CdnHitRate',
  summary: '图片 CDN 命中率低于 95%',
  labels: { severity: 'P4', service: 'img-cdn' },
  figures: 'mon.qingyu.example/cdn',
}

/** What the on-call people are called by. Its texts say what users see, as 夏清 asked. */
const oncall: DemoHook = {
  group: 'oncall',
  by: 'heqing',
  name: '值班告警',
  icon: 'siren',
  deliveries: [
    {
      at: 'D-18 23:11',
      ...alertmanager('值班', { ...exit, since: 5, description: '当前 4.1%。用户会看到：暂时无感，备用线路可用。' }),
      taken: { by: 'mengfei', at: 'D-18 23:13' },
    },
    { at: 'D-18 23:39', ...alertmanager('值班', { ...exit, since: 33, resolved: true }) },
    {
      at: 'D-1 20:45',
      ...alertmanager('值班', {
        ...payCallback,
        since: 5,
        description: '当前 74 秒，持续 5 分钟。用户会看到：钱扣了，订单还显示“待支付”。',
      }),
      taken: { by: 'heqing', at: 'D-1 20:47' },
    },
    { at: 'D-1 21:55', ...alertmanager('值班', { ...payCallback, since: 75, resolved: true }) },
    {
      at: 'D-0 07:48',
      ...alertmanager('值班', {
        ...payCallback,
        since: 5,
        description: '当前 45 秒到 3 分钟，影响 6.8% 的支付。用户会看到：支付确认变慢，最终都会成功。',
      }),
      taken: { by: 'heqing', at: 'D-0 07:50' },
    },
    {
      at: 'D-0 09:41',
      ...alertmanager('值班', { ...cdn, since: 5, description: '当前 91%。用户会看到：新主视觉第一次打开慢一两秒。' }),
      taken: { by: 'yandong', at: 'D-0 09:43' },
    },
    { at: 'D-0 10:14', ...alertmanager('值班', { ...cdn, since: 38, resolved: true }) },
    { at: 'D-0 11:20', ...alertmanager('值班', { ...payCallback, since: 217, resolved: true }) },
    {
      at: 'D-0 17:26',
      ...alertmanager('值班', {
        name: 'CertExpiry',
        summary: '推送网关证书 21 天后到期',
        labels: { severity: 'P4', service: 'push-gateway' },
        since: 1,
        description: '用户会看到：现在什么也看不到。到期后收不到推送。',
      }),
      taken: { by: 'mengfei', at: 'D-0 17:31' },
    },
  ],
}

const stages = ['构建', '冒烟', '端到端', '全量'] as const
const past = (...done: number[]): Pipeline['stages'] =>
  stages.map((name, index) => {
    const minutes = done[index]
    if (minutes !== undefined) return [name, 'success', minutes] as const
    return [name, index === done.length ? 'running' : 'created', 0] as const
  })
const failing = (...done: number[]): Pipeline['stages'] =>
  past(...done).map(([name, state, minutes]) => {
    if (state === 'running') return [name, 'failed', 1] as const
    return [name, state === 'created' ? 'skipped' : state, minutes] as const
  })
const train = (
  version: string,
  id: string,
  user: string,
  of: Omit<Pipeline, 'repo' | 'ref' | 'id' | 'user' | 'commit' | 'url'>,
) =>
  gitlabPipeline({
    repo: 'platform/train',
    ref: `release/${version}`,
    id,
    user,
    commit: id === '8813' ? `上车检查 ${version}` : `发车 ${version}`,
    url: `ci.qingyu.example/${version}`,
    ...of,
  })

const deviceStream = {
  number: 421,
  repo: 'platform/device-stream',
  title: '设备状态长连接：断线重连只补差量',
  text: '带上最后的序号重连，服务端补差量，最多 200 条，超了给全量。',
  from: 'suntianyu/resume',
  url: 'dev.qingyu.example/device-stream',
}
const flags = {
  number: 426,
  repo: 'platform/flags',
  title: '删除 5 个两年没人动的开关',
  text: '一次 5 个，每个写明最后一次为真的日期。最老的是 enable_new_homepage，2021 年。',
  from: 'qiaoan/old-flags',
  url: 'git.qingyu.example/flags/426',
}

const releaseTrain: DemoHook = {
  group: 'release-train',
  by: 'caoyang',
  name: '流水线',
  icon: 'pipeline',
  deliveries: [
    { at: 'D-20 19:31', ...train('2.29', '8641', '曹洋', { status: 'running', stages: past(6) }) },
    {
      at: 'D-20 19:47',
      ...train('2.29', '8641', '曹洋', {
        status: 'failed',
        stages: failing(6),
        job: '渠道编号',
        minutes: 16,
      }),
      taken: { by: 'tanyuan', at: 'D-20 19:52' },
    },
    {
      at: 'D-19 10:18',
      ...train('2.29', '8652', '曹洋', { status: 'success', stages: past(5, 3, 7, 3), minutes: 18 }),
    },
    { at: 'D-1 19:31', ...train('2.31', '8790', '曹洋', { status: 'running', stages: past(5) }) },
    { at: 'D-1 19:48', ...train('2.31', '8790', '曹洋', { status: 'success', stages: past(5, 3, 7, 3), minutes: 18 }) },
    {
      at: 'D-0 09:40',
      ...gitlabMerge({ ...deviceStream, state: 'open', user: '孙天宇', reviewers: ['罗恒'], labels: ['2.32'] }),
    },
    { at: 'D-0 10:08', ...gitlabMerge({ ...deviceStream, state: 'merged', user: '罗恒' }) },
    {
      at: 'D-0 10:21',
      ...gitlabMerge({ ...flags, state: 'open', user: '乔安', reviewers: ['沈亦舟', '毛妍'], labels: ['2.33'] }),
    },
    { at: 'D-0 16:12', ...train('2.32', '8813', '顾明朗', { status: 'running', stages: past(5) }) },
    {
      at: 'D-0 16:27',
      ...train('2.32', '8813', '顾明朗', {
        status: 'failed',
        stages: failing(5, 3),
        job: '首页：还在读 enable_new_homepage',
        minutes: 15,
      }),
      taken: { by: 'qiaoan', at: 'D-0 16:31' },
    },
    {
      at: 'D-0 16:52',
      ...train('2.32', '8813', '顾明朗', { status: 'success', stages: past(5, 3, 6, 0), minutes: 14 }),
    },
    { at: 'D-0 19:31', ...train('2.32', '8821', '曹洋', { status: 'running', stages: past(4) }) },
    { at: 'D-0 19:45', ...train('2.32', '8821', '曹洋', { status: 'success', stages: past(4, 3, 6, 3), minutes: 16 }) },
  ],
}

const points = {
  id: 'PAY-1187',
  title: 'TimeoutError: points.sync 2000 ms 未返回',
  culprit: 'refund-compensation · applyPoints',
  project: '支付',
  url: 'inc.qingyu.example/2043',
}
const signature = {
  id: 'PAY-1192',
  title: 'SignatureError: 渠道回调签名不一致（第 3 次重试后通过）',
  culprit: 'pay-callback · verifyParams',
  project: '支付',
  url: 'inc.qingyu.example/2043',
}

const incident: DemoHook = {
  group: 'inc-2043',
  by: 'yandong',
  name: '线上报错',
  icon: 'bug',
  deliveries: [
    { at: 'D-1 20:59', ...sentryIssue({ ...points, count: 2_316, users: 611, since: 21 }) },
    { at: 'D-1 21:56', ...sentryIssue({ ...points, count: 3_117, users: 804, since: 78, resolvedBy: '谭远' }) },
    {
      at: 'D-0 08:07',
      ...sentryIssue({ ...signature, count: 151, users: 149, since: 19 }),
      taken: { by: 'tanyuan', at: 'D-0 08:09' },
    },
    { at: 'D-0 11:18', ...sentryIssue({ ...signature, count: 412, users: 397, since: 210, resolvedBy: '谭远' }) },
  ],
}

const srm = { source: '青屿供应商协同', jump: '打开订单', url: 'srm.qingyu.example' }

const harness: DemoHook = {
  group: 'hengli-harness',
  by: 'tengfei',
  name: '订单协同',
  icon: 'truck',
  deliveries: [
    {
      at: 'D-11 09:52',
      ...wecomNotice({
        ...srm,
        title: 'PO-2209 借料单',
        desc: '三方签，到货后归还',
        emphasis: ['3,200 个', '借出数量'],
        facts: [
          ['物料', '连接器（售后备件）'],
          ['借方', '恒立电子'],
          ['用于', '第二批 5,000 套'],
        ],
      }),
    },
    {
      at: 'D-0 10:06',
      ...wecomNotice({
        ...srm,
        title: 'PO-2209 到货登记',
        desc: '借用连接器已到东莞',
        emphasis: ['3,200 个', '点收数量，一个不少'],
        facts: [
          ['收货', '恒立电子 吴梅'],
          ['第二批', '5,000 套，T-1 不变'],
        ],
      }),
    },
    {
      at: 'D-0 16:52',
      ...wecomNotice({
        ...srm,
        title: 'PO-2209 交期变更',
        desc: '第三批，评审已通过',
        emphasis: ['6,000 套', '原 5,000 套'],
        quote: ['变更原因', 'Pro 预约占比 41%，还在涨'],
        facts: [
          ['交期', 'T+12'],
          ['单价', '18.20 元（含税），三十天有效'],
          ['提出', '陈屿'],
        ],
      }),
    },
  ],
}

const gate = (number: number, of: Omit<Parameters<typeof jenkins>[0], 'job' | 'number' | 'minutes' | 'url'>) =>
  jenkins({ job: 'Air 2 软件门禁', number, minutes: 16, url: 'gate.qingyu.example/air2', ...of })
const vectors = { url: 'sec.qingyu.example/vectors/callback', minutes: 1 }

const qualityGate: DemoHook = {
  group: 'quality-gate',
  by: 'zhengyi',
  name: '门禁',
  icon: 'shield',
  deliveries: [
    {
      at: 'D-1 10:57',
      ...gate(212, { status: 'UNSTABLE', tests: [30, 31], failed: ['支付压测：回调积压不超过 500'] }),
      taken: { by: 'lanting', at: 'D-1 11:06' },
    },
    {
      at: 'D-0 10:02',
      ...jenkins({
        ...vectors,
        job: '验签向量',
        number: 61,
        branch: '2.31',
        status: 'FAILURE',
        tests: [29, 38],
        failed: ['备注中间有空格', '备注首尾有空格', '备注含加号', '备注是中文', '备注含表情'],
      }),
      taken: { by: 'feiran', at: 'D-0 10:04' },
    },
    {
      at: 'D-0 10:04',
      ...jenkins({ ...vectors, job: '验签向量', number: 62, branch: '2.30', status: 'SUCCESS', tests: [38, 38] }),
    },
    { at: 'D-0 18:05', ...gate(214, { status: 'SUCCESS', tests: [34, 34] }) },
  ],
}

const report = (lines: readonly string[]): DemoPayload => ({
  dialect: 'wecom',
  body: { msgtype: 'markdown', markdown: { content: lines.join('\n') } },
})

const dashboard: DemoHook = {
  group: 'dashboard',
  by: 'zhoujiayi',
  name: '经营日报',
  icon: 'chart',
  deliveries: [
    {
      at: 'D-1 08:28',
      ...report([
        '### 经营日报',
        '预约累计 **12,480**，环比 <font color="info">+18%</font>',
        '> Pro 占比：41%',
        '> 华东门店意向：3,260',
        '> 退订：<font color="warning">1.2%</font>',
        '[看明细](bi.qingyu.example/daily)',
      ]),
    },
    {
      at: 'D-0 08:29',
      ...report([
        '### 经营日报',
        '预约累计 **14,706**，环比 <font color="info">+18%</font>',
        '> 昨日付款对平：3,117 笔',
        '> 退订：<font color="info">0.5%</font>（不含选错型号）',
        '> <font color="comment">昨晚 20:40–21:55 的付款时间戳已按订单时间归位</font>',
        '[看明细](bi.qingyu.example/daily)',
      ]),
    },
    {
      at: 'D-0 11:31',
      dialect: 'wecom',
      body: {
        msgtype: 'news',
        news: {
          articles: [
            {
              title: '预约漏斗：填地址从掉 23% 到掉 9%',
              description: '砍掉一步，比写十条文案管用。',
              url: 'bi.qingyu.example/funnel',
            },
            {
              title: '缺料预警：Pro 前滤网，12 天后可能缺 1,100 片',
              description: '江波已确认，供应商模具保养停 3 天。',
              url: 'bi.qingyu.example/shortage',
            },
          ],
        },
      },
    },
  ],
}

/** What other systems post into the groups. */
export const hooks: DemoHook[] = [oncall, releaseTrain, incident, harness, qualityGate, dashboard]

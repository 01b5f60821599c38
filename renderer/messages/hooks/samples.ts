import type { HookDialect } from '@lianqun/protocol'

/** A payload as a tool of that dialect posts it; `any`: of a tool with a format of its own. */
export interface Sample {
  /** Its title is `sample_<id>` in the catalogue. */
  id: SampleId
  dialect: HookDialect
  body: object
}

export type SampleId =
  | 'wecomMarkdown'
  | 'wecomCard'
  | 'dingtalkCard'
  | 'dingtalkMarkdown'
  | 'feishuPost'
  | 'feishuCard'
  | 'slackBlocks'
  | 'slackText'
  | 'teamsCard'
  | 'teamsAdaptive'
  | 'mattermost'
  | 'rocketchat'
  | 'alertmanager'
  | 'alertmanagerResolved'
  | 'grafana'
  | 'gitlab'
  | 'github'
  | 'json'
  | 'text'

const alert = (status: 'firing' | 'resolved') => ({
  version: '4',
  groupKey: '{}:{alertname="CallbackLatency"}',
  status,
  receiver: 'lianqun',
  groupLabels: { alertname: 'CallbackLatency' },
  commonLabels: { alertname: 'CallbackLatency', severity: 'P1', service: 'pay-gateway', env: 'prod' },
  commonAnnotations: { summary: '支付回调 P95 超过 1 s', description: '5 分钟内 P95 为 1.83 s，目标 1 s。' },
  externalURL: 'https://alertmanager.example.com',
  alerts: [
    {
      status,
      labels: { alertname: 'CallbackLatency', severity: 'P1', service: 'pay-gateway', instance: '10.20.4.18:9090' },
      annotations: { summary: '支付回调 P95 超过 1 s' },
      startsAt: '2026-03-02T14:03:00Z',
      endsAt: status === 'resolved' ? '2026-03-02T14:16:00Z' : '0001-01-01T00:00:00Z',
      generatorURL: 'https://prometheus.example.com/graph?g0.expr=latency',
      fingerprint: '6e2f1c0b7a9d4e35',
    },
  ],
})

/** What a hook can be tried with; the first of a dialect is its example. */
export const samples: readonly Sample[] = [
  {
    id: 'wecomMarkdown',
    dialect: 'wecom',
    body: {
      msgtype: 'markdown',
      markdown: { content: '**支付回调延迟**\n> P95：<font color="warning">1.83 s</font>\n> 服务：pay-gateway' },
    },
  },
  {
    id: 'wecomCard',
    dialect: 'wecom',
    body: {
      msgtype: 'template_card',
      template_card: {
        card_type: 'text_notice',
        source: { desc: '值班告警', desc_color: 2 },
        main_title: { title: '支付回调延迟', desc: 'pay-gateway · 生产环境' },
        emphasis_content: { title: '1.83 s', desc: '回调 P95' },
        horizontal_content_list: [
          { keyname: '级别', value: 'P1' },
          { keyname: '开始', value: '14:03' },
        ],
        jump_list: [{ type: 1, title: '看板', url: 'https://grafana.example.com/d/pay' }],
        card_action: { type: 1, url: 'https://grafana.example.com/d/pay' },
      },
    },
  },
  {
    id: 'dingtalkCard',
    dialect: 'dingtalk',
    body: {
      msgtype: 'actionCard',
      actionCard: {
        title: '支付回调延迟',
        text: '### 支付回调延迟\n- P95：1.83 s\n- 服务：pay-gateway',
        btnOrientation: '1',
        btns: [
          { title: '看板', actionURL: 'https://grafana.example.com/d/pay' },
          { title: '手册', actionURL: 'https://wiki.example.com/pay' },
        ],
      },
    },
  },
  {
    id: 'dingtalkMarkdown',
    dialect: 'dingtalk',
    body: {
      msgtype: 'markdown',
      markdown: { title: '支付回调延迟', text: '#### 支付回调延迟\n> P95 **1.83 s**，目标 1 s' },
    },
  },
  {
    id: 'feishuPost',
    dialect: 'feishu',
    body: {
      msg_type: 'post',
      content: {
        post: {
          zh_cn: {
            title: '支付回调延迟',
            content: [
              [{ tag: 'text', text: 'P95 为 1.83 s，目标 1 s。' }],
              [{ tag: 'a', text: '看板', href: 'https://grafana.example.com/d/pay' }],
            ],
          },
        },
      },
    },
  },
  {
    id: 'feishuCard',
    dialect: 'feishu',
    body: {
      msg_type: 'interactive',
      card: {
        header: { title: { tag: 'plain_text', content: '支付回调延迟' }, template: 'red' },
        elements: [
          { tag: 'div', text: { tag: 'lark_md', content: '**P95** 1.83 s\n**服务** pay-gateway' } },
          {
            tag: 'action',
            actions: [
              {
                tag: 'button',
                text: { tag: 'plain_text', content: '看板' },
                type: 'primary',
                url: 'https://grafana.example.com/d/pay',
              },
            ],
          },
        ],
      },
    },
  },
  {
    id: 'slackBlocks',
    dialect: 'slack',
    body: {
      text: 'Callbacks are late',
      blocks: [
        { type: 'header', text: { type: 'plain_text', text: 'Callbacks are late' } },
        {
          type: 'section',
          fields: [
            { type: 'mrkdwn', text: '*Service*\npay-gateway' },
            { type: 'mrkdwn', text: '*P95*\n1.83 s' },
          ],
        },
        {
          type: 'actions',
          elements: [
            {
              type: 'button',
              text: { type: 'plain_text', text: 'Dashboard' },
              url: 'https://grafana.example.com/d/pay',
              style: 'primary',
            },
          ],
        },
      ],
    },
  },
  {
    id: 'slackText',
    dialect: 'slack',
    body: { text: 'Callbacks are late: *1.83 s* <https://grafana.example.com|open>' },
  },
  {
    id: 'teamsCard',
    dialect: 'teams',
    body: {
      '@type': 'MessageCard',
      '@context': 'https://schema.org/extensions',
      summary: 'Callbacks are late',
      themeColor: 'D0362F',
      title: 'Callbacks are late',
      sections: [
        {
          facts: [
            { name: 'Service', value: 'pay-gateway' },
            { name: 'P95', value: '1.83 s' },
          ],
        },
      ],
      potentialAction: [
        {
          '@type': 'OpenUri',
          name: 'Dashboard',
          targets: [{ os: 'default', uri: 'https://grafana.example.com/d/pay' }],
        },
      ],
    },
  },
  {
    id: 'teamsAdaptive',
    dialect: 'teams',
    body: {
      type: 'message',
      attachments: [
        {
          contentType: 'application/vnd.microsoft.card.adaptive',
          content: {
            type: 'AdaptiveCard',
            version: '1.4',
            body: [
              { type: 'TextBlock', text: 'Callbacks are late', weight: 'Bolder', size: 'Medium' },
              { type: 'FactSet', facts: [{ title: 'P95', value: '1.83 s' }] },
            ],
          },
        },
      ],
    },
  },
  {
    id: 'mattermost',
    dialect: 'mattermost',
    body: {
      text: '#### Callbacks are late\n| Service | P95 |\n|---|---|\n| pay-gateway | 1.83 s |',
      attachments: [{ color: '#D0362F', title: 'Dashboard', title_link: 'https://grafana.example.com/d/pay' }],
    },
  },
  {
    id: 'rocketchat',
    dialect: 'rocketchat',
    body: {
      text: 'Callbacks are late',
      attachments: [{ title: 'pay-gateway', text: 'P95 1.83 s', color: '#D0362F' }],
    },
  },
  { id: 'text', dialect: 'any', body: { text: '经营日报：销售额 1,268,400 元，342 单' } },
  {
    id: 'json',
    dialect: 'any',
    body: { title: '经营日报', amount: 1_268_400, orders: 342, url: 'https://bi.example.com' },
  },
  { id: 'alertmanager', dialect: 'any', body: alert('firing') },
  { id: 'alertmanagerResolved', dialect: 'any', body: alert('resolved') },
  {
    id: 'grafana',
    dialect: 'any',
    body: {
      receiver: 'lianqun',
      status: 'firing',
      orgId: 1,
      version: '1',
      groupKey: '{}:{alertname="Disk"}',
      title: '[FIRING:1] Disk (db-2)',
      state: 'alerting',
      message: 'Disk is 91 % full',
      groupLabels: { alertname: 'Disk' },
      commonLabels: { alertname: 'Disk', instance: 'db-2' },
      commonAnnotations: { summary: 'Disk is 91 % full' },
      externalURL: 'https://grafana.example.com',
      alerts: [
        {
          status: 'firing',
          labels: { alertname: 'Disk', instance: 'db-2' },
          annotations: { summary: 'Disk is 91 % full' },
          startsAt: '2026-03-02T14:03:00Z',
          endsAt: '0001-01-01T00:00:00Z',
          panelURL: 'https://grafana.example.com/d/db?viewPanel=2',
          values: { A: 91 },
          fingerprint: 'c1d2',
        },
      ],
    },
  },
  {
    id: 'gitlab',
    dialect: 'any',
    body: {
      object_kind: 'pipeline',
      object_attributes: { id: 31_207, ref: 'main', status: 'failed', duration: 412, sha: '9be1c04' },
      user: { name: '沈亦安', username: 'shenyian' },
      project: { path_with_namespace: 'air2/web', web_url: 'https://gitlab.example.com/air2/web' },
      builds: [{ name: 'e2e', stage: 'test', status: 'failed' }],
    },
  },
  {
    id: 'github',
    dialect: 'any',
    body: {
      ref: 'refs/heads/main',
      compare: 'https://github.com/qingyu/pay/compare/a1b2...c3d4',
      commits: [
        {
          id: 'c3d4',
          message: 'Retry callbacks with jitter',
          url: 'https://github.com/qingyu/pay/commit/c3d4',
          author: { name: 'Qing He' },
        },
      ],
      repository: { full_name: 'qingyu/pay', html_url: 'https://github.com/qingyu/pay' },
      pusher: { name: 'qinghe' },
    },
  },
]

/** The samples of a dialect; `any` recognises them all. */
export function samplesOf(dialect: HookDialect): readonly Sample[] {
  return dialect === 'any' ? samples.toSorted(anyFirst) : samples.filter(sample => sample.dialect === dialect)
}

const anyFirst = (a: Sample, b: Sample): number => Number(b.dialect === 'any') - Number(a.dialect === 'any')

/** A payload as it is written for people. */
export function written(body: object): string {
  return JSON.stringify(body, null, 2)
}

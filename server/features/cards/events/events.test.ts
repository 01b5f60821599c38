import { type Card, cardText, writtenCardSchema } from '@lianqun/protocol'
import { describe, expect, it } from 'vitest'
import { contextOf, fixture, fixtures } from './fixtures.ts'
import { eventConverters } from './index.ts'

/** Name of the payload, then event, key, whether it is over, and of the head of its card: title, tag, tone. */
const expected: readonly (readonly [
  name: string,
  event: string,
  key: string | null,
  closed: boolean,
  title: string,
  tag: string | null,
  tone: string | null,
])[] = [
  [
    'alertmanager/firing',
    'alert.firing',
    'alertmanager:{}:{alertname="PaymentCallbackSlow", service="pay-gateway"}',
    false,
    '支付回调 P95 超过 1 s',
    '告警中 2 条',
    'failing',
  ],
  [
    'alertmanager/resolved',
    'alert.resolved',
    'alertmanager:{}:{alertname="PaymentCallbackSlow", service="pay-gateway"}',
    true,
    '支付回调 P95 超过 1 s',
    '已恢复',
    'good',
  ],
  [
    'alertmanager/truncated',
    'alert.firing',
    'alertmanager:{}:{alertname="InstanceDown", service="stock-sync"}',
    false,
    'Instance db is down',
    '告警中 5 条',
    'failing',
  ],
  ['gitea/create-branch', 'branch.created', null, false, 'ops/runbooks · fix/pay', '新分支', null],
  ['gitea/delete-branch', 'branch.deleted', null, false, 'ops/runbooks · fix/pay', '分支已删', 'over'],
  ['gitea/issue_comment-created', 'issue.commented', 'ops/runbooks#6', false, '#6 缺消息队列的手册', '待处理', 'todo'],
  [
    'gitea/issue_comment-on-pull',
    'pull_request.commented',
    'ops/runbooks!5',
    false,
    '#5 支付回调的手册',
    '待评审',
    'todo',
  ],
  ['gitea/issues-opened', 'issue.opened', 'ops/runbooks#6', false, '#6 缺消息队列的手册', '待处理', 'todo'],
  [
    'gitea/pull_request-approved',
    'pull_request.approved',
    'ops/runbooks!5',
    false,
    '#5 支付回调的手册',
    '已批准',
    'good',
  ],
  ['gitea/pull_request-merged', 'pull_request.merged', 'ops/runbooks!5', true, '#5 支付回调的手册', '已合并', 'over'],
  ['gitea/pull_request-opened', 'pull_request.opened', 'ops/runbooks!5', false, '#5 支付回调的手册', '待评审', 'todo'],
  [
    'gitea/pull_request-rejected',
    'pull_request.changes_requested',
    'ops/runbooks!5',
    false,
    '#5 支付回调的手册',
    '要求修改',
    'taken',
  ],
  [
    'gitea/pull_request-synchronized',
    'pull_request.synchronize',
    'ops/runbooks!5',
    false,
    '#5 支付回调的手册',
    '待评审',
    'todo',
  ],
  ['gitea/push', 'push', null, false, 'ops/runbooks · main', '1 个提交', null],
  ['gitea/release-published', 'release.published', 'release:ops/runbooks:2026.6', false, '2026.6 六月', '发布', 'good'],
  ['gitea/wiki-edited', 'wiki', null, false, '文档更新：Home', null, null],
  [
    'github/check_run-completed',
    'check.failed',
    'check:Codertocat/Hello-World:ec26c3e57ca3a959ca5aad62de7213c562f8c821:Octocoders-linter',
    false,
    'Octocoders-linter',
    '失败',
    'failing',
  ],
  [
    'github/check_run-failed',
    'check.failed',
    'check:Codertocat/Hello-World:ec26c3e57ca3a959ca5aad62de7213c562f8c821:Octocoders-linter',
    false,
    'Octocoders-linter',
    '失败',
    'failing',
  ],
  [
    'github/check_suite-completed',
    'checks.passed',
    'checks:Codertocat/Hello-World:118578147',
    true,
    'octocoders-linter · changes',
    '已通过',
    'good',
  ],
  [
    'github/code_scanning_alert-created',
    'security.created',
    'code_scanning_alert:Codertocat/Hello-World:10',
    false,
    'Query built from user-controlled sources',
    '待处理',
    'failing',
  ],
  ['github/create', 'tag.created', null, false, 'Codertocat/Hello-World · simple-tag', '新标签', null],
  ['github/delete', 'tag.deleted', null, false, 'Codertocat/Hello-World · simple-tag', '标签已删', 'over'],
  [
    'github/dependabot_alert-created',
    'security.created',
    'dependabot_alert:wolfy1339/pika-pack:20',
    false,
    'semver vulnerable to Regular Expression Denial of Service',
    '待处理',
    'failing',
  ],
  [
    'github/dependabot_alert-fixed',
    'security.fixed',
    'dependabot_alert:octocat/hello-world:1',
    true,
    'Insertion of Sensitive Information into Log File in ansible',
    '已修复',
    'good',
  ],
  [
    'github/deployment_status-created',
    'deployment.passed',
    'deployment:Codertocat/Hello-World:145988746',
    true,
    'master → production',
    '已部署',
    'good',
  ],
  ['github/discussion-created', 'discussion.created', null, false, 'discussion · created', null, null],
  ['github/fork', 'fork', null, false, '复刻到 Octocoders/Hello-World', null, null],
  ['github/gollum', 'wiki', null, false, '文档更新：Home', null, null],
  [
    'github/issue_comment-created',
    'issue.commented',
    'Codertocat/Hello-World#1',
    false,
    '#1 Spelling error in the README file',
    '待处理',
    'todo',
  ],
  [
    'github/issues-closed',
    'issue.closed',
    'Codertocat/Hello-World#1',
    true,
    '#1 Spelling error in the README file',
    '已完成',
    'good',
  ],
  [
    'github/issues-opened',
    'issue.opened',
    'Codertocat/Hello-World#1',
    false,
    '#1 Spelling error in the README file',
    '待处理',
    'todo',
  ],
  [
    'github/issues-reopened',
    'issue.reopened',
    'Codertocat/Hello-World#1',
    false,
    '#1 Spelling error in the README file',
    '待处理',
    'todo',
  ],
  ['github/ping', 'ping', null, false, 'Webhook 已接通', null, null],
  [
    'github/pull_request-closed',
    'pull_request.closed',
    'Codertocat/Hello-World!2',
    true,
    '#2 Update the README with new information.',
    '已关闭',
    'over',
  ],
  [
    'github/pull_request-draft',
    'pull_request.converted_to_draft',
    'Codertocat/Hello-World!2',
    false,
    '#2 Update the README with new information.',
    '草稿',
    'running',
  ],
  [
    'github/pull_request-labeled',
    'pull_request.labeled',
    'Codertocat/Hello-World!2',
    false,
    '#2 Update the README with new information.',
    '待评审',
    'todo',
  ],
  [
    'github/pull_request-merged',
    'pull_request.merged',
    'Codertocat/Hello-World!2',
    true,
    '#2 Update the README with new information.',
    '已合并',
    'over',
  ],
  [
    'github/pull_request-opened',
    'pull_request.opened',
    'Codertocat/Hello-World!2',
    false,
    '#2 Update the README with new information.',
    '待评审',
    'todo',
  ],
  [
    'github/pull_request_review-approved',
    'pull_request.approved',
    'Codertocat/Hello-World!2',
    false,
    '#2 Update the README with new information.',
    '已批准',
    'good',
  ],
  [
    'github/pull_request_review-submitted',
    'pull_request.reviewed',
    'Codertocat/Hello-World!2',
    false,
    '#2 Update the README with new information.',
    '待评审',
    'todo',
  ],
  [
    'github/pull_request_review_comment-created',
    'pull_request.commented',
    'Codertocat/Hello-World!2',
    false,
    '#2 Update the README with new information.',
    '待评审',
    'todo',
  ],
  ['github/push-tag-deleted', 'tag.deleted', null, false, 'Codertocat/Hello-World · simple-tag', '标签已删', 'over'],
  ['github/push', 'branch.created', null, false, 'Codertocat/Hello-World · master', '新分支', null],
  [
    'github/release-published',
    'release.published',
    'release:Codertocat/Hello-World:0.0.1',
    false,
    '0.0.1',
    '发布',
    'good',
  ],
  [
    'github/secret_scanning_alert-created',
    'security.created',
    'secret_scanning_alert:Codertocat/Hello-World:42',
    false,
    'Adafruit IO Key',
    '待处理',
    'failing',
  ],
  ['github/star-created', 'star.created', null, false, '收获一颗星，共 1', null, null],
  [
    'github/status',
    'status.passed',
    'status:Codertocat/Hello-World:6113728f27ae82c7b1a177c8d03f9e96e0adf246:default',
    true,
    'default',
    '已通过',
    'good',
  ],
  [
    'github/workflow_job-completed',
    'job.failed',
    'job:Codertocat/Hello-World:289782451',
    false,
    'CodeQL · linters',
    '失败',
    'failing',
  ],
  [
    'github/workflow_job-in_progress',
    'job.running',
    'job:octo-org/example-workflow:2832853555',
    false,
    'Test workflow',
    '运行中',
    'running',
  ],
  [
    'github/workflow_run-completed',
    'pipeline.queued',
    'run:Codertocat/Hello-World:1589141559',
    false,
    'Manually triggered workflow · main #36',
    '排队中',
    'running',
  ],
  [
    'github/workflow_run-failed',
    'pipeline.failed',
    'run:Codertocat/Hello-World:1589141559',
    false,
    'Manually triggered workflow · main #36',
    '失败',
    'failing',
  ],
  [
    'github/workflow_run-in_progress',
    'pipeline.running',
    'run:Codertocat/Hello-World:1589141559',
    false,
    'Manually triggered workflow · main #36',
    '运行中',
    'running',
  ],
  [
    'gitlab/deployment-running',
    'deployment.running',
    'deployment:air2/air2-web:15',
    false,
    'main → staging',
    '部署中',
    'running',
  ],
  [
    'gitlab/deployment-success',
    'deployment.passed',
    'deployment:air2/air2-web:15',
    true,
    'main → staging',
    '已部署',
    'good',
  ],
  ['gitlab/feature_flag', 'feature_flag', null, false, 'feature flag', null, null],
  ['gitlab/issue-close', 'issue.closed', 'air2/air2-web#23', true, '#23 登录页在平板上错位', '已完成', 'good'],
  ['gitlab/issue-open', 'issue.opened', 'air2/air2-web#23', false, '#23 登录页在平板上错位', '待处理', 'todo'],
  ['gitlab/job-failed', 'job.failed', 'job:air2/air2-web:1977', false, 'unit · main', '失败', 'failing'],
  [
    'gitlab/merge_request-approved',
    'pull_request.approved',
    'air2/air2-web!1182',
    false,
    '!1182 回滚脚本默认 dry-run',
    '已批准',
    'good',
  ],
  [
    'gitlab/merge_request-merge',
    'pull_request.merged',
    'air2/air2-web!1182',
    true,
    '!1182 回滚脚本默认 dry-run',
    '已合并',
    'over',
  ],
  [
    'gitlab/merge_request-open',
    'pull_request.opened',
    'air2/air2-web!1182',
    false,
    '!1182 回滚脚本默认 dry-run',
    '待评审',
    'todo',
  ],
  [
    'gitlab/merge_request-update',
    'pull_request.synchronize',
    'air2/air2-web!1182',
    false,
    '!1182 回滚脚本默认 dry-run',
    '待评审',
    'todo',
  ],
  ['gitlab/note-commit', 'comment.created', 'note:air2/air2-web:9003', false, '评论 9f3c2e1', null, null],
  ['gitlab/note-issue', 'issue.commented', 'air2/air2-web#23', false, '#23 登录页在平板上错位', '待处理', 'todo'],
  [
    'gitlab/note-merge_request',
    'pull_request.commented',
    'air2/air2-web!1182',
    false,
    '!1182 回滚脚本默认 dry-run',
    '待评审',
    'todo',
  ],
  [
    'gitlab/pipeline-failed',
    'pipeline.failed',
    'pipeline:air2/air2-web:8813',
    false,
    'air2-web · main #8813',
    '失败',
    'failing',
  ],
  [
    'gitlab/pipeline-running',
    'pipeline.running',
    'pipeline:air2/air2-web:8813',
    false,
    'air2-web · main #8813',
    '运行中',
    'running',
  ],
  [
    'gitlab/pipeline-success',
    'pipeline.passed',
    'pipeline:air2/air2-web:8813',
    true,
    'air2-web · main #8813',
    '已通过',
    'good',
  ],
  ['gitlab/push-new-branch', 'branch.created', null, false, 'air2/air2-web · fix/dry-run', '新分支', null],
  ['gitlab/push', 'push', null, false, 'air2/air2-web · main', '2 个提交', null],
  ['gitlab/release-create', 'release.created', 'release:air2/air2-web:v2.4.0', false, 'v2.4.0 夏季版', '发布', 'good'],
  ['gitlab/tag_push', 'tag.created', null, false, 'air2/air2-web · v2.4.0', '新标签', null],
  ['gitlab/wiki_page-create', 'wiki.created', null, false, '文档 值班手册', null, null],
  [
    'grafana/firing-one',
    'alert.firing',
    'grafana:{}/{team="sre"}:{alertname="内存使用过高", grafana_folder="生产"}',
    false,
    '节点内存超过 90%',
    '告警中',
    'failing',
  ],
  [
    'grafana/firing-two',
    'alert.firing',
    'grafana:{}/{team="sre"}:{alertname="内存使用过高", grafana_folder="生产"}',
    false,
    '节点内存超过 90%',
    '告警中 2 条',
    'failing',
  ],
  [
    'grafana/partly-resolved',
    'alert.firing',
    'grafana:{}/{team="sre"}:{alertname="内存使用过高", grafana_folder="生产"}',
    false,
    '节点内存超过 90%',
    '告警中',
    'failing',
  ],
  [
    'grafana/resolved',
    'alert.resolved',
    'grafana:{}/{team="sre"}:{alertname="内存使用过高", grafana_folder="生产"}',
    true,
    '节点内存超过 90%',
    '已恢复',
    'good',
  ],
  [
    'grafana/test',
    'alert.firing',
    'grafana:test-57c6d9296de2ad39-1758042679',
    false,
    'Notification test',
    '告警中',
    'failing',
  ],
  [
    'jenkins/completed-failure',
    'pipeline.failed',
    'jenkins:job/air2-web/:8809',
    false,
    'air2-web #8809',
    '失败',
    'failing',
  ],
  [
    'jenkins/finalized-success',
    'pipeline.passed',
    'jenkins:job/air2-web/:8809',
    true,
    'air2-web #8809',
    '已通过',
    'good',
  ],
  [
    'jenkins/finalized-unstable',
    'pipeline.failed',
    'jenkins:job/air2-web/:8809',
    false,
    'air2-web #8809',
    '失败',
    'failing',
  ],
  ['jenkins/queued', 'pipeline.queued', 'jenkins:job/air2-web/:8809', false, 'air2-web #8809', '排队中', 'running'],
  ['jenkins/started', 'pipeline.running', 'jenkins:job/air2-web/:8809', false, 'air2-web #8809', '运行中', 'running'],
  ['sentry/comment-created', 'comment.created', 'sentry:comment:1234', false, '评论 · pay-gateway', null, null],
  [
    'sentry/error-created',
    'error.created',
    'sentry:issue:4507001',
    false,
    "TypeError: Cannot read properties of undefined (reading 'amount')",
    '报错',
    'failing',
  ],
  [
    'sentry/event_alert',
    'event_alert.triggered',
    'sentry:issue:4507001',
    false,
    "TypeError: Cannot read properties of undefined (reading 'amount')",
    '告警中',
    'failing',
  ],
  ['sentry/installation-created', 'installation.created', null, false, 'Sentry 已接入', null, null],
  [
    'sentry/issue-archived',
    'issue.archived',
    'sentry:issue:4507001',
    true,
    "TypeError: Cannot read properties of undefined (reading 'amount')",
    '已归档',
    'over',
  ],
  [
    'sentry/issue-assigned',
    'issue.assigned',
    'sentry:issue:4507001',
    false,
    "TypeError: Cannot read properties of undefined (reading 'amount')",
    '已指派',
    'taken',
  ],
  [
    'sentry/issue-created',
    'issue.created',
    'sentry:issue:4507001',
    false,
    "TypeError: Cannot read properties of undefined (reading 'amount')",
    '待处理',
    'failing',
  ],
  [
    'sentry/issue-resolved',
    'issue.resolved',
    'sentry:issue:4507001',
    true,
    "TypeError: Cannot read properties of undefined (reading 'amount')",
    '已解决',
    'good',
  ],
  ['sentry/metric_alert-critical', 'metric_alert.critical', 'sentry:metric:4', false, '报错太多', '严重', 'failing'],
  ['sentry/metric_alert-resolved', 'metric_alert.resolved', 'sentry:metric:4', true, '报错太多', '已恢复', 'good'],
  ['sentry/metric_alert-warning', 'metric_alert.warning', 'sentry:metric:4', false, '报错太多', '警告', 'taken'],
]

function convert(name: string, language: 'zh' | 'en' = 'zh') {
  const { tool, payload, headers } = fixture(name)
  const event = eventConverters[tool](payload, contextOf(headers, language))
  if (event === null) throw new Error(`${name} has no card`)
  return event
}

const links = (card: Card) => card.actions?.map(action => `${action.title}${action.style === 'positive' ? '!' : ''}`)
const lines = (name: string, language: 'zh' | 'en' = 'zh') => cardText(convert(name, language).card).text.split('\n')

describe('payloads of tools', () => {
  it('are all in the table', () => {
    expect(expected.map(([name]) => name)).toEqual(fixtures.map(({ name }) => name))
  })

  it.each(expected)('%s', (name, event, key, closed, title, tag, tone) => {
    const made = convert(name)
    expect(made).toMatchObject({ event, key, closed })
    expect(made.title).not.toBe('')
    expect(made.card.header?.title).toBe(title)
    expect(made.card.header?.tag?.text ?? null).toBe(tag)
    expect(made.card.header?.tone ?? null).toBe(tone)
    expect(writtenCardSchema.safeParse(made.card).error?.issues ?? []).toEqual([])
  })

  it.each(expected.map(([name]) => name))('%s has words of one language', name => {
    const ours = (card: Card) =>
      [
        card.header?.tag?.text,
        card.header?.icon,
        ...(card.actions ?? []).map(({ title }) => title),
        ...(card.body ?? []).flatMap(element =>
          element.type === 'FactSet' ? element.facts.map(fact => fact.title) : [],
        ),
      ].join('\n')
    expect(ours(convert(name, 'en').card)).not.toMatch(/\p{Script=Han}/u)
  })

  it.each(expected.filter(([, , , closed]) => closed).map(([name]) => name))('%s is over and quiet', name => {
    const { card } = convert(name)
    expect(['good', 'over']).toContain(card.header?.tone)
    expect(card.actions).toBeUndefined()
    expect(card.footer?.text).toBeTruthy()
  })
})

describe('later events of one thing', () => {
  it.each([
    ['an alert group', ['alertmanager/firing', 'alertmanager/resolved']],
    [
      'an alert group of Grafana',
      ['grafana/firing-one', 'grafana/firing-two', 'grafana/partly-resolved', 'grafana/resolved'],
    ],
    [
      'a pull request',
      [
        'github/pull_request-opened',
        'github/pull_request-draft',
        'github/pull_request_review-approved',
        'github/pull_request_review_comment-created',
        'github/pull_request-merged',
      ],
    ],
    ['an issue', ['github/issues-opened', 'github/issue_comment-created', 'github/issues-closed']],
    ['a run', ['github/workflow_run-in_progress', 'github/workflow_run-failed']],
    [
      'a merge request',
      [
        'gitlab/merge_request-open',
        'gitlab/merge_request-update',
        'gitlab/note-merge_request',
        'gitlab/merge_request-approved',
        'gitlab/merge_request-merge',
      ],
    ],
    ['an issue of GitLab', ['gitlab/issue-open', 'gitlab/note-issue', 'gitlab/issue-close']],
    ['a pipeline', ['gitlab/pipeline-running', 'gitlab/pipeline-failed', 'gitlab/pipeline-success']],
    ['a deployment', ['gitlab/deployment-running', 'gitlab/deployment-success']],
    [
      'a pull request of Gitea',
      [
        'gitea/pull_request-opened',
        'gitea/pull_request-approved',
        'gitea/issue_comment-on-pull',
        'gitea/pull_request-merged',
      ],
    ],
    ['a build', ['jenkins/queued', 'jenkins/started', 'jenkins/completed-failure', 'jenkins/finalized-success']],
    ['an error', ['sentry/issue-created', 'sentry/event_alert', 'sentry/error-created', 'sentry/issue-resolved']],
    ['a metric', ['sentry/metric_alert-warning', 'sentry/metric_alert-critical', 'sentry/metric_alert-resolved']],
  ])('%s change its card', (_thing, names) => {
    const keys = new Set(names.map(name => convert(name).key))
    expect(keys.size).toBe(1)
    expect(keys.has(null)).toBe(false)
  })

  it('have keys that no other thing has', () => {
    const things = [
      'github/issues-opened',
      'github/pull_request-opened',
      'gitlab/pipeline-failed',
      'gitlab/job-failed',
      'alertmanager/firing',
      'alertmanager/truncated',
    ]
    expect(new Set(things.map(name => convert(name).key)).size).toBe(things.length)
  })
})

describe('what a card says', () => {
  it('of an alert: what is the matter, since when, which of how many, and where to look', () => {
    expect(lines('grafana/firing-two')).toEqual([
      '节点内存超过 90%',
      '告警中 2 条',
      '级别 critical',
      '开始 14:01',
      '团队 sre',
      '• node-1 · B 91.24 · C 1',
      '• node-2 · B 92.24 · C 1',
      'Grafana · 值班',
    ])
    expect(links(convert('grafana/firing-two').card)).toEqual(['处理手册!', '看图', '静默', '看规则'])
    expect(convert('grafana/firing-one').card.body).toContainEqual({
      type: 'Image',
      url: 'https://grafana.example.com/public/img/attachments/a1b2.png',
      altText: '节点内存超过 90%',
    })
  })

  it('of many alerts: how many are not shown', () => {
    expect(lines('alertmanager/truncated')).toContain('还有 2 条')
    expect(convert('alertmanager/truncated').card.header?.tag?.text).toBe('告警中 5 条')
  })

  it('of a resolved alert: when, and how long it lasted', () => {
    expect(convert('grafana/resolved').card.footer).toEqual({ text: '14:16 恢复 · 历时 15 分', state: 'done' })
    expect(convert('grafana/resolved', 'en').card.footer?.text).toBe('Resolved 14:16 · after 15 min')
  })

  it('of a silence: the labels of the group, as Alertmanager reads them', () => {
    const silence = convert('alertmanager/firing').card.actions?.find(({ title }) => title === '静默')
    const url = new URL(silence?.type === 'Action.OpenUrl' ? silence.url : '')
    expect(decodeURIComponent(url.hash.split('filter=')[1] ?? '')).toBe(
      '{alertname="PaymentCallbackSlow",service="pay-gateway",severity="critical"}',
    )
  })

  it('of a merge request: what it is, from where to where, and who has to look', () => {
    expect(lines('gitlab/merge_request-open')).toEqual([
      '!1182 回滚脚本默认 dry-run',
      'air2/air2-web',
      '待评审',
      '先比对行数，一致才执行；加 --force 跳过。',
      '分支 fix/dry-run → main',
      '评审 周野',
      'GitLab · 沈亦舟 提出',
    ])
    expect(links(convert('gitlab/merge_request-open').card)).toEqual(['看改动!', '打开'])
    expect(convert('gitlab/merge_request-merge').card.footer).toEqual({ text: '周野 13:02 合并到 main', state: 'done' })
  })

  it('of a pipeline: its stages, and what failed', () => {
    expect(convert('gitlab/pipeline-running').card.body?.[0]).toEqual({
      type: 'Steps',
      steps: [
        { title: '构建', text: '1 分 12 秒', state: 'done' },
        { title: '测试', text: '2 分 20 秒', state: 'done' },
        { title: '预发', text: '运行中', state: 'now' },
        { title: '生产', text: '待确认', state: 'todo' },
      ],
    })
    expect(convert('gitlab/pipeline-failed').card.body?.slice(0, 2)).toMatchObject([
      { steps: [{ state: 'done' }, { state: 'failed' }, { state: 'todo' }, { state: 'todo' }] },
      { type: 'CodeBlock', codeSnippet: '测试 / unit: script_failure' },
    ])
    expect(links(convert('gitlab/pipeline-failed').card)).toEqual(['看日志!'])
    expect(links(convert('gitlab/pipeline-running').card)).toEqual(['看日志'])
  })

  it('of a comment: who said what, cut', () => {
    const { payload, headers } = fixture('github/issue_comment-created')
    const comment = { ...(payload.comment as object), body: `看 **这里**：${'长'.repeat(1_000)}` }
    const event = eventConverters.github({ ...payload, comment }, contextOf(headers))
    const quoted = event?.card.body?.[0]
    const said =
      quoted?.type === 'Container' && quoted.items[0]?.type === 'RichTextBlock' ? quoted.items[0].inlines[1] : ''
    expect(said).toMatch(/^看 这里：长+…$/)
    expect(String(said).length).toBe(300)
  })

  it('of a failing build: the last lines of its log, or the tests that failed', () => {
    expect(lines('jenkins/completed-failure')).toContain('FAIL rollout.spec.ts:41')
    expect(lines('jenkins/finalized-unstable')).toContain('panel.spec.ts / shows curve')
    expect(lines('jenkins/finalized-unstable')).toContain('测试 1280/1286 通过')
  })

  it('of an error: what was thrown where in the application', () => {
    expect(convert('sentry/event_alert').card.body?.[0]).toEqual({
      type: 'CodeBlock',
      codeSnippet: "TypeError: Cannot read properties of undefined (reading 'amount')\n  orders/settle.ts:41 settle",
    })
  })

  it('of a push: its commits, each with where it is', () => {
    const block = convert('gitlab/push').card.body?.[0]
    expect(block).toMatchObject({
      inlines: [
        { text: '1c2d3e4 ', selectAction: { type: 'Action.OpenUrl' } },
        'fix: 面板时区',
        { text: ' · 周野' },
        { text: '\n9f3c2e1 ' },
        'feat: rollout flag',
        { text: ' · 周野' },
      ],
    })
  })

  it('of an event without a card of its own: its name', () => {
    const event = eventConverters.github(
      { action: 'opened', repository: { full_name: 'a/b' } },
      contextOf({ 'x-github-event': 'new_thing' }),
    )
    expect(event).toMatchObject({
      event: 'new_thing.opened',
      key: null,
      card: { header: { title: 'new thing · opened' } },
    })
  })
})

describe('GitHub without its header', () => {
  it.each([
    'pull_request-opened',
    'pull_request_review-approved',
    'issues-opened',
    'issue_comment-created',
    'push',
    'ping',
    'status',
    'fork',
    'workflow_run-failed',
  ])('is told by its fields: %s', name => {
    const { payload, headers } = fixture(`github/${name}`)
    const event = eventConverters.github(payload, contextOf())
    expect(event).toEqual(eventConverters.github(payload, contextOf(headers)))
  })
})

import { type Card, cardText, writtenCardSchema } from '@lianqun/protocol'
import { describe, expect, it } from 'vitest'
import expectedRows from './fixtures/expected.json' with { type: 'json' }
import { contextOf, fixture, fixtures } from './fixtures.ts'
import { eventConverters } from './index.ts'

/** Name of the payload, then event, key, whether it is over, and of the head of its card: title, tag, tone. */
type Expected = [
  name: string,
  event: string,
  key: string | null,
  closed: boolean,
  title: string,
  tag: string | null,
  tone: string | null,
]

const expected = expectedRows as Expected[]

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

  it('of a job of many steps: those around the one that failed', () => {
    const { payload, headers } = fixture('github/workflow_job-completed')
    const steps = Array.from({ length: 40 }, (_, index) => ({
      name: `step ${index}`,
      status: 'completed',
      conclusion: index === 20 ? 'failure' : index < 20 ? 'success' : 'skipped',
    }))
    const job = { ...(payload.workflow_job as object), steps }
    const event = eventConverters.github({ ...payload, workflow_job: job }, contextOf(headers))
    const shown = event?.card.body?.[0]
    expect(shown?.type === 'Steps' && shown.steps.map(({ title, state }) => `${title} ${state}`)).toEqual([
      'step 17 done',
      'step 18 done',
      'step 19 done',
      'step 20 failed',
      'step 21 todo',
      'step 22 todo',
    ])
  })

  it('of a deployment that begins: the card that its statuses change', () => {
    const { payload, headers } = fixture('github/deployment_status-created')
    const { deployment_status: _status, ...begun } = payload
    const first = eventConverters.github(begun, contextOf({ 'x-github-event': 'deployment' }))
    expect(first).toMatchObject({ event: 'deployment.queued', closed: false })
    expect(first?.key).toBe(eventConverters.github(payload, contextOf(headers))?.key)
  })

  it('of a comment on a commit: what was said', () => {
    const payload = {
      action: 'created',
      comment: { body: 'why?', commit_id: '6113728f27ae82c7b1a177c8d03f9e96e0adf246' },
    }
    const event = eventConverters.github(payload, contextOf({ 'x-github-event': 'commit_comment' }))
    expect(event).toMatchObject({ event: 'comment.created', card: { header: { title: '评论 6113728' } } })
    expect(event?.card.body).toEqual([{ type: 'RichTextBlock', inlines: ['why?'] }])
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

  it.each([
    [
      'gitlab/pipeline-success',
      '周野 13:51 已通过 · 用时 8 分 52 秒 · 9f3c2e1 feat: rollout flag',
      'Passed by 周野 13:51 · took 8 min 52 s · 9f3c2e1 feat: rollout flag',
    ],
    ['gitlab/issue-close', '沈亦舟 13:02 关闭', 'Closed by 沈亦舟 13:02'],
    ['sentry/issue-resolved', '何清 14:08 已解决', 'Resolved by 何清 14:08'],
    ['sentry/metric_alert-resolved', '14:08 已恢复', 'Resolved 14:08'],
    ['github/dependabot_alert-fixed', '2022年6月15日 21:55 修复', 'Fixed 15 Jun 2022 21:55'],
  ])('of %s: what became of it', (name, zh, en) => {
    expect(convert(name).card.footer?.text).toBe(zh)
    expect(convert(name, 'en').card.footer?.text).toBe(en)
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

describe('what is over', () => {
  it('is not said to have been closed by who came later', () => {
    const { payload, headers } = fixture('github/issue_comment-created')
    const closed = { ...(payload.issue as object), state: 'closed', closed_at: '2026-06-01T15:30:00Z' }
    const event = eventConverters.github({ ...payload, issue: closed }, contextOf(headers))
    expect(event).toMatchObject({ closed: true, card: { footer: { text: '6月1日 23:30 关闭' } } })
    expect(links(event?.card ?? { type: 'AdaptiveCard' })).toEqual(['看评论'])
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

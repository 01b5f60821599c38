import { createHash } from 'node:crypto'
import type { DemoPayload } from './types.ts'

/*
 * Payloads of other systems in their own forms, as far as they say something. Addresses are those of the company, and
 * times as `DemoPayload` has them.
 */

/** The hash of a commit, the same for the same words. */
const sha = (of: string): string => createHash('sha1').update(of).digest('hex')

export interface Alert {
  /** What the group of alerts is called. */
  name: string
  summary: string
  labels: Record<string, string>
  /** How many minutes before the delivery it began. */
  since: number
  description?: string
  /** It is over. */
  resolved?: true
  runbook?: string
  /** Where its figures are. */
  figures?: string
  values?: Record<string, number>
}

function alertsOf({ name, summary, labels, since, description, resolved, runbook, figures, values }: Alert) {
  const status = resolved ? 'resolved' : 'firing'
  const all = { alertname: name, ...labels }
  const annotations = { summary, ...(description && { description }), ...(runbook && { runbook_url: runbook }) }
  const times = { startsAt: `T-${since}`, endsAt: resolved ? 'T' : '0001-01-01T00:00:00Z' }
  return {
    status,
    groupLabels: { alertname: name },
    commonLabels: all,
    commonAnnotations: annotations,
    alerts: [
      {
        status,
        labels: all,
        annotations,
        ...times,
        ...(values && { values }),
        ...(figures && { generatorURL: figures }),
      },
    ],
  }
}

/** A notification of Alertmanager. `receiver`: who it is for there. */
export function alertmanager(receiver: string, alert: Alert): DemoPayload {
  const groupKey = `{}:{alertname="${alert.name}"}`
  return { body: { version: '4', groupKey, receiver, truncatedAlerts: 0, ...alertsOf(alert) } }
}

/** A notification of Grafana. */
export function grafana(receiver: string, alert: Alert): DemoPayload {
  const groupKey = `{}/{}:{alertname="${alert.name}"}`
  return { body: { version: '1', orgId: 1, groupKey, receiver, title: alert.summary, ...alertsOf(alert) } }
}

export interface Pipeline {
  id: string
  repo: string
  ref: string
  status: 'running' | 'failed' | 'success'
  /** Its stages in order, and how long each took in minutes. */
  stages: readonly (readonly [
    name: string,
    status: 'success' | 'running' | 'failed' | 'created' | 'skipped',
    minutes?: number,
  ])[]
  user: string
  commit: string
  url: string
  minutes?: number
  /** The job that failed, in the stage that did. */
  job?: string
}

/** A pipeline of GitLab. */
export function gitlabPipeline({
  id,
  repo,
  ref,
  status,
  stages,
  user,
  commit,
  url,
  minutes,
  job,
}: Pipeline): DemoPayload {
  const builds = stages.map(([stage, state, took = 0]) => ({
    stage,
    name: state === 'failed' ? (job ?? stage) : stage,
    status: state,
    started_at: state === 'created' || state === 'skipped' ? null : `T-${took}`,
    finished_at: state === 'success' || state === 'failed' ? 'T' : null,
    failure_reason: state === 'failed' ? 'script_failure' : null,
  }))
  return {
    headers: { 'x-gitlab-event': 'Pipeline Hook' },
    body: {
      object_kind: 'pipeline',
      object_attributes: {
        id,
        ref,
        status,
        sha: sha(commit),
        stages: stages.map(([name]) => name),
        url,
        ...(minutes !== undefined && { duration: minutes * 60, finished_at: 'T' }),
      },
      user: { name: user },
      project: { path_with_namespace: repo },
      commit: { message: commit },
      builds,
    },
  }
}

export interface Change {
  number: number
  repo: string
  title: string
  text?: string
  from: string
  state: 'open' | 'merged'
  /** Who did it. */
  user: string
  reviewers?: readonly string[]
  labels?: readonly string[]
  url: string
  /** Lines and files. */
  size?: readonly [more: number, less: number, files: number]
}

/** A merge request of GitLab. */
export function gitlabMerge(change: Change): DemoPayload {
  const { number, repo, title, text = '', from, state, user, reviewers = [], labels = [], url } = change
  return {
    headers: { 'x-gitlab-event': 'Merge Request Hook' },
    body: {
      object_kind: 'merge_request',
      user: { name: user },
      project: { path_with_namespace: repo },
      object_attributes: {
        iid: number,
        title,
        description: text,
        source_branch: from,
        target_branch: 'main',
        state: state === 'merged' ? 'merged' : 'opened',
        action: state === 'merged' ? 'merge' : 'open',
        updated_at: 'T',
        url,
      },
      reviewers: reviewers.map(name => ({ name })),
      labels: labels.map(name => ({ title: name })),
    },
  }
}

/** A pull request of GitHub. */
export function githubPull(change: Change): DemoPayload {
  const { number, repo, title, text = '', from, state, user, reviewers = [], labels = [], url, size } = change
  const merged = state === 'merged'
  return {
    headers: { 'x-github-event': 'pull_request' },
    body: {
      action: merged ? 'closed' : 'opened',
      number,
      pull_request: {
        number,
        title,
        body: text,
        html_url: url,
        state: merged ? 'closed' : 'open',
        merged,
        ...(merged && { merged_at: 'T', merged_by: { login: user } }),
        head: { ref: from },
        base: { ref: 'main' },
        requested_reviewers: reviewers.map(login => ({ login })),
        labels: labels.map(name => ({ name })),
        ...(size && { additions: size[0], deletions: size[1], changed_files: size[2] }),
      },
      repository: { full_name: repo },
      sender: { login: user },
    },
  }
}

export interface WorkflowRun {
  id: string
  name: string
  repo: string
  branch: string
  state: 'running' | 'passed' | 'failed'
  user: string
  commit: string
  url: string
  minutes?: number
}

/** A workflow of GitHub's Actions. */
export function githubRun({ id, name, repo, branch, state, user, commit, url, minutes = 0 }: WorkflowRun): DemoPayload {
  const over = state !== 'running'
  return {
    headers: { 'x-github-event': 'workflow_run' },
    body: {
      action: over ? 'completed' : 'in_progress',
      workflow_run: {
        id,
        name,
        run_number: id,
        head_branch: branch,
        head_sha: sha(commit),
        display_title: commit,
        event: 'push',
        status: over ? 'completed' : 'in_progress',
        conclusion: over ? (state === 'passed' ? 'success' : 'failure') : null,
        run_started_at: `T-${minutes}`,
        updated_at: 'T',
        html_url: url,
        actor: { login: user },
      },
      repository: { full_name: repo },
      sender: { login: user },
    },
  }
}

export interface Problem {
  id: string
  title: string
  culprit: string
  project: string
  count: number
  users: number
  /** Minutes since it was first seen. */
  since: number
  url: string
  /** Who resolved it. */
  resolvedBy?: string
}

/** An issue of Sentry. */
export function sentryIssue({
  id,
  title,
  culprit,
  project,
  count,
  users,
  since,
  url,
  resolvedBy,
}: Problem): DemoPayload {
  return {
    headers: { 'sentry-hook-resource': 'issue' },
    body: {
      action: resolvedBy === undefined ? 'created' : 'resolved',
      actor: resolvedBy === undefined ? { type: 'application', name: 'Sentry' } : { type: 'user', name: resolvedBy },
      data: {
        issue: {
          id,
          shortId: id,
          title,
          culprit,
          level: 'error',
          status: resolvedBy === undefined ? 'unresolved' : 'resolved',
          project: { name: project },
          count: String(count),
          userCount: users,
          firstSeen: `T-${since}`,
          web_url: url,
        },
      },
    },
  }
}

export interface Build {
  job: string
  number: number | string
  status: 'SUCCESS' | 'FAILURE' | 'UNSTABLE'
  tests: readonly [passed: number, total: number]
  failed?: readonly string[]
  minutes: number
  url: string
  branch?: string
}

/** A build of Jenkins. */
export function jenkins({
  job,
  number,
  status,
  tests,
  failed = [],
  minutes,
  url,
  branch = 'main',
}: Build): DemoPayload {
  const [passed, total] = tests
  return {
    body: {
      name: job,
      display_name: job,
      build: {
        number,
        phase: 'FINALIZED',
        status,
        full_url: url,
        duration: minutes * 60_000,
        scm: { branch: `origin/${branch}`, commit: sha(`${job} ${number}`) },
        test_summary: { total, passed, failed: total - passed, failed_tests: failed.map(name => ({ name })) },
      },
    },
  }
}

/** A text notice of WeCom, which leads to `url`. */
export function wecomNotice(notice: {
  source: string
  title: string
  desc: string
  emphasis: readonly [value: string, name: string]
  quote?: readonly [title: string, text: string]
  facts: readonly (readonly [name: string, value: string])[]
  jump: string
  url: string
}): DemoPayload {
  const { source, title, desc, emphasis, quote, facts, jump, url } = notice
  return {
    dialect: 'wecom',
    body: {
      msgtype: 'template_card',
      template_card: {
        card_type: 'text_notice',
        source: { desc: source, desc_color: 0 },
        main_title: { title, desc },
        emphasis_content: { title: emphasis[0], desc: emphasis[1] },
        ...(quote && { quote_area: { title: quote[0], quote_text: quote[1] } }),
        horizontal_content_list: facts.map(([keyname, value]) => ({ keyname, value })),
        jump_list: [{ type: 1, title: jump, url }],
        card_action: { type: 1, url },
      },
    },
  }
}

/** A message of Slack with one attachment. */
export function slackNote(note: {
  text: string
  color: 'good' | 'warning' | 'danger'
  title: string
  url: string
  fields: readonly (readonly [name: string, value: string])[]
  footer: string
}): DemoPayload {
  const { text, color, title, url, fields, footer } = note
  const shown = fields.map(([title, value]) => ({ title, value, short: true }))
  return {
    dialect: 'slack',
    body: { text, attachments: [{ color, title, title_link: url, fallback: title, fields: shown, footer }] },
  }
}

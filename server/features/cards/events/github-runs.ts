import type { ConvertedEvent, JsonObject } from '../converted.ts'
import { objectOf, objectsOf, textOf } from '../json.ts'
import type { Happening } from './code-host.ts'
import { cardKey } from './parts.ts'
import { logLink, type RunState, run, siteLink, stepOf } from './runs.ts'
import { block, type EventContext, gist, line, shortSha, timeOf } from './words.ts'

/* Runs, jobs, checks, statuses and deployments of GitHub. */

const states: Readonly<Record<string, RunState>> = {
  requested: 'queued',
  queued: 'queued',
  pending: 'queued',
  created: 'queued',
  waiting: 'waiting',
  action_required: 'waiting',
  in_progress: 'running',
  rerequested: 'running',
  success: 'passed',
  neutral: 'passed',
  failure: 'failed',
  error: 'failed',
  timed_out: 'failed',
  startup_failure: 'failed',
  cancelled: 'cancelled',
  stale: 'cancelled',
  inactive: 'cancelled',
  skipped: 'skipped',
}

/** The state of a run, by its conclusion once it has one. */
function stateOf({ status, conclusion, state }: JsonObject): RunState {
  const word = textOf(conclusion) || textOf(state) || textOf(status)
  return Object.hasOwn(states, word) ? (states[word] ?? 'running') : word === 'completed' ? 'passed' : 'running'
}

const isOver = (state: RunState) => state === 'passed' || state === 'failed' || state === 'cancelled'

/** Milliseconds that it took, once it is over. */
function tookOf(from: unknown, to: unknown, state: RunState): number | null {
  const [start, end] = [timeOf(from), timeOf(to)]
  return start === null || end === null || end <= start || !isOver(state) ? null : end - start
}

function commitOf(sha: unknown, message: unknown): string {
  return [shortSha(sha), line(textOf(message).slice(0, 500).split('\n', 1)[0], 80)].filter(Boolean).join(' ')
}

/** `pipeline.<state>` */
export function workflowRun(at: Happening, payload: JsonObject, context: EventContext): ConvertedEvent {
  const found = objectOf(payload.workflow_run)
  const state = stateOf(found)
  const branch = line(found.head_branch, 60)
  const name = line(found.name, 80) || line(objectOf(payload.workflow).name, 80)
  const number = textOf(found.run_number) === '' ? '' : `#${line(found.run_number, 20)}`
  return run(
    {
      ...at,
      source: at.host,
      kind: 'pipeline',
      key: cardKey('run', at.repo, found.id),
      icon: 'pipeline',
      title: [[name, branch].filter(Boolean).join(' · '), number].filter(Boolean).join(' '),
      state,
      actor: loginOf(found.triggering_actor) || loginOf(found.actor) || at.actor,
      took: tookOf(found.run_started_at ?? found.created_at, found.updated_at, state),
      finishedAt: found.updated_at,
      commit: commitOf(found.head_sha, objectOf(found.head_commit).message ?? found.display_title),
      trigger: line(found.event, 40),
      links: [logLink(found.html_url, state, context)],
    },
    context,
  )
}

/** `job.<state>` */
export function workflowJob(at: Happening, payload: JsonObject, context: EventContext): ConvertedEvent {
  const found = objectOf(payload.workflow_job)
  const state = stateOf(found)
  return run(
    {
      ...at,
      source: at.host,
      kind: 'job',
      key: cardKey('job', at.repo, found.id),
      icon: 'pipeline',
      title: [line(found.workflow_name, 80), line(found.name, 80)].filter(Boolean).join(' · '),
      state,
      took: tookOf(found.started_at, found.completed_at, state),
      finishedAt: found.completed_at,
      branch: line(found.head_branch, 80),
      commit: shortSha(found.head_sha),
      steps: objectsOf(found.steps)
        .slice(0, 100)
        .map(step => {
          const now = stateOf(step)
          return stepOf(line(step.name, 40), now, tookOf(step.started_at, step.completed_at, now), context)
        }),
      links: [logLink(found.html_url, state, context)],
    },
    context,
  )
}

/** `check.<state>`, of a key of its commit and name. */
export function checkRun(at: Happening, payload: JsonObject, context: EventContext): ConvertedEvent {
  const found = objectOf(payload.check_run)
  const output = objectOf(found.output)
  const state = stateOf(found)
  return run(
    {
      ...at,
      source: line(objectOf(found.app).name, 60) || at.host,
      kind: 'check',
      key: cardKey('check', at.repo, found.head_sha, found.name),
      icon: 'pipeline',
      title: line(found.name, 120),
      state,
      took: tookOf(found.started_at, found.completed_at, state),
      finishedAt: found.completed_at,
      branch: line(objectOf(found.check_suite).head_branch, 80),
      commit: shortSha(found.head_sha),
      error: [gist(output.title, 120), block(output.text || output.summary, 500, 6)].filter(Boolean).join('\n'),
      links: [logLink(found.details_url ?? found.html_url, state, context)],
    },
    context,
  )
}

/** `checks.<state>` */
export function checkSuite(at: Happening, payload: JsonObject, context: EventContext): ConvertedEvent {
  const found = objectOf(payload.check_suite)
  const state = stateOf(found)
  return run(
    {
      ...at,
      source: at.host,
      kind: 'checks',
      key: cardKey('checks', at.repo, found.id),
      icon: 'pipeline',
      title: [line(objectOf(found.app).name, 80), line(found.head_branch, 60)].filter(Boolean).join(' · ') || at.repo,
      state,
      took: tookOf(found.created_at, found.updated_at, state),
      finishedAt: found.updated_at,
      commit: commitOf(found.head_sha, objectOf(found.head_commit).message),
      links: [],
    },
    context,
  )
}

/** `status.<state>`, of a key of its commit and context. */
export function commitStatus(at: Happening, payload: JsonObject, context: EventContext): ConvertedEvent {
  const state = stateOf(payload)
  const commit = objectOf(payload.commit)
  return run(
    {
      ...at,
      source: at.host,
      kind: 'status',
      key: cardKey('status', at.repo, payload.sha, payload.context),
      icon: 'pipeline',
      title: line(payload.context, 120) || at.repo,
      state,
      took: null,
      finishedAt: payload.updated_at,
      branch: line(objectsOf(payload.branches)[0]?.name, 80),
      commit: commitOf(payload.sha, objectOf(commit.commit).message ?? commit.message),
      error: block(payload.description, 300, 4),
      links: [logLink(payload.target_url ?? commit.html_url, state, context)],
    },
    context,
  )
}

/** `deployment.<state>` */
export function deploymentStatus(at: Happening, payload: JsonObject, context: EventContext): ConvertedEvent {
  const status = objectOf(payload.deployment_status)
  const deployment = objectOf(payload.deployment)
  const state = stateOf({ state: status.state ?? 'created' })
  const to = line(status.environment ?? deployment.environment, 60)
  return run(
    {
      ...at,
      source: at.host,
      kind: 'deployment',
      key: cardKey('deployment', at.repo, deployment.id),
      icon: 'rocket',
      title: [line(deployment.ref, 80), to].filter(Boolean).join(' → ') || at.repo,
      state,
      actor: loginOf(deployment.creator) || at.actor,
      took: tookOf(deployment.created_at, status.created_at, state),
      finishedAt: status.created_at,
      commit: shortSha(deployment.sha),
      error: block(status.description, 300, 4),
      links: [logLink(status.log_url || status.target_url, state, context), siteLink(status.environment_url, context)],
    },
    context,
  )
}

const loginOf = (person: unknown) => line(objectOf(person).login, 60)

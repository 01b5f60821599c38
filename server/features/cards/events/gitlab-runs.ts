import type { ConvertedEvent, JsonObject } from '../converted.ts'
import { listOf, objectOf, objectsOf, textOf } from '../json.ts'
import type { Happening } from './code-host.ts'
import { cardKey, type Step } from './parts.ts'
import { logLink, type RunState, run, siteLink, stepOf } from './runs.ts'
import { block, type EventContext, line, refName, shortSha, timeOf, type Words, wordsOf } from './words.ts'

/* Pipelines, jobs and deployments of GitLab. */

const words = {
  stage: ['阶段', 'Stage'],
  mergeRequest: ['合并请求', 'Merge request'],
} as const satisfies Words

const states: Readonly<Record<string, RunState>> = {
  created: 'queued',
  waiting_for_resource: 'queued',
  preparing: 'queued',
  pending: 'queued',
  scheduled: 'queued',
  running: 'running',
  success: 'passed',
  failed: 'failed',
  canceled: 'cancelled',
  canceling: 'cancelled',
  skipped: 'skipped',
  manual: 'waiting',
  blocked: 'waiting',
}

function stateOf(status: unknown): RunState {
  const word = textOf(status)
  return Object.hasOwn(states, word) ? (states[word] ?? 'running') : 'running'
}

/** Milliseconds of seconds; null where it is none. */
const secondsOf = (value: unknown) => (typeof value === 'number' && value > 0 ? value * 1_000 : null)
/** Whether a job that failed may do so. */
const isForgiven = (build: JsonObject) => build.allow_failure === true && build.status === 'failed'

/** The stages of a pipeline, each as far as its jobs are. */
function stagesOf(names: readonly string[], builds: readonly JsonObject[], context: EventContext): Step[] {
  return names.map(name => {
    const jobs = builds.filter(build => textOf(build.stage) === name)
    const found = jobs.map(build => (isForgiven(build) ? 'passed' : stateOf(build.status)))
    const first = (['failed', 'running', 'cancelled', 'waiting', 'queued', 'passed'] as const).find(state =>
      found.includes(state),
    )
    // Some are through and others wait: it is under way.
    const state = first === 'queued' && found.includes('passed') ? 'running' : (first ?? 'skipped')
    const starts = jobs.map(build => timeOf(build.started_at)).filter(time => time !== null)
    const ends = jobs.map(build => timeOf(build.finished_at)).filter(time => time !== null)
    const took = starts.length === 0 || ends.length === 0 ? null : Math.max(...ends) - Math.min(...starts)
    return stepOf(name, state, state === 'passed' || state === 'failed' ? took : null, context)
  })
}

const firstLine = (text: unknown) => line(textOf(text).slice(0, 500).split('\n', 1)[0], 80)

/** `pipeline.<state>` */
export function pipeline(at: Happening, payload: JsonObject, context: EventContext): ConvertedEvent {
  const about = objectOf(payload.object_attributes)
  const state = stateOf(about.status)
  const builds = objectsOf(payload.builds).slice(0, 300)
  const named = listOf(about.stages).map(name => textOf(name))
  const stages = (named.length > 0 ? named : [...new Set(builds.map(build => textOf(build.stage)))]).slice(0, 50)
  const failed = builds.filter(build => stateOf(build.status) === 'failed' && !isForgiven(build))
  const merge = objectOf(payload.merge_request)
  const web = textOf(at.repoUrl)
  const id = line(about.id, 30)
  return run(
    {
      ...at,
      source: at.host,
      kind: 'pipeline',
      key: cardKey('pipeline', at.repo, about.id),
      icon: 'pipeline',
      title: `${[at.repo.split('/').at(-1) ?? '', refName(about.ref)].filter(Boolean).join(' · ')} #${id}`,
      state,
      took: secondsOf(about.duration),
      finishedAt: about.finished_at,
      commit: [shortSha(about.sha), firstLine(objectOf(payload.commit).message)].filter(Boolean).join(' '),
      steps: stagesOf(stages, builds, context),
      error: failed
        .slice(0, 5)
        .map(build =>
          [`${line(build.stage, 40)} / ${line(build.name, 60)}`, line(build.failure_reason, 80)]
            .filter(Boolean)
            .join(': '),
        )
        .join('\n'),
      facts: [
        [
          wordsOf(words, context)('mergeRequest'),
          textOf(merge.iid) === '' ? '' : `!${line(merge.iid, 20)} ${line(merge.title, 100)}`,
        ],
      ],
      links: [logLink(about.url ?? (web === '' ? '' : `${web}/-/pipelines/${id}`), state, context)],
    },
    context,
  )
}

/** `job.<state>` */
export function job(at: Happening, payload: JsonObject, context: EventContext): ConvertedEvent {
  const state =
    payload.build_allow_failure === true && payload.build_status === 'failed' ? 'passed' : stateOf(payload.build_status)
  const web = textOf(at.repoUrl)
  const id = textOf(payload.build_id)
  return run(
    {
      ...at,
      source: at.host,
      kind: 'job',
      key: cardKey('job', at.repo, payload.build_id),
      icon: 'pipeline',
      title: [line(payload.build_name, 80), refName(payload.ref)].filter(Boolean).join(' · '),
      state,
      took: secondsOf(payload.build_duration),
      finishedAt: payload.build_finished_at,
      commit: [shortSha(payload.sha), firstLine(objectOf(payload.commit).message)].filter(Boolean).join(' '),
      error: block(payload.build_failure_reason === 'unknown_failure' ? '' : payload.build_failure_reason, 200, 2),
      facts: [[wordsOf(words, context)('stage'), payload.build_stage]],
      links: [logLink(web === '' || !/^\d{1,20}$/.test(id) ? '' : `${web}/-/jobs/${id}`, state, context)],
    },
    context,
  )
}

/** `deployment.<state>` */
export function deployment(at: Happening, payload: JsonObject, context: EventContext): ConvertedEvent {
  const state = stateOf(payload.status)
  const to = line(payload.environment, 60)
  return run(
    {
      ...at,
      source: at.host,
      kind: 'deployment',
      key: cardKey('deployment', at.repo, payload.deployment_id),
      icon: 'rocket',
      title: [line(payload.ref, 80) || at.repo.split('/').at(-1) || '', to].filter(Boolean).join(' → '),
      state,
      took: null,
      finishedAt: textOf(payload.status_changed_at).replace(/ ([+-]\d{4})$/, '$1'),
      commit: [line(payload.short_sha, 12), line(payload.commit_title, 80)].filter(Boolean).join(' '),
      links: [logLink(payload.deployable_url, state, context), siteLink(payload.environment_external_url, context)],
    },
    context,
  )
}

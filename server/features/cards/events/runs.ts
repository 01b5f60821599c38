import type { CardTone } from '@lianqun/protocol'
import type { ConvertedEvent } from '../converted.ts'
import type { Happening } from './code-host.ts'
import { type CardParts, cardOf, code, facts, type Step, steps } from './parts.ts'
import { clock, duration, type EventContext, line, type Words, wordsOf } from './words.ts'

/*
 * Cards of what machines do: pipelines, jobs, checks, deployments. One card each, which their later events change; what
 * passed is one quiet line.
 */

export type RunState = 'queued' | 'running' | 'waiting' | 'passed' | 'failed' | 'cancelled' | 'skipped'

const words = {
  queued: ['排队中', 'Queued'],
  running: ['运行中', 'Running'],
  waiting: ['待确认', 'Waiting'],
  passed: ['已通过', 'Passed'],
  failed: ['失败', 'Failed'],
  cancelled: ['已取消', 'Cancelled'],
  skipped: ['已跳过', 'Skipped'],
  deploying: ['部署中', 'Deploying'],
  deployed: ['已部署', 'Deployed'],
  endedBy: ['{who} {time} {what}', '{what} by {who} {time}'],
  ended: ['{time} {what}', '{what} {time}'],
  took: ['用时 {time}', 'took {time}'],
  commit: ['提交', 'Commit'],
  branch: ['分支', 'Branch'],
  trigger: ['触发', 'Trigger'],
  log: ['看日志', 'Log'],
  openIt: ['打开', 'Open'],
  site: ['看站点', 'Open site'],
} as const satisfies Words

export const runTones: Record<RunState, CardTone> = {
  queued: 'running',
  running: 'running',
  waiting: 'todo',
  passed: 'good',
  failed: 'failing',
  cancelled: 'over',
  skipped: 'over',
}

const stepStates: Record<RunState, Step['state']> = {
  queued: 'todo',
  running: 'now',
  waiting: 'todo',
  passed: 'done',
  failed: 'failed',
  cancelled: 'failed',
  skipped: 'todo',
}

/** A step of a run. `ms`: how long it took. */
export function stepOf(title: string, state: RunState, ms: number | null, context: EventContext): Step {
  const took = duration(ms, context.language)
  const text = took !== '' && state !== 'queued' && state !== 'skipped' ? took : wordsOf(words, context)(state)
  return { title, text, state: stepStates[state] }
}

export interface Run extends Pick<Happening, 'repo' | 'actor'> {
  /** As the last line says it, such as `GitHub`. */
  source: string
  /** What comes before the state in the name of the event: `pipeline`, `job`, `check`. */
  kind: string
  key: string
  icon: CardParts['icon']
  title: string
  state: RunState
  /** Milliseconds. */
  took: number | null
  finishedAt?: unknown
  branch?: string
  commit?: string
  trigger?: string
  steps?: readonly Step[]
  /** Lines that say what went wrong, cut. */
  error?: string
  links: CardParts['links']
  /** Facts of its own. */
  facts?: readonly (readonly [string, unknown])[]
}

/** `<kind>.<state>`: over when it passed, was cancelled or skipped; what failed still wants somebody. */
export function run(found: Run, context: EventContext): ConvertedEvent {
  const say = wordsOf(words, context)
  const { state } = found
  const took = duration(found.took, context.language)
  const deploys: Partial<Record<RunState, keyof typeof words>> = { running: 'deploying', passed: 'deployed' }
  const spoken = say((found.kind === 'deployment' ? deploys[state] : undefined) ?? state)
  const tone = runTones[state]
  const closed = state === 'passed' || state === 'cancelled' || state === 'skipped'
  const time = clock(found.finishedAt ?? context.receivedAt, context)
  const who = line(found.actor, 60)
  const head: CardParts = {
    icon: closed && state === 'passed' ? 'check' : found.icon,
    title: found.title,
    subtitle: found.repo,
    tone,
    tag: { text: spoken, tone },
  }
  const card = closed
    ? cardOf({
        ...head,
        footer: [
          say(who === '' ? 'ended' : 'endedBy', { who, time, what: spoken }),
          took === '' ? '' : say('took', { time: took }),
          line(found.commit ?? '', 60),
        ],
        state: state === 'passed' ? 'done' : undefined,
      })
    : cardOf({
        ...head,
        body: [
          steps(found.steps ?? []),
          state === 'failed' ? code(found.error ?? '') : null,
          facts([
            [say('branch'), found.branch ?? ''],
            [say('commit'), found.commit ?? ''],
            [say('trigger'), found.trigger ?? ''],
            ...(found.facts ?? []),
          ]),
        ],
        links: found.links,
        footer: [found.source, who, took === '' ? '' : say('took', { time: took })],
        note: time,
      })
  return {
    event: `${found.kind}.${state}`,
    title: [line(found.repo, 80), line(found.title)].filter(Boolean).join(' '),
    key: found.key,
    card,
    closed,
  }
}

/** The links that most runs have: its log, first thing to see where it failed. */
export function logLink(url: unknown, state: RunState, context: EventContext): NonNullable<CardParts['links']>[number] {
  return { title: wordsOf(words, context)('log'), url, primary: state === 'failed' }
}

/** What was deployed, where it can be looked at. */
export function siteLink(url: unknown, context: EventContext): NonNullable<CardParts['links']>[number] {
  return { title: wordsOf(words, context)('site'), url }
}

import type { CardInline, CardTone } from '@lianqun/protocol'
import type { ConvertedEvent } from '../converted.ts'
import { textOf } from '../json.ts'
import { type CardParts, cardKey, cardOf, literal, openUrl } from './parts.ts'
import { clock, type EventContext, eventName, gist, line, refName, shortSha, type Words, wordsOf } from './words.ts'

/*
 * Cards that GitHub, GitLab, Gitea and Forgejo share: a push, a branch or tag, a release, and what has no card of its
 * own. What a host calls them is read before. Changes that are asked for and issues are in `topics.ts`.
 */

export type CodeHost = 'GitHub' | 'GitLab' | 'Gitea' | 'Forgejo'

/** Where and by whom something happened. */
export interface Happening {
  host: CodeHost
  /** With its owner: `octo/hello`. */
  repo: string
  repoUrl: unknown
  actor: string
  /** As it is written in `event`: `opened`, `labeled`. */
  action: string
}

export interface Push extends Happening {
  ref: string
  isTag: boolean
  change: 'created' | 'deleted' | 'forced' | 'pushed'
  commits: { sha: unknown; message: unknown; author: string; url: unknown }[]
  total: number
  compareUrl: unknown
}

export interface Release extends Happening {
  tag: string
  name: string
  body: unknown
  url: unknown
  isPrerelease: boolean
}

const words = {
  seeChanges: ['看改动', 'See changes'],
  openIt: ['打开', 'Open'],
  commits: ['{count} 个提交', '{count} commits'],
  oneCommit: ['1 个提交', '1 commit'],
  forced: ['强制推送', 'Force-pushed'],
  more: ['还有 {count} 个', '{count} more'],
  newBranch: ['新分支', 'New branch'],
  newTag: ['新标签', 'New tag'],
  deletedBranch: ['分支已删', 'Branch deleted'],
  deletedTag: ['标签已删', 'Tag deleted'],
  release: ['发布', 'Released'],
  prerelease: ['预发布', 'Pre-release'],
  releaseDeleted: ['发布已删', 'Release deleted'],
  releaseDraft: ['草稿', 'Draft'],
} as const satisfies Words

const shownCommits = 5

/** `push`, or `branch` or `tag` with `created` or `deleted`: each a card of its own. */
export function push(pushed: Push, context: EventContext): ConvertedEvent {
  const say = wordsOf(words, context)
  const { isTag, change, total, ref } = pushed
  const rest = total - Math.min(pushed.commits.length, shownCommits)
  const inlines = pushed.commits
    .slice(0, shownCommits)
    .flatMap(({ sha, message, author, url }, index): CardInline[] => {
      const selectAction = openUrl(shortSha(sha), url)
      const text = `${index === 0 ? '' : '\n'}${shortSha(sha) || '•'} `
      const first = line(textOf(message).slice(0, 500).trimStart().split('\n', 1)[0], 100)
      return [
        { type: 'TextRun', text, fontType: 'monospace', ...(selectAction && { selectAction }) },
        first,
        { type: 'TextRun', text: author === '' ? '' : ` · ${line(author, 40)}`, isSubtle: true },
      ]
    })
  if (rest > 0 && inlines.length > 0)
    inlines.push({ type: 'TextRun', text: `\n${say('more', { count: rest })}`, isSubtle: true })
  const isRef = change === 'created' || change === 'deleted'
  const tag = isRef
    ? say(change === 'created' ? (isTag ? 'newTag' : 'newBranch') : isTag ? 'deletedTag' : 'deletedBranch')
    : change === 'forced'
      ? say('forced')
      : total === 1
        ? say('oneCommit')
        : say('commits', { count: total })
  return {
    event: isRef || isTag ? `${isTag ? 'tag' : 'branch'}.${isRef ? change : 'moved'}` : 'push',
    title: `${pushed.repo} ${ref}`,
    key: null,
    card: cardOf({
      icon: isTag ? 'tag' : isRef ? 'branch' : 'commit',
      title: `${pushed.repo} · ${ref}`,
      tone: change === 'deleted' ? 'over' : change === 'forced' ? 'taken' : undefined,
      tag: { text: tag, tone: change === 'forced' ? 'taken' : undefined },
      body: [inlines.length > 0 && change !== 'deleted' ? { type: 'RichTextBlock', inlines } : null],
      links: [
        change === 'deleted' ? null : { title: say(total > 0 ? 'seeChanges' : 'openIt'), url: pushed.compareUrl },
      ].filter(link => link !== null),
      footer: [pushed.host, line(pushed.actor, 60)],
      note: clock(context.receivedAt, context),
    }),
    closed: false,
  }
}

/** `release.<action>`, of a key of its tag. */
export function release(released: Release, context: EventContext): ConvertedEvent {
  const say = wordsOf(words, context)
  const { action, tag, name, isPrerelease } = released
  const isDeleted = action === 'deleted' || action === 'unpublished'
  const isDraft = action === 'drafted'
  const state = isDeleted ? 'releaseDeleted' : isDraft ? 'releaseDraft' : isPrerelease ? 'prerelease' : 'release'
  const tone: CardTone = isDeleted ? 'over' : isDraft || isPrerelease ? 'running' : 'good'
  const called = name === '' || name === tag ? tag : `${tag} ${name}`
  return {
    event: eventName('release', action),
    title: `${released.repo} ${called}`,
    key: cardKey('release', released.repo, tag),
    card: cardOf({
      icon: 'tag',
      title: called || released.repo,
      subtitle: released.repo,
      tone,
      tag: { text: say(state), tone },
      body: [isDeleted ? null : literal(gist(released.body))],
      links: isDeleted ? [] : [{ title: say('openIt'), url: released.url }],
      footer: [released.host, line(released.actor, 60)],
      note: clock(context.receivedAt, context),
    }),
    closed: isDeleted,
  }
}

/** A card of one line, for what has no card of its own: `event`: the parts of its name. */
export function plainEvent(
  happening: Happening,
  parts: {
    event: string[]
    title: string
    key?: string | null
    icon?: CardParts['icon']
    text?: string
    url?: unknown
  },
  context: EventContext,
): ConvertedEvent {
  const say = wordsOf(words, context)
  return {
    event: eventName(...parts.event),
    title: line(`${happening.repo} ${parts.title}`.trim()),
    key: parts.key ?? null,
    card: cardOf({
      icon: parts.icon ?? 'info',
      title: parts.title,
      subtitle: happening.repo,
      body: [literal(parts.text ?? '')],
      links: [{ title: say('openIt'), url: parts.url ?? happening.repoUrl }],
      footer: [happening.host, line(happening.actor, 60)],
      note: clock(context.receivedAt, context),
    }),
    closed: false,
  }
}

/** Whether a ref names a tag, and the name without what Git puts before it. */
export function readRef(ref: unknown): { ref: string; isTag: boolean } {
  return { ref: refName(ref), isTag: textOf(ref).startsWith('refs/tags/') }
}

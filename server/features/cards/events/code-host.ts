import type { CardInline, CardTone } from '@lianqun/protocol'
import type { ConvertedEvent } from '../converted.ts'
import { textOf } from '../json.ts'
import { type CardParts, cardKey, cardOf, facts, literal, openUrl, quote } from './parts.ts'
import {
  clock,
  type EventContext,
  eventName,
  gist,
  known,
  line,
  refName,
  shortSha,
  type Words,
  wordsOf,
} from './words.ts'

/*
 * Cards that GitHub, GitLab, Gitea and Forgejo share: a change that is asked for, an issue, a push, a branch or tag, a
 * release, a fork, a star. What a host calls them is read before.
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

/** What somebody said on it. `text`: Markdown. */
export interface Comment {
  author: string
  text: unknown
  url: unknown
}

interface Topic extends Happening {
  number: string
  title: string
  url: unknown
  body: unknown
  labels: string[]
  assignees: string[]
  /** When it came to its end. */
  closedAt: unknown
  closedBy: string
  comment?: Comment
}

/** A pull or merge request. */
export interface ChangeRequest extends Topic {
  mark: '#' | '!'
  state: 'open' | 'draft' | 'approved' | 'changes' | 'merged' | 'closed'
  diffUrl: unknown
  from: string
  to: string
  /** `+182 −47`, with files; empty where it is not said. */
  size?: { additions: number; deletions: number; files: number }
  reviewers: string[]
}

export interface Issue extends Topic {
  /** `dropped`: closed as something that will not be done. */
  state: 'open' | 'done' | 'dropped'
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
  open: ['待评审', 'Needs review'],
  draft: ['草稿', 'Draft'],
  approved: ['已批准', 'Approved'],
  changes: ['要求修改', 'Changes requested'],
  merged: ['已合并', 'Merged'],
  closed: ['已关闭', 'Closed'],
  issueOpen: ['待处理', 'Open'],
  done: ['已完成', 'Done'],
  dropped: ['不处理', 'Not planned'],
  mergedLine: ['{who} {time} 合并到 {to}', 'Merged to {to} by {who} {time}'],
  closedLine: ['{who} {time} 关闭', 'Closed by {who} {time}'],
  branch: ['分支', 'Branch'],
  size: ['改动', 'Changes'],
  files: ['{count} 个文件', '{count} files'],
  reviewers: ['评审', 'Review'],
  assignees: ['负责人', 'Assigned'],
  labels: ['标签', 'Labels'],
  seeChanges: ['看改动', 'See changes'],
  openIt: ['打开', 'Open'],
  openComment: ['看评论', 'Open comment'],
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

/** What a person did to a topic, for the last line of its card. */
const deeds = {
  opened: ['提出', 'opened'],
  reopened: ['重新打开', 'reopened'],
  edited: ['修改了说明', 'edited'],
  synchronize: ['推了新提交', 'pushed commits'],
  labeled: ['加了标签', 'labelled'],
  unlabeled: ['去了标签', 'unlabelled'],
  assigned: ['指派', 'assigned'],
  unassigned: ['取消指派', 'unassigned'],
  review_requested: ['请求评审', 'asked for review'],
  review_request_removed: ['撤回评审请求', 'withdrew a review request'],
  ready_for_review: ['可以评审了', 'made it ready for review'],
  converted_to_draft: ['转为草稿', 'made it a draft'],
  milestoned: ['加入里程碑', 'set the milestone'],
  demilestoned: ['移出里程碑', 'cleared the milestone'],
  resolved: ['解决了讨论', 'resolved a thread'],
  unresolved: ['重开讨论', 'reopened a thread'],
  locked: ['锁定', 'locked'],
  unlocked: ['解锁', 'unlocked'],
  pinned: ['置顶', 'pinned'],
  unpinned: ['取消置顶', 'unpinned'],
  transferred: ['转移', 'transferred'],
  deleted: ['删除', 'deleted'],
  auto_merge_enabled: ['开了自动合并', 'turned on auto-merge'],
  auto_merge_disabled: ['关了自动合并', 'turned off auto-merge'],
  enqueued: ['排入合并队列', 'queued it to merge'],
  dequeued: ['移出合并队列', 'took it out of the queue'],
  approved: ['批准', 'approved'],
  unapproved: ['撤回批准', 'withdrew the approval'],
  reviewed: ['评审', 'reviewed'],
  changes_requested: ['要求修改', 'asked for changes'],
  closed: ['关闭', 'closed'],
  dismissed: ['撤销评审', 'dismissed a review'],
  commented: ['评论', 'commented'],
  comment_edited: ['改了评论', 'edited a comment'],
  comment_deleted: ['删了评论', 'deleted a comment'],
} as const satisfies Words

const tones: Record<ChangeRequest['state'] | Issue['state'], CardTone> = {
  open: 'todo',
  draft: 'running',
  approved: 'good',
  changes: 'taken',
  merged: 'over',
  closed: 'over',
  done: 'good',
  dropped: 'over',
}

/** Actions after which a comment is there to be read. */
const hasComment = (action: string) => action !== 'comment_deleted'

function deed(action: string, context: EventContext): string {
  const key = known(deeds, action)
  return key === null ? line(action.replace(/_/g, ' '), 40) : wordsOf(deeds, context)(key)
}

/** `GitHub · octocat 推了新提交` */
function footerOf(topic: Happening, context: EventContext): Pick<CardParts, 'footer' | 'note'> {
  return {
    footer: [topic.host, [line(topic.actor, 60), deed(topic.action, context)].filter(Boolean).join(' ')],
    note: clock(context.receivedAt, context),
  }
}

const list = (names: readonly string[]) =>
  names
    .filter(name => name !== '')
    .slice(0, 5)
    .map(name => line(name, 40))
    .join(', ')

function commentOf({ comment, action }: Topic): ReturnType<typeof quote> {
  return comment && hasComment(action) ? quote(line(comment.author, 60), gist(comment.text)) : null
}

/** Where a topic's comment or the topic itself is. */
function openLink(topic: Topic, context: EventContext) {
  const say = wordsOf(words, context)
  const shown = topic.comment && hasComment(topic.action) && textOf(topic.comment.url) !== ''
  return shown ? { title: say('openComment'), url: topic.comment?.url } : { title: say('openIt'), url: topic.url }
}

/** `pull_request.<action>`, of the key `repo!number`. */
export function changeRequest(change: ChangeRequest, context: EventContext): ConvertedEvent {
  const say = wordsOf(words, context)
  const { state, from, to, size } = change
  const closed = state === 'merged' || state === 'closed'
  const title = `${change.mark}${change.number} ${change.title}`
  const head: CardParts = {
    icon: state === 'merged' ? 'git-merge' : 'git-pull-request',
    title,
    subtitle: change.repo,
    tone: tones[state],
    tag: { text: say(state), tone: tones[state] },
  }
  const time = clock(change.closedAt, context)
  const who = line(change.closedBy || change.actor, 60)
  const card = closed
    ? cardOf({
        ...head,
        body: [commentOf(change)],
        links: change.comment ? [openLink(change, context)] : [],
        footer: [say(state === 'merged' ? 'mergedLine' : 'closedLine', { who, time, to: line(to, 60) })],
        state: state === 'merged' ? 'done' : undefined,
      })
    : cardOf({
        ...head,
        body: [
          commentOf(change) ?? literal(gist(change.body)),
          facts([
            [say('branch'), from !== '' && to !== '' ? `${from} → ${to}` : from || to],
            [say('size'), size ? `+${size.additions} −${size.deletions} · ${say('files', { count: size.files })}` : ''],
            [say('reviewers'), list(change.reviewers)],
            [say('assignees'), list(change.assignees)],
            [say('labels'), list(change.labels)],
          ]),
        ],
        links: [
          { title: say('seeChanges'), url: change.diffUrl, primary: state === 'open' },
          openLink(change, context),
        ],
        ...footerOf(change, context),
      })
  return {
    event: eventName('pull_request', state === 'merged' && change.action === 'closed' ? 'merged' : change.action),
    title: `${change.repo}${title}`,
    key: cardKey(`${change.repo}!${change.number}`),
    card,
    closed,
  }
}

/** `issue.<action>`, of the key `repo#number`. */
export function issue(topic: Issue, context: EventContext): ConvertedEvent {
  const say = wordsOf(words, context)
  const closed = topic.state !== 'open' || topic.action === 'deleted'
  const title = `#${topic.number} ${topic.title}`
  const tone = topic.action === 'deleted' ? 'over' : tones[topic.state]
  const head: CardParts = {
    icon: 'clipboard-list',
    title,
    subtitle: topic.repo,
    tone,
    tag: { text: say(topic.state === 'open' ? 'issueOpen' : topic.state), tone },
  }
  const time = clock(topic.closedAt, context)
  const card = closed
    ? cardOf({
        ...head,
        body: [commentOf(topic)],
        links: topic.comment ? [openLink(topic, context)] : [],
        ...(topic.action === 'deleted'
          ? footerOf(topic, context)
          : { footer: [say('closedLine', { who: line(topic.closedBy || topic.actor, 60), time })] }),
        state: topic.state === 'done' ? 'done' : undefined,
      })
    : cardOf({
        ...head,
        body: [
          commentOf(topic) ?? literal(gist(topic.body)),
          facts([
            [say('assignees'), list(topic.assignees)],
            [say('labels'), list(topic.labels)],
          ]),
        ],
        links: [openLink(topic, context)],
        ...footerOf(topic, context),
      })
  return {
    event: eventName('issue', topic.action),
    title: `${topic.repo}${title}`,
    key: cardKey(`${topic.repo}#${topic.number}`),
    card,
    closed,
  }
}

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
      icon: isTag ? 'tag' : isRef ? 'git-branch' : 'git-commit',
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

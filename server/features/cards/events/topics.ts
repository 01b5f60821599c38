import type { CardTone } from '@lianqun/protocol'
import type { ConvertedEvent } from '../converted.ts'
import { textOf } from '../json.ts'
import type { Happening } from './code-host.ts'
import { type CardParts, cardKey, cardOf, facts, literal, quote } from './parts.ts'
import { clock, type EventContext, eventName, gist, known, line, type Words, wordsOf } from './words.ts'

/*
 * Cards of what is talked about on GitHub, GitLab, Gitea and Forgejo: a change that is asked for, and an issue.
 */

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
  mergedAlone: ['{time} 合并到 {to}', 'Merged to {to} {time}'],
  closedAlone: ['{time} 关闭', 'Closed {time}'],
  branch: ['分支', 'Branch'],
  size: ['改动', 'Changes'],
  files: ['{count} 个文件', '{count} files'],
  reviewers: ['评审', 'Review'],
  assignees: ['负责人', 'Assigned'],
  labels: ['标签', 'Labels'],
  seeChanges: ['看改动', 'See changes'],
  openIt: ['打开', 'Open'],
  openComment: ['看评论', 'Open comment'],
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

/** Who brought it to its end; empty where a later event does not say. */
function closerOf({ closedBy, action, actor }: Topic): string {
  return line(closedBy || (action === 'closed' || action === 'merged' ? actor : ''), 60)
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
    icon: state === 'merged' ? 'merge' : 'pull-request',
    title,
    subtitle: change.repo,
    tone: tones[state],
    tag: { text: say(state), tone: tones[state] },
  }
  const time = clock(change.closedAt, context)
  const who = closerOf(change)
  const card = closed
    ? cardOf({
        ...head,
        body: [commentOf(change)],
        links: change.comment ? [openLink(change, context)] : [],
        footer: [
          say(`${state === 'merged' ? 'merged' : 'closed'}${who === '' ? 'Alone' : 'Line'}`, {
            who,
            time,
            to: line(to, 60),
          }),
        ],
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
    icon: 'clipboard',
    title,
    subtitle: topic.repo,
    tone,
    tag: { text: say(topic.state === 'open' ? 'issueOpen' : topic.state), tone },
  }
  const time = clock(topic.closedAt, context)
  const who = closerOf(topic)
  const card = closed
    ? cardOf({
        ...head,
        body: [commentOf(topic)],
        links: topic.comment ? [openLink(topic, context)] : [],
        ...(topic.action === 'deleted'
          ? footerOf(topic, context)
          : { footer: [say(who === '' ? 'closedAlone' : 'closedLine', { who, time })] }),
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

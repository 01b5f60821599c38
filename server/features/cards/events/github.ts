import { lengthOf } from '../bounded.ts'
import type { ConvertedEvent, JsonObject } from '../converted.ts'
import { objectOf, objectsOf, textOf } from '../json.ts'
import { type CodeHost, type Happening, plainEvent, push, readRef, release } from './code-host.ts'
import { checkRun, checkSuite, commitStatus, deploymentStatus, workflowJob, workflowRun } from './github-runs.ts'
import { securityAlert } from './github-security.ts'
import { type ChangeRequest, type Comment, changeRequest, type Issue, issue } from './topics.ts'
import { type EventContext, gist, line, refName, shortSha, type Words, wordsOf } from './words.ts'

/*
 * Events of GitHub, by `X-GitHub-Event`: https://docs.github.com/en/webhooks/webhook-events-and-payloads
 */

const words = {
  ping: ['Webhook 已接通', 'Webhook connected'],
  fork: ['复刻到 {name}', 'Forked to {name}'],
  star: ['收获一颗星，共 {count}', 'Starred, {count} now'],
  unstar: ['少了一颗星，共 {count}', 'Unstarred, {count} now'],
  commentOn: ['评论 {about}', 'Comment on {about}'],
  wiki: ['文档更新：{pages}', 'Wiki: {pages}'],
} as const satisfies Words

/** Converts an event of GitHub. @throws PayloadError */
export function convertGitHub(payload: JsonObject, context: EventContext): ConvertedEvent | null {
  return convertHubEvent(textOf(context.headers['x-github-event']) || guessEvent(payload), payload, context, 'GitHub')
}

/** Converts an event in GitHub's form from a host that writes it. `event`: its name as GitHub has it. */
export function convertHubEvent(
  event: string,
  payload: JsonObject,
  context: EventContext,
  host: CodeHost,
): ConvertedEvent | null {
  const say = wordsOf(words, context)
  const repository = objectOf(payload.repository)
  const action = textOf(payload.action)
  const happening: Happening = {
    host,
    repo:
      line(repository.full_name, 140) || line(repository.name, 140) || line(objectOf(payload.organization).login, 80),
    repoUrl: repository.html_url,
    actor: nameOf(payload.sender),
    action,
  }
  switch (event) {
    case 'ping':
      return plainEvent(happening, { event: ['ping'], title: say('ping'), text: line(payload.zen) }, context)
    case 'push':
      return pushOf(happening, payload, context)
    case 'pull_request':
    case 'pull_request_target':
      return changeRequest(changeOf(happening, objectOf(payload.pull_request)), context)
    case 'pull_request_review':
      return reviewOf(happening, payload, context)
    case 'pull_request_review_comment':
    case 'pull_request_review_thread':
      return changeRequest(
        {
          ...changeOf(happening, objectOf(payload.pull_request)),
          action: commentAction(action),
          comment: commentOf(payload.comment ?? objectsOf(objectOf(payload.thread).comments)[0]),
        },
        context,
      )
    case 'issues':
      return issue(issueOf(happening, payload), context)
    case 'issue_comment': {
      const about = objectOf(payload.issue)
      const said = { action: commentAction(action), comment: commentOf(payload.comment) }
      // A comment on a pull request comes as one on an issue.
      return typeof about.pull_request === 'object' && about.pull_request !== null
        ? changeRequest({ ...changeOf(happening, aboutPull(about)), ...said }, context)
        : issue({ ...issueOf(happening, payload), ...said }, context)
    }
    case 'workflow_run':
      return workflowRun(happening, payload, context)
    case 'workflow_job':
      return workflowJob(happening, payload, context)
    case 'check_run':
      return checkRun(happening, payload, context)
    case 'check_suite':
      return checkSuite(happening, payload, context)
    case 'status':
      return commitStatus(happening, payload, context)
    case 'deployment':
    case 'deployment_status':
      return deploymentStatus(happening, payload, context)
    case 'release': {
      const found = objectOf(payload.release)
      return release(
        {
          ...happening,
          action: action || 'published',
          tag: line(found.tag_name, 80),
          name: line(found.name, 120),
          body: found.body,
          url: found.html_url,
          isPrerelease: found.prerelease === true,
        },
        context,
      )
    }
    case 'create':
    case 'delete': {
      const isTag = payload.ref_type === 'tag'
      return push(
        {
          ...happening,
          ...{ ref: refName(payload.ref), isTag, total: 0, commits: [] },
          change: event === 'create' ? 'created' : 'deleted',
          compareUrl: repository.html_url,
        },
        context,
      )
    }
    case 'fork': {
      const forkee = objectOf(payload.forkee)
      const title = say('fork', { name: line(forkee.full_name, 120) })
      return plainEvent(happening, { event: ['fork'], title, icon: 'branch', url: forkee.html_url }, context)
    }
    case 'star':
    case 'watch': {
      const title = say(action === 'deleted' ? 'unstar' : 'star', { count: line(repository.stargazers_count, 20) })
      return plainEvent(
        happening,
        { event: ['star', action === 'deleted' ? 'deleted' : 'created'], title, icon: 'star' },
        context,
      )
    }
    case 'gollum': {
      const pages = objectsOf(payload.pages)
      const title = say('wiki', {
        pages: pages
          .slice(0, 3)
          .map(page => line(page.title, 60))
          .join(', '),
      })
      return plainEvent(happening, { event: ['wiki'], title, icon: 'clipboard', url: pages[0]?.html_url }, context)
    }
    case 'commit_comment':
    case 'discussion_comment': {
      const comment = commentOf(payload.comment)
      const about = shortSha(objectOf(payload.comment).commit_id) || line(objectOf(payload.discussion).title, 100)
      const parts = { event: ['comment', action], title: say('commentOn', { about }), icon: 'message' as const }
      return plainEvent(happening, { ...parts, text: gist(comment.text), url: comment.url }, context)
    }
    case 'dependabot_alert':
    case 'code_scanning_alert':
    case 'secret_scanning_alert':
      return securityAlert(event, happening, payload, context)
    default: {
      const about = [event.replace(/_/g, ' '), action.replace(/_/g, ' ')].filter(Boolean).join(' · ')
      const thing = objectOf(payload[event])
      const text = line(thing.title ?? thing.name, 200)
      return plainEvent(
        happening,
        { event: [event || 'unknown', action], title: line(about, 120) || host, text, url: thing.html_url },
        context,
      )
    }
  }
}

/** How a host names a person. */
export function nameOf(person: unknown): string {
  const { login, username, name, full_name: fullName } = objectOf(person)
  // Gitea knows people by a name too, and leaves it empty where there is none.
  return line(fullName, 60) || line(login, 60) || line(username, 60) || line(name, 60)
}

/** The event of a payload that came without its header, as one that is tried out by hand does. */
function guessEvent(payload: JsonObject): string {
  const named = [
    'workflow_run',
    'workflow_job',
    'check_run',
    'check_suite',
    'deployment_status',
    'release',
    'forkee',
    'commits',
    'zen',
  ].find(name => name in payload)
  const shorts: Record<string, string> = { forkee: 'fork', commits: 'push', zen: 'ping' }
  if (named !== undefined) return shorts[named] ?? named
  const isAbout = (name: string) => typeof payload[name] === 'object' && payload[name] !== null
  if (isAbout('pull_request'))
    return isAbout('review')
      ? 'pull_request_review'
      : isAbout('comment')
        ? 'pull_request_review_comment'
        : 'pull_request'
  if (isAbout('issue')) return isAbout('comment') ? 'issue_comment' : 'issues'
  return 'context' in payload && 'sha' in payload ? 'status' : ''
}

const names = (list: unknown, field: string) =>
  objectsOf(list)
    .slice(0, 5)
    .map(one => line(one[field], 40))
const people = (list: unknown) => objectsOf(list).slice(0, 5).map(nameOf)

const commentActions: Record<string, string> = {
  created: 'commented',
  edited: 'comment_edited',
  deleted: 'comment_deleted',
}
const commentAction = (action: string) =>
  Object.hasOwn(commentActions, action) ? (commentActions[action] ?? action) : action || 'commented'

function commentOf(value: unknown): Comment {
  const comment = objectOf(value)
  return { author: nameOf(comment.user), text: comment.body, url: comment.html_url }
}

/** What a pull request and an issue have in common. */
function topicOf(happening: Happening, topic: JsonObject) {
  return {
    ...happening,
    action: happening.action || 'opened',
    number: line(topic.number, 20),
    title: line(topic.title),
    url: topic.html_url,
    body: topic.body,
    labels: names(topic.labels, 'name'),
    assignees: people(topic.assignees),
    closedAt: topic.merged_at ?? topic.closed_at,
    closedBy: nameOf(topic.merged_by) || nameOf(topic.closed_by),
  }
}

function changeOf(happening: Happening, pull: JsonObject): ChangeRequest {
  const isMerged = pull.merged === true || typeof pull.merged_at === 'string'
  const count = (name: string) => (typeof pull[name] === 'number' ? Math.trunc(Number(pull[name])) : null)
  const [additions, deletions, files] = [count('additions'), count('deletions'), count('changed_files')]
  const url = textOf(pull.html_url)
  return {
    ...topicOf(happening, pull),
    mark: '#',
    state: isMerged ? 'merged' : pull.state === 'closed' ? 'closed' : pull.draft === true ? 'draft' : 'open',
    diffUrl: url === '' ? '' : `${url}/files`,
    from: line(objectOf(pull.head).ref, 80),
    to: line(objectOf(pull.base).ref, 80),
    size: additions === null || deletions === null || files === null ? undefined : { additions, deletions, files },
    reviewers: [...people(pull.requested_reviewers), ...names(pull.requested_teams, 'name')],
  }
}

/** A pull request as the issue that it is too. */
function aboutPull(about: JsonObject): JsonObject {
  return { ...about, merged_at: objectOf(about.pull_request).merged_at ?? null }
}

function issueOf(happening: Happening, payload: JsonObject): Issue {
  const about = objectOf(payload.issue)
  const reason = textOf(about.state_reason)
  const isDropped = reason === 'not_planned' || reason === 'duplicate'
  return {
    ...topicOf(happening, about),
    state: about.state !== 'closed' ? 'open' : isDropped ? 'dropped' : 'done',
  }
}

function reviewOf(happening: Happening, payload: JsonObject, context: EventContext): ConvertedEvent {
  const review = objectOf(payload.review)
  const change = changeOf(happening, objectOf(payload.pull_request))
  const verdict = textOf(review.state).toLowerCase()
  const isOpen = change.state === 'open' || change.state === 'draft'
  const verdicts: Record<string, [state: ChangeRequest['state'], action: string]> = {
    approved: ['approved', 'approved'],
    changes_requested: ['changes', 'changes_requested'],
  }
  const [judged, deed] = (Object.hasOwn(verdicts, verdict) ? verdicts[verdict] : undefined) ?? [
    change.state,
    'reviewed',
  ]
  const state = isOpen ? judged : change.state
  const action = happening.action === 'submitted' ? deed : happening.action || 'reviewed'
  const said = gist(review.body) === '' ? undefined : commentOf(review)
  return changeRequest({ ...change, state, action, ...(said && { comment: said }) }, context)
}

function pushOf(happening: Happening, payload: JsonObject, context: EventContext): ConvertedEvent {
  const commits = objectsOf(payload.commits)
  const total = typeof payload.total_commits === 'number' ? payload.total_commits : lengthOf(payload.commits)
  const zero = /^0{40,64}$/
  const isNew = payload.created === true || zero.test(textOf(payload.before))
  const isGone = payload.deleted === true || zero.test(textOf(payload.after))
  const ref = readRef(payload.ref)
  return push(
    {
      ...happening,
      ...ref,
      actor: nameOf(payload.pusher) || happening.actor,
      // A new branch that brings commits is about these.
      change: isGone ? 'deleted' : isNew ? 'created' : payload.forced === true ? 'forced' : 'pushed',
      commits: commits.slice(0, 10).map(commit => ({
        sha: commit.id,
        message: commit.message,
        author: line(objectOf(commit.author).name, 60) || nameOf(commit.author),
        url: commit.url,
      })),
      total: Math.max(0, Math.trunc(total)),
      compareUrl: payload.compare ?? payload.compare_url,
    },
    context,
  )
}

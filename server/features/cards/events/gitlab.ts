import { lengthOf } from '../bounded.ts'
import type { ConvertedEvent, JsonObject } from '../converted.ts'
import { objectOf, objectsOf, textOf } from '../json.ts'
import { type Happening, plainEvent, push, readRef, release } from './code-host.ts'
import { deployment, job, pipeline } from './gitlab-runs.ts'
import { cardKey } from './parts.ts'
import { type ChangeRequest, changeRequest, type Issue, issue } from './topics.ts'
import { type EventContext, gist, line, shortSha, type Words, wordsOf } from './words.ts'

/*
 * Events of GitLab, by `object_kind`: https://docs.gitlab.com/user/project/integrations/webhook_events/
 */

const words = {
  wiki: ['文档 {title}', 'Wiki {title}'],
  commentOn: ['评论 {title}', 'Comment on {title}'],
} as const satisfies Words

/** GitLab's words for what was done, as the ones that cards of all hosts have. */
const actions: Readonly<Record<string, string>> = {
  open: 'opened',
  close: 'closed',
  reopen: 'reopened',
  update: 'edited',
  merge: 'merged',
  approved: 'approved',
  approval: 'approved',
  unapproved: 'unapproved',
  unapproval: 'unapproved',
  create: 'created',
  delete: 'deleted',
}
const actionOf = (word: unknown) => {
  const action = textOf(word)
  return Object.hasOwn(actions, action) ? (actions[action] ?? action) : action
}

/** Converts an event of GitLab. @throws PayloadError */
export function convertGitLab(payload: JsonObject, context: EventContext): ConvertedEvent | null {
  const say = wordsOf(words, context)
  const project = objectOf(payload.project)
  const about = objectOf(payload.object_attributes)
  const kind = textOf(payload.object_kind) || textOf(payload.event_name)
  const happening: Happening = {
    host: 'GitLab',
    repo: line(project.path_with_namespace, 140) || line(payload.project_name, 140) || line(project.name, 140),
    repoUrl: project.web_url ?? objectOf(payload.repository).homepage,
    actor: nameOf(payload.user) || line(payload.user_name, 60) || line(payload.user_username, 60),
    action: actionOf(about.action ?? payload.action),
  }
  switch (kind) {
    case 'push':
    case 'tag_push':
      return pushOf(happening, payload, context)
    case 'merge_request':
      return changeRequest(changeOf(happening, about, payload), context)
    case 'issue':
    case 'work_item':
      return issue(issueOf(happening, about, payload), context)
    case 'note':
      return noteOf(happening, about, payload, context)
    case 'pipeline':
      return pipeline(happening, payload, context)
    case 'build':
    case 'job':
      return job(happening, payload, context)
    case 'deployment':
      return deployment(happening, payload, context)
    case 'release':
      return release(
        {
          ...happening,
          actor: happening.actor || line(objectOf(objectOf(payload.commit).author).name, 60),
          action: happening.action || 'created',
          tag: line(payload.tag, 80),
          name: line(payload.name, 120),
          body: payload.description,
          url: payload.url,
          isPrerelease: payload.upcoming_release === true,
        },
        context,
      )
    case 'wiki_page': {
      const title = say('wiki', { title: line(about.title, 120) })
      const event = ['wiki', happening.action || 'edited']
      const parts = { event, title, icon: 'clipboard' as const, text: gist(about.message), url: about.url }
      return plainEvent(happening, parts, context)
    }
    default: {
      const title = [(kind || 'GitLab').replace(/_/g, ' '), happening.action.replace(/_/g, ' ')].filter(Boolean)
      const text = line(about.title ?? about.name, 200)
      return plainEvent(
        happening,
        { event: [kind || 'unknown', happening.action], title: line(title.join(' · '), 120), text, url: about.url },
        context,
      )
    }
  }
}

function nameOf(person: unknown): string {
  const { name, username } = objectOf(person)
  return line(name, 60) || line(username, 60)
}

const people = (list: unknown) => objectsOf(list).slice(0, 5).map(nameOf)
const labelsOf = (list: unknown) =>
  objectsOf(list)
    .slice(0, 5)
    .map(({ title }) => line(title, 40))

/** What a merge request and an issue have in common. */
function topicOf(happening: Happening, about: JsonObject, payload: JsonObject) {
  return {
    ...happening,
    action: happening.action || 'opened',
    number: line(about.iid, 20),
    title: line(about.title),
    url: about.url,
    body: about.description,
    labels: labelsOf(payload.labels ?? about.labels),
    assignees: people(payload.assignees),
    closedAt: about.merged_at ?? about.closed_at ?? about.updated_at,
    closedBy: '',
  }
}

function changeOf(happening: Happening, about: JsonObject, payload: JsonObject): ChangeRequest {
  const { action } = happening
  const url = textOf(about.url)
  const word = textOf(about.state)
  const isDraft = about.draft === true || about.work_in_progress === true
  const reviewers = objectsOf(payload.reviewers)
  const isOpen = word !== 'merged' && word !== 'closed'
  const isReview = action === 'approved' && isOpen
  return {
    // A later push is an update with the commit that was the last one before it.
    ...topicOf(textOf(about.oldrev) === '' ? happening : { ...happening, action: 'synchronize' }, about, payload),
    mark: '!',
    state: isReview ? 'approved' : word === 'merged' || word === 'closed' ? word : isDraft ? 'draft' : 'open',
    diffUrl: url === '' ? '' : `${url}/diffs`,
    from: line(about.source_branch, 80),
    to: line(about.target_branch, 80),
    reviewers: people(reviewers),
  }
}

function issueOf(happening: Happening, about: JsonObject, payload: JsonObject): Issue {
  return { ...topicOf(happening, about, payload), state: about.state === 'closed' ? 'done' : 'open' }
}

/** A comment: on a merge request or an issue it changes the card of that. */
function noteOf(happening: Happening, about: JsonObject, payload: JsonObject, context: EventContext): ConvertedEvent {
  const action = happening.action === 'edited' ? 'comment_edited' : 'commented'
  const comment = { author: happening.actor, text: about.note, url: about.url }
  // The note has its address; what it is on has none of its own in older versions.
  const on = (topic: JsonObject) => ({ ...topic, url: topic.url ?? textOf(about.url).split('#', 1)[0] ?? '' })
  if (typeof payload.merge_request === 'object' && payload.merge_request !== null) {
    const change = changeOf({ ...happening, action }, on(objectOf(payload.merge_request)), {})
    return changeRequest({ ...change, action, comment }, context)
  }
  if (typeof payload.issue === 'object' && payload.issue !== null)
    return issue({ ...issueOf({ ...happening, action }, on(objectOf(payload.issue)), {}), comment }, context)
  const commit = objectOf(payload.commit)
  const title = shortSha(commit.id) || line(objectOf(payload.snippet).title, 100)
  return plainEvent(
    happening,
    {
      event: ['comment', happening.action === 'edited' ? 'edited' : 'created'],
      title: wordsOf(words, context)('commentOn', { title }),
      key: cardKey('note', happening.repo, about.id),
      icon: 'message',
      text: gist(about.note),
      url: about.url,
    },
    context,
  )
}

function pushOf(happening: Happening, payload: JsonObject, context: EventContext): ConvertedEvent {
  const commits = objectsOf(payload.commits)
  const total =
    typeof payload.total_commits_count === 'number' ? payload.total_commits_count : lengthOf(payload.commits)
  const zero = /^0{40,64}$/
  const [before, after] = [textOf(payload.before), textOf(payload.after)]
  const web = textOf(happening.repoUrl)
  const ref = readRef(payload.ref)
  const change = zero.test(after) ? 'deleted' : zero.test(before) ? 'created' : 'pushed'
  const isHash = (sha: string) => /^[0-9a-f]{7,64}$/i.test(sha)
  const compare = change === 'pushed' && isHash(before) && isHash(after) ? `${web}/-/compare/${before}...${after}` : web
  return push(
    {
      ...happening,
      ...ref,
      change,
      // The last ones come last.
      commits: commits.slice(-10).map(commit => ({
        sha: commit.id,
        message: commit.message,
        author: line(objectOf(commit.author).name, 60),
        url: commit.url,
      })),
      total: Math.max(0, Math.trunc(total)),
      compareUrl: web === '' ? '' : compare,
    },
    context,
  )
}

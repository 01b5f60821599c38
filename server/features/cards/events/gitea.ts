import type { ConvertedEvent, JsonObject } from '../converted.ts'
import { objectOf, textOf } from '../json.ts'
import type { CodeHost } from './code-host.ts'
import { convertHubEvent } from './github.ts'
import type { EventContext } from './words.ts'

/*
 * Events of Gitea and Forgejo, which write GitHub's form with words of their own:
 * https://docs.gitea.com/usage/webhooks, https://forgejo.org/docs/latest/user/webhooks/
 */

/** Their names of events where GitHub has another. */
const events: Readonly<Record<string, string>> = {
  pull_request_approved: 'pull_request_review',
  pull_request_rejected: 'pull_request_review',
  pull_request_comment: 'pull_request_review',
  pull_request_review_approved: 'pull_request_review',
  pull_request_review_rejected: 'pull_request_review',
  pull_request_review_comment: 'pull_request_review',
  pull_request_sync: 'pull_request',
  issue_assign: 'issues',
  issue_label: 'issues',
  issue_milestone: 'issues',
  pull_request_assign: 'pull_request',
  pull_request_label: 'pull_request',
  pull_request_milestone: 'pull_request',
  wiki: 'gollum',
}

const actions: Readonly<Record<string, string>> = {
  synchronized: 'synchronize',
  label_updated: 'labeled',
  label_cleared: 'unlabeled',
  updated: 'edited',
}

/** Verdicts of reviews, by the type of the review. */
const verdicts: Readonly<Record<string, string>> = {
  pull_request_review_approved: 'approved',
  pull_request_review_rejected: 'changes_requested',
  pull_request_review_comment: 'commented',
}

/** Converts an event of Gitea or Forgejo. @throws PayloadError */
export function convertGitea(payload: JsonObject, context: EventContext): ConvertedEvent | null {
  const { headers } = context
  const host: CodeHost = headers['x-forgejo-event'] === undefined ? 'Gitea' : 'Forgejo'
  const named = textOf(
    headers['x-forgejo-event'] ?? headers['x-gitea-event'] ?? headers['x-gogs-event'] ?? headers['x-github-event'],
  )
  // Comments on a pull request come by the same name as reviews: these have one.
  const isReview = objectOf(payload.review).type !== undefined
  const event =
    named.startsWith('pull_request_') && !isReview && payload.comment ? 'issue_comment' : (own(events, named) ?? named)
  return convertHubEvent(event, asGitHub(payload), context, host)
}

const own = (table: Readonly<Record<string, string>>, key: string) =>
  Object.hasOwn(table, key) ? table[key] : undefined

/** The payload with GitHub's words. */
function asGitHub(payload: JsonObject): JsonObject {
  const action = textOf(payload.action)
  const review = objectOf(payload.review)
  const verdict = own(verdicts, textOf(review.type))
  const issue = objectOf(payload.issue)
  return {
    ...payload,
    action: verdict === undefined ? (own(actions, action) ?? action) : 'submitted',
    // A push that makes a branch has zeros before it, as `create` says too, which Gitea sends beside it.
    ...(verdict !== undefined && {
      review: { ...review, state: verdict, body: review.content ?? null, user: payload.sender ?? null },
    }),
    ...(payload.is_pull === true && !issue.pull_request && { issue: { ...issue, pull_request: {} } }),
    ...(typeof payload.page === 'string' && { pages: [{ title: payload.page }] }),
  }
}

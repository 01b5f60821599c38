import type { CardTone } from '@lianqun/protocol'
import { type ConvertedEvent, type JsonObject, PayloadError } from '../converted.ts'
import { at, isObject, objectOf, objectsOf, textOf } from '../json.ts'
import { type CardParts, cardKey, cardOf, code, facts, literal, quote } from './parts.ts'
import { block, clock, type EventContext, eventName, gist, line, type Words, wordsOf } from './words.ts'

/*
 * Webhooks of Sentry's integration platform, by `Sentry-Hook-Resource`:
 * https://docs.sentry.io/organization/integrations/integration-platform/webhooks/
 */

const words = {
  unresolved: ['待处理', 'Unresolved'],
  regressed: ['又出现', 'Regressed'],
  escalating: ['在增多', 'Escalating'],
  resolved: ['已解决', 'Resolved'],
  ignored: ['已归档', 'Archived'],
  assigned: ['已指派', 'Assigned'],
  triggered: ['告警中', 'Firing'],
  warning: ['警告', 'Warning'],
  critical: ['严重', 'Critical'],
  recovered: ['已恢复', 'Resolved'],
  error: ['报错', 'Error'],
  level: ['级别', 'Level'],
  project: ['项目', 'Project'],
  where: ['位置', 'Where'],
  count: ['次数', 'Events'],
  users: ['影响用户', 'Users'],
  since: ['开始', 'Since'],
  firstSeen: ['首次', 'First seen'],
  assignee: ['负责人', 'Assigned'],
  rule: ['规则', 'Rule'],
  release: ['版本', 'Release'],
  environment: ['环境', 'Environment'],
  openIt: ['打开', 'Open'],
  comment: ['评论', 'Comment'],
  installed: ['Sentry 已接入', 'Sentry connected'],
  uninstalled: ['Sentry 已断开', 'Sentry disconnected'],
  endedBy: ['{who} {time} {what}', '{what} by {who} {time}'],
  ended: ['{time} {what}', '{what} {time}'],
} as const satisfies Words

/** Converts a webhook of Sentry. @throws PayloadError */
export function convertSentry(payload: JsonObject, context: EventContext): ConvertedEvent | null {
  const data = objectOf(payload.data)
  const resource = textOf(context.headers['sentry-hook-resource'])
  if (resource === 'installation' || (resource === '' && isObject(data.installation)))
    return installation(payload, context)
  if (resource === 'comment' || (resource === '' && 'comment_id' in data)) return comment(payload, context)
  if (isObject(data.metric_alert)) return metricAlert(payload, context)
  if (isObject(data.issue)) return issue(payload, data.issue, context)
  if (isObject(data.event)) return occurrence(data.event, data, 'event_alert', context)
  if (isObject(data.error)) return occurrence(data.error, data, 'error', context)
  // The older plugin “WebHooks”.
  if (isObject(payload.event)) return legacy(payload, payload.event, context)
  if (resource === '') throw new PayloadError('malformed', 'data', 'has to hold an issue, an event or an alert')
  return simple(
    eventName('sentry', resource),
    null,
    line(`${resource} ${textOf(payload.action)}`),
    '',
    payload,
    context,
  )
}

function simple(
  event: string,
  key: string | null,
  title: string,
  text: string,
  payload: JsonObject,
  context: EventContext,
): ConvertedEvent {
  const card = cardOf({
    icon: 'info',
    title,
    body: [literal(text)],
    footer: ['Sentry', actorOf(payload)],
    note: clock(context.receivedAt, context),
  })
  return { event, title, key, card, closed: false }
}

const actorOf = (payload: JsonObject) => {
  const { type, name } = objectOf(payload.actor)
  return type === 'application' ? '' : line(name, 60)
}

function installation(payload: JsonObject, context: EventContext): ConvertedEvent {
  const action = line(payload.action, 40) || 'created'
  const title = wordsOf(words, context)(action === 'deleted' ? 'uninstalled' : 'installed')
  const slug = line(at(payload, 'data.installation.app.slug'), 100)
  return simple(eventName('installation', action), null, title, slug, payload, context)
}

/** A comment says of its issue the id alone, so it has a card of its own, which its later changes change. */
function comment(payload: JsonObject, context: EventContext): ConvertedEvent {
  const data = objectOf(payload.data)
  const say = wordsOf(words, context)
  const action = line(payload.action, 40) || 'created'
  const title = [say('comment'), line(data.project_slug, 80)].filter(Boolean).join(' · ')
  const isDeleted = action === 'deleted'
  return {
    event: eventName('comment', action),
    title,
    key: cardKey('sentry', 'comment', data.comment_id),
    card: cardOf({
      icon: 'message',
      title,
      tone: isDeleted ? 'over' : undefined,
      body: [isDeleted ? null : quote(actorOf(payload), gist(data.comment))],
      footer: ['Sentry', actorOf(payload)],
      note: clock(data.timestamp ?? context.receivedAt, context),
    }),
    closed: isDeleted,
  }
}

/** `issue.<action>`, of the key of the issue. */
function issue(payload: JsonObject, found: JsonObject, context: EventContext): ConvertedEvent {
  const say = wordsOf(words, context)
  const status = textOf(found.status)
  const substatus = textOf(found.substatus)
  const action = line(payload.action, 40) || 'created'
  const isResolved = status === 'resolved' || (status === '' && action === 'resolved')
  const isArchived = !isResolved && (status === 'ignored' || action === 'archived' || action === 'ignored')
  const closed = isResolved || isArchived
  const assignee = line(objectOf(found.assignedTo).name, 60)
  const tone: CardTone = isResolved ? 'good' : isArchived ? 'over' : action === 'assigned' ? 'taken' : 'failing'
  const word =
    substatus === 'regressed' || substatus === 'escalating'
      ? substatus
      : action === 'assigned'
        ? 'assigned'
        : 'unresolved'
  const tag = say(isResolved ? 'resolved' : isArchived ? 'ignored' : word)
  const title = line(found.title) || line(at(found, 'metadata.value'))
  const project = objectOf(found.project)
  const head: CardParts = {
    icon: 'bug',
    title,
    subtitle: [line(found.shortId, 60), line(project.name, 60) || line(project.slug, 60)].filter(Boolean).join(' · '),
    tone,
    tag: { text: tag, tone },
  }
  const who = actorOf(payload)
  const time = clock(context.receivedAt, context)
  return {
    event: eventName('issue', action),
    title: line([textOf(found.shortId), title].filter(Boolean).join(' ')),
    key: cardKey('sentry', 'issue', found.id),
    card: closed
      ? cardOf({
          ...head,
          footer: [say(who === '' ? 'ended' : 'endedBy', { who, time, what: tag })],
          state: isResolved ? 'done' : undefined,
        })
      : cardOf({
          ...head,
          body: [
            facts([
              [say('level'), found.level],
              [say('where'), found.culprit],
              [say('count'), found.count],
              [say('users'), found.userCount],
              [say('firstSeen'), clock(found.firstSeen, context)],
              [say('assignee'), assignee],
            ]),
          ],
          links: [{ title: say('openIt'), url: found.web_url ?? found.permalink, primary: action !== 'assigned' }],
          footer: ['Sentry', actorOf(payload)],
          note: time,
        }),
    closed,
  }
}

/** The exception of an event and where it was thrown: the last frame of the application, else the last one. */
function errorLines(event: JsonObject): string {
  const exception = objectsOf(at(event, 'exception.values')).at(-1) ?? {}
  const frames = objectsOf(objectOf(exception.stacktrace).frames)
  const frame = frames.findLast(({ in_app: inApp }) => inApp === true) ?? frames.at(-1) ?? {}
  const what = [line(exception.type, 100), line(exception.value, 200)].filter(Boolean).join(': ')
  const name = line(frame.filename ?? frame.module, 120)
  const place = [name, textOf(frame.lineno)].filter(Boolean).join(':')
  const within = line(frame.function, 80)
  return block([what, place === '' ? '' : `  ${place}${within === '' ? '' : ` ${within}`}`].filter(Boolean).join('\n'))
}

/** `event_alert.triggered` or `error.created`: an event of an issue, of the key of that. */
function occurrence(
  found: JsonObject,
  data: JsonObject,
  kind: 'event_alert' | 'error',
  context: EventContext,
): ConvertedEvent {
  const say = wordsOf(words, context)
  const title = line(found.title) || line(found.message) || say('error')
  const tags = new Map(
    (Array.isArray(found.tags) ? found.tags : [])
      .slice(0, 100)
      .flatMap(tag => (Array.isArray(tag) ? [[tag[0], tag[1]]] : [])),
  )
  const isAlert = kind === 'event_alert'
  return {
    event: isAlert ? 'event_alert.triggered' : 'error.created',
    title,
    key: textOf(found.issue_id) === '' ? null : cardKey('sentry', 'issue', found.issue_id),
    card: cardOf({
      icon: isAlert ? 'siren' : 'bug',
      title,
      tone: 'failing',
      tag: { text: say(isAlert ? 'triggered' : 'error'), tone: 'failing' },
      body: [
        code(errorLines(found)),
        facts([
          [say('rule'), data.triggered_rule ?? objectOf(data.issue_alert).title],
          [say('level'), found.level],
          [say('where'), found.culprit],
          [say('environment'), found.environment ?? tags.get('environment')],
          [say('release'), found.release],
        ]),
      ],
      links: [{ title: say('openIt'), url: found.web_url, primary: true }],
      footer: ['Sentry'],
      note: clock(found.datetime ?? found.timestamp ?? context.receivedAt, context),
    }),
    closed: false,
  }
}

/** `metric_alert.<action>`: critical, warning or resolved. */
function metricAlert(payload: JsonObject, context: EventContext): ConvertedEvent {
  const say = wordsOf(words, context)
  const data = objectOf(payload.data)
  const alert = objectOf(data.metric_alert)
  const rule = objectOf(alert.alert_rule)
  const action = line(payload.action, 40) || 'critical'
  const closed = action === 'resolved'
  const tone: CardTone = closed ? 'good' : action === 'warning' ? 'taken' : 'failing'
  const title = line(rule.name) || line(data.description_title) || line(alert.title)
  const time = clock(context.receivedAt, context)
  const tag = { text: say(closed ? 'recovered' : action === 'warning' ? 'warning' : 'critical'), tone }
  return {
    event: eventName('metric_alert', action),
    title,
    key: cardKey('sentry', 'metric', alert.id),
    card: closed
      ? cardOf({
          icon: 'check',
          title,
          tone,
          tag,
          footer: [say('ended', { time, what: say('recovered') })],
          state: 'done',
        })
      : cardOf({
          icon: 'siren',
          title,
          tone,
          tag,
          body: [
            literal(block(textOf(data.description_text).replace(/\\n/g, '\n'), 300, 4)),
            facts([
              [say('project'), Array.isArray(alert.projects) ? alert.projects.slice(0, 5).map(textOf).join(', ') : ''],
              [say('environment'), rule.environment],
              [say('since'), clock(alert.date_started, context)],
            ]),
          ],
          links: [{ title: say('openIt'), url: data.web_url, primary: true }],
          footer: ['Sentry'],
          note: time,
        }),
    closed,
  }
}

function legacy(payload: JsonObject, event: JsonObject, context: EventContext): ConvertedEvent {
  const found = {
    ...event,
    title: textOf(event.title) || textOf(payload.message),
    level: payload.level ?? event.level ?? null,
    culprit: payload.culprit ?? null,
    web_url: payload.url ?? null,
    issue_id: payload.id ?? event.issue_id ?? null,
  }
  return occurrence(found, {}, 'event_alert', context)
}

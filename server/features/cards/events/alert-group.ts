import { isCardLink } from '@lianqun/protocol'
import { lengthOf } from '../bounded.ts'
import { type ConvertedEvent, type JsonObject, PayloadError } from '../converted.ts'
import { listOf, objectOf, objectsOf, textOf } from '../json.ts'
import { cardKey, cardOf, facts, literal, picture } from './parts.ts'
import { between, block, clock, type EventContext, known, line, timeOf, wordsOf } from './words.ts'

/*
 * A group of alerts, as Alertmanager and Grafana send it: one card a group, which its later deliveries change.
 * https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
 * https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/
 */

const words = {
  firing: ['告警中', 'Firing'],
  firingCount: ['告警中 {count} 条', 'Firing {count}'],
  resolved: ['已恢复', 'Resolved'],
  resolvedAt: ['{time} 恢复', 'Resolved {time}'],
  lasted: ['历时 {time}', 'after {time}'],
  severity: ['级别', 'Severity'],
  since: ['开始', 'Since'],
  values: ['当前', 'Now'],
  more: ['还有 {count} 条', '{count} more'],
  runbook: ['处理手册', 'Runbook'],
  dashboard: ['看面板', 'Dashboard'],
  panel: ['看图', 'Panel'],
  query: ['看查询', 'Query'],
  rule: ['看规则', 'Rule'],
  silence: ['静默', 'Silence'],
  alert: ['告警', 'Alert'],
  service: ['服务', 'Service'],
  instance: ['实例', 'Instance'],
  cluster: ['集群', 'Cluster'],
  namespace: ['命名空间', 'Namespace'],
  environment: ['环境', 'Environment'],
  team: ['团队', 'Team'],
} as const

/** Labels that say what an alert is about, the ones that say most first. */
const telling = [
  'service',
  'app',
  'job',
  'namespace',
  'cluster',
  'environment',
  'env',
  'instance',
  'pod',
  'node',
  'team',
]
/** Labels that are said elsewhere on the card, or to nobody. */
const quiet = new Set(['alertname', 'severity', 'grafana_folder', '__name__', 'prometheus', 'endpoint', 'monitor'])
const shownAlerts = 5

/** Converts a group. `tool`: who sends it, for the last line. @throws PayloadError when there are no alerts. */
export function alertGroup(
  payload: JsonObject,
  context: EventContext,
  tool: 'Alertmanager' | 'Grafana',
): ConvertedEvent {
  const say = wordsOf(words, context)
  const alerts = objectsOf(payload.alerts)
  if (alerts.length === 0) throw new PayloadError('empty', 'alerts', 'has to hold an alert')
  const [first = {}] = alerts
  const firing = alerts.filter(({ status }) => status !== 'resolved')
  // Each alert has a state of its own; the group says `resolved` once all of them are.
  const isResolved = payload.status === 'resolved' || (payload.status !== 'firing' && firing.length === 0)
  const labels = { ...objectOf(payload.groupLabels), ...objectOf(payload.commonLabels) }
  const notes = objectOf(payload.commonAnnotations)
  const one = alerts.length === 1 ? { ...objectOf(first.annotations), ...notes } : notes
  const title =
    line(one.summary) || line(labels.alertname) || line(at(first, 'labels').alertname) || line(payload.title)
  const told = typeof payload.truncatedAlerts === 'number' ? Math.max(0, Math.trunc(payload.truncatedAlerts)) : 0
  const truncated = told + lengthOf(payload.alerts) - listOf(payload.alerts).length
  const started = earliest(alerts.map(alert => alert.startsAt))
  const ended = latest(alerts.map(alert => alert.endsAt))
  const groupKey = textOf(payload.groupKey) || JSON.stringify(labels)
  const event = {
    event: isResolved ? 'alert.resolved' : 'alert.firing',
    title: title || say('alert'),
    key: cardKey(tool.toLowerCase(), groupKey),
    closed: isResolved,
  }
  if (isResolved) {
    const lasted = between(started, ended, context)
    return {
      ...event,
      card: cardOf({
        icon: 'check',
        title: event.title,
        tone: 'good',
        tag: { text: say('resolved'), tone: 'good' },
        footer: [
          ended === null ? say('resolved') : say('resolvedAt', { time: clock(ended, context) }),
          lasted === '' ? '' : say('lasted', { time: lasted }),
        ],
        state: 'done',
      }),
    }
  }
  const count = firing.length + truncated
  const shared = { ...(alerts.length === 1 ? at(first, 'labels') : {}), ...labels }
  const names = [...telling, ...Object.keys(shared)].filter(
    (name, index, all) =>
      Object.hasOwn(shared, name) && !quiet.has(name) && all.indexOf(name) === index && textOf(shared[name]) !== '',
  )
  const calledIn = (name: string) => {
    const key = known(words, name)
    return key === null ? name : say(key)
  }
  const link = (name: string) => [...firing, ...alerts].map(alert => alert[name]).find(isLink)
  return {
    ...event,
    card: cardOf({
      icon: 'siren',
      title: event.title,
      tone: 'failing',
      tag: { text: count > 1 ? say('firingCount', { count }) : say('firing'), tone: 'failing' },
      body: [
        literal(block(one.description || one.message, 300, 4)),
        facts([
          [say('severity'), shared.severity ?? at(first, 'labels').severity],
          [say('since'), clock(started, context)],
          [say('values'), count === 1 ? valuesOf(firing[0] ?? first) : ''],
          ...names.slice(0, 4).map(name => [calledIn(name), shared[name]] as const),
        ]),
        alerts.length > 1 || truncated > 0 ? literal(listOfAlerts(alerts, labels, truncated, say)) : null,
        picture(link('imageURL'), event.title),
      ],
      links: [
        { title: say('runbook'), url: one.runbook_url ?? at(first, 'annotations').runbook_url, primary: true },
        { title: say('panel'), url: link('panelURL') },
        { title: say('dashboard'), url: link('panelURL') === undefined ? link('dashboardURL') : undefined },
        { title: say('silence'), url: link('silenceURL') ?? silenceLink(payload.externalURL, labels) },
        { title: say(tool === 'Grafana' ? 'rule' : 'query'), url: link('generatorURL') },
      ],
      footer: [tool, line(payload.receiver, 60)],
      note: clock(context.receivedAt, context),
    }),
  }
}

const at = (alert: JsonObject | undefined, name: string) => objectOf(alert?.[name])
const isLink = (value: unknown) => typeof value === 'string' && isCardLink(value)

function earliest(times: unknown[]): number | null {
  return times.map(timeOf).reduce((best, time) => (best === null || (time !== null && time < best) ? time : best), null)
}

function latest(times: unknown[]): number | null {
  return times.map(timeOf).reduce((best, time) => (best === null || (time !== null && time > best) ? time : best), null)
}

/** The values of Grafana's queries for an alert: `B 44.24 · C 1`. */
function valuesOf(alert: JsonObject): string {
  return Object.entries(objectOf(alert.values))
    .filter(([, value]) => typeof value === 'number')
    .slice(0, 4)
    .map(([name, value]) => `${line(name, 20)} ${Number(Number(value).toPrecision(4))}`)
    .join(' · ')
}

/** The alerts of a group, a line each, by what they do not share; the firing ones first. */
function listOfAlerts(
  alerts: readonly JsonObject[],
  shared: JsonObject,
  truncated: number,
  say: (key: 'resolved' | 'more', values?: Record<string, number>) => string,
): string {
  const order = alerts.toSorted((a, b) => Number(a.status === 'resolved') - Number(b.status === 'resolved'))
  const lines = order.slice(0, shownAlerts).map(alert => {
    const own = Object.entries(at(alert, 'labels')).filter(([name]) => !Object.hasOwn(shared, name) && !quiet.has(name))
    const said = own.slice(0, 3).map(([, value]) => line(value, 60))
    const name = said.join(' · ') || line(at(alert, 'annotations').summary, 100) || line(at(alert, 'labels').alertname)
    const values = valuesOf(alert) || line(at(alert, 'annotations').description, 80)
    return `• ${[name, values, alert.status === 'resolved' ? say('resolved') : ''].filter(Boolean).join(' · ')}`
  })
  const rest = alerts.length - lines.length + truncated
  if (rest > 0) lines.push(say('more', { count: rest }))
  return lines.join('\n')
}

/** Where Alertmanager takes a silence for the labels of a group. */
function silenceLink(externalUrl: unknown, labels: JsonObject): string | undefined {
  if (!isLink(externalUrl)) return undefined
  const matchers = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(textOf(value))}`)
  if (matchers.length === 0) return undefined
  // A half of a character cannot be written in an address.
  const filter = encodeURIComponent(`{${matchers.join(',')}}`.toWellFormed())
  return `${String(externalUrl).replace(/\/$/, '')}/#/silences/new?filter=${filter}`
}

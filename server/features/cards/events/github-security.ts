import type { CardTone } from '@lianqun/protocol'
import type { ConvertedEvent, JsonObject } from '../converted.ts'
import { objectOf, objectsOf, textOf } from '../json.ts'
import type { Happening } from './code-host.ts'
import { cardKey, cardOf, facts, literal } from './parts.ts'
import { clock, type EventContext, eventName, gist, line, type Words, wordsOf } from './words.ts'

const words = {
  open: ['待处理', 'Open'],
  fixed: ['已修复', 'Fixed'],
  dismissed: ['已忽略', 'Dismissed'],
  dependabot_alert: ['依赖漏洞', 'Vulnerable dependency'],
  code_scanning_alert: ['代码扫描', 'Code scanning'],
  secret_scanning_alert: ['密钥泄露', 'Leaked secret'],
  kind: ['类型', 'Kind'],
  severity: ['级别', 'Severity'],
  package: ['依赖', 'Package'],
  patched: ['修复版本', 'Fixed in'],
  where: ['位置', 'Where'],
  tool: ['工具', 'Tool'],
  handle: ['处理', 'Look at it'],
  fixedAt: ['{time} 修复', 'Fixed {time}'],
  dismissedAt: ['{who} {time} 忽略', 'Dismissed by {who} {time}'],
} as const satisfies Words

type AlertEvent = 'dependabot_alert' | 'code_scanning_alert' | 'secret_scanning_alert'

const fixedWords = new Set(['fixed', 'resolved', 'auto_dismissed'])

/** `security.<action>`: an alert of GitHub on a dependency, on code or on a secret, of a key of its number. */
export function securityAlert(
  event: AlertEvent,
  at: Happening,
  payload: JsonObject,
  context: EventContext,
): ConvertedEvent {
  const say = wordsOf(words, context)
  const alert = objectOf(payload.alert)
  const word = textOf(alert.state)
  const action = at.action || 'created'
  // Older payloads of secret scanning have no state.
  const isFixed = fixedWords.has(word) || (word === '' && (action === 'resolved' || action === 'fixed'))
  const isDismissed = word === 'dismissed' || (word === 'closed' && !isFixed)
  const closed = isFixed || isDismissed
  const rule = objectOf(alert.rule)
  const advisory = objectOf(alert.security_advisory)
  const dependency = objectOf(alert.dependency)
  const vulnerability = objectOf(alert.security_vulnerability)
  const instance = objectOf(alert.most_recent_instance ?? objectsOf(alert.instances)[0])
  const location = objectOf(instance.location)
  const name =
    line(advisory.summary) ||
    line(rule.description) ||
    line(rule.id) ||
    line(alert.secret_type_display_name) ||
    line(alert.secret_type) ||
    say(event)
  const tone: CardTone = isFixed ? 'good' : isDismissed ? 'over' : 'failing'
  const time = clock(alert.fixed_at ?? alert.dismissed_at ?? alert.resolved_at ?? context.receivedAt, context)
  const who = line(objectOf(alert.dismissed_by).login, 60) || at.actor
  const head = {
    icon: 'shield' as const,
    title: name,
    subtitle: at.repo,
    tone,
    tag: { text: say(isFixed ? 'fixed' : isDismissed ? 'dismissed' : 'open'), tone },
  }
  return {
    event: eventName('security', action),
    title: line(`${at.repo} ${name}`),
    key: cardKey(event, at.repo, alert.number),
    card: closed
      ? cardOf({
          ...head,
          footer: [say(isFixed ? 'fixedAt' : 'dismissedAt', { time, who })],
          state: isFixed ? 'done' : undefined,
        })
      : cardOf({
          ...head,
          body: [
            literal(gist(advisory.description, 200)),
            facts([
              [say('kind'), say(event)],
              [say('severity'), advisory.severity ?? rule.security_severity_level ?? rule.severity],
              [say('package'), objectOf(dependency.package).name ?? objectOf(vulnerability.package).name],
              [say('patched'), objectOf(vulnerability.first_patched_version).identifier],
              [say('where'), dependency.manifest_path ?? location.path],
              [say('tool'), objectOf(alert.tool).name],
            ]),
          ],
          links: [{ title: say('handle'), url: alert.html_url, primary: true }],
          footer: [at.host, line(at.actor, 60)],
          note: clock(context.receivedAt, context),
        }),
    closed,
  }
}

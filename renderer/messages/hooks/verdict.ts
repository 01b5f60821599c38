import type { HookDeliveryItem } from '../../../preload/contract/index.ts'
import { type Key, type Language, type Translate, translatorIn } from '../../i18n.ts'
import { eventWords } from './event-words.ts'
import { saidWords } from './said.ts'

export type Look = 'shown' | 'failed' | 'quiet' | 'unknown'

const looks: Record<string, Look> = {
  shown: 'shown',
  updated: 'shown',
  filtered: 'quiet',
  repeated: 'quiet',
  refused: 'failed',
  failed: 'failed',
  called: 'shown',
}

/** How what became of a delivery looks. */
export function lookOf({ verdict }: Pick<HookDeliveryItem, 'verdict'>): Look {
  return looks[verdict] ?? 'unknown'
}

/** What became of a delivery, in words; of a later version as something else. */
export function verdictWords({ verdict }: Pick<HookDeliveryItem, 'verdict'>, t: Translate<'hooks'>): string {
  return t(Object.hasOwn(looks, verdict) ? (`verdict_${verdict}` as Key<'hooks'>) : 'verdict_unknown')
}

/** What became of a delivery or of a call, with what was wrong. */
export function problemWords(
  delivery: Pick<HookDeliveryItem, 'verdict' | 'problem' | 'outgoing'>,
  language: Language,
): string {
  const t = translatorIn(language, 'hooks')
  if (delivery.problem === '') return verdictWords(delivery, t)
  const problem = saidWords(delivery.problem, language)
  if (!delivery.outgoing) return t('notShown', { problem })
  return t(lookOf(delivery) === 'failed' ? 'notCalled' : 'calledProblem', { problem })
}

/** What the signature of a delivery was found to be, in words; empty where the server does not say. */
export function signatureWords(signature: string | undefined, t: Translate<'hooks'>): string {
  switch (signature) {
    case 'unchecked':
    case 'fits':
    case 'wrong':
      return t(`signature_${signature}`)
    default:
      return ''
  }
}

/** The title of a delivery: its own, or the kind of its event. */
export function titleOf({ title, event }: Pick<HookDeliveryItem, 'title' | 'event'>, language: Language): string {
  if (title !== '') return title
  return event === '' ? translatorIn(language, 'hooks')('untitled') : eventWords(event, language)
}

/** What the line of a delivery says: its title, or why it was refused where it came to no title. */
export function lineOf(delivery: Pick<HookDeliveryItem, 'title' | 'event' | 'problem'>, language: Language): string {
  const { title, event, problem } = delivery
  return title === '' && event === '' && problem !== '' ? saidWords(problem, language) : titleOf(delivery, language)
}

import type { CallResult } from '../../../preload/contract/index.ts'
import type { CardOutcome } from '../kinds/card/card-context.ts'

/** What is said of what a bot answered to a form, or to an action in one. */
export interface ViewWords {
  waiting: string
  /** What is wrong with an input, by its label. */
  wrong(label: string, problem: string): string
  /** Between two of these. */
  separator: string
}

/** Of two versions of a view the one that is shown: what has just come, unless it is an older version of the same. */
export function newerView<V extends { id: string; version: number }>(shown: V | null, came: V | null): V | null {
  if (shown === null || came === null) return came ?? shown
  return shown.id === came.id && came.version < shown.version ? shown : came
}

/** What became of an action in a view, as the card says it. `labelOf`: the words of an input, or its id. */
export function outcomeOf(
  { outcome, errors = {} }: Pick<CallResult<'bots.submitView'>, 'outcome' | 'errors'>,
  words: ViewWords,
  labelOf: (id: string) => string,
): CardOutcome {
  if (outcome === 'waiting') return { answer: 'waiting', notice: words.waiting }
  if (outcome !== 'errors') return { answer: 'done' }
  const reasons = Object.entries(errors).map(([id, problem]) => words.wrong(labelOf(id), problem))
  return { answer: 'failed', reason: reasons.join(words.separator), again: false }
}

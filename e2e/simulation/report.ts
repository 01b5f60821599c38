import type { Outcome } from './world.ts'

/** A seed that fails, for a person: what was done to it, how it went last, what is wrong, and how to see it again. */
export function describeOutcome({ seed, faults, last, wrong }: Outcome): string {
  return [
    `seed ${seed} fails`,
    'faults:',
    ...faults,
    'the last lines before the end state was read:',
    ...last,
    'wrong:',
    ...wrong,
    `again: npm run test:simulation -- --first ${seed} --seeds 1 --trace`,
  ].join('\n')
}

/* Exports for the other parts of the cache. */

export { directoryOf } from './feature.ts'
export type { Directory } from './reads.ts'
export { nameTerms, readingOf, readingOfName } from './search-terms.ts'
export { renewTerms, startRenewTerms } from './writes.ts'

/* What the other parts of the cache use of the directory. */

export { directoryOf } from './feature.ts'
export type { Directory } from './reads.ts'
export { nameTerms, readingOf } from './search-terms.ts'

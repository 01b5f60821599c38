/* Exports for the other parts of the cache. */

export { forgetFile } from './stored.ts'

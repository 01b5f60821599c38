/* What the other parts of the cache use of sync. */

export { forgetPassedOver } from './passed-over.ts'

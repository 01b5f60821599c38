export { LinkPolicy, type Resolve } from './policy.ts'
export { LinkPreviews } from './previews.ts'

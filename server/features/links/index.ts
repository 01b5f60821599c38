export { LinkPolicy, type Resolve } from './policy.ts'
export { LinkPreviews } from './previews.ts'
export { type ProxyOf, proxiesOf } from './proxy.ts'

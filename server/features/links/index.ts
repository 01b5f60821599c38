export { fetchPicture, keepPicture } from './picture.ts'
export { LinkPolicy, type Resolve } from './policy.ts'
export { LinkPreviews, linkJobs } from './previews.ts'
export { type ProxyOf, proxiesOf } from './proxy.ts'

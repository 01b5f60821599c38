import type { CallResult } from '../../../preload/contract/index.ts'

/** Where a hook is posted to, with its options. */
export type Secrets = CallResult<'hooks.secrets'>

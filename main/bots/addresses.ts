import type { CallResult } from '../../preload/contract/index.ts'

/** Where the libraries for bots connect to, from the origin of the workspace. */
export function botAddresses(origin: string): CallResult<'bots.addresses'> {
  return {
    workspace: origin,
    slack: `${origin}/api/slack/`,
    wecom: `${origin.replace(/^http/, 'ws')}/api/bots/aibot`,
    feishu: origin,
  }
}

import type { BotScope, botScopes } from '@lianqun/protocol'

/** What a bot can be allowed, in the order in which it is said: first what concerns others most. */
export const scopeNames: typeof botScopes = [
  'messages.read',
  'messages.write',
  'members.read',
  'directory.read',
  'files',
  'conversations.write',
]

/** Those that this version can put into words, in one order. */
export function knownScopes(scopes: readonly string[]): BotScope[] {
  return scopeNames.filter(name => scopes.includes(name))
}

/** Whether a bot hears what is not meant for it. */
export const hearsAll = ({ scopes }: { scopes: readonly string[] }): boolean => scopes.includes('messages.read')

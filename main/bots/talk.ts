import type { botTalkCalls } from '../../preload/contract/bot-talk.ts'
import type { CallHandlers } from '../ipc/calls.ts'
import { access, type Parts } from '../ipc/parts.ts'

/** What people do with the bots of a conversation. */
export function botTalkHandlers(parts: Parts): Pick<CallHandlers, keyof typeof botTalkCalls> {
  const { workspace } = access(parts)
  return {
    'bots.here': async ({ id }) => {
      const { bots } = await workspace().request('bot.list', { conversationId: id })
      return {
        bots: bots
          .filter(({ enabled }) => enabled)
          .map(({ id, name, icon, manifest }) => ({ id, name, icon, manifest })),
      }
    },
    'bots.command': ({ id, ...rest }) => workspace().request('bot.command', { conversationId: id, ...rest }),
    'bots.shortcut': ({ id, ...rest }) => workspace().request('bot.shortcut', { conversationId: id, ...rest }),
    'bots.submitView': args => workspace().request('bot.submitView', args),
    'bots.closeForm': args => workspace().request('bot.closeView', args),
  }
}

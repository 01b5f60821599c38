import type { BotItem, botCalls, ManagedBotItem, WireBot, WireManagedBot } from '../../preload/contract/bots.ts'
import type { CallHandlers } from '../ipc/calls.ts'
import { access, type Parts } from '../ipc/parts.ts'
import { botAddresses } from './addresses.ts'

/** Bots that people make: asked of the server each time. */
export function botHandlers(parts: Parts): Pick<CallHandlers, keyof typeof botCalls> {
  const { cache, shown, workspace } = access(parts)
  /** Bots with the names of those whose they are. */
  async function named(bots: readonly WireManagedBot[]): Promise<ManagedBotItem[]>
  async function named(bots: readonly WireBot[]): Promise<BotItem[]>
  async function named(bots: readonly WireBot[]): Promise<BotItem[]> {
    const people = await cache().peopleNames([...new Set(bots.map(bot => bot.ownerId))])
    const byId = new Map(people.map(person => [person.id, person]))
    return bots.map(({ ownerId, ...bot }) => ({
      ...bot,
      owner: byId.get(ownerId) ?? { id: ownerId, name: '', latinName: '' },
    }))
  }
  const one = async <T extends { bot: WireManagedBot }>({ bot, ...rest }: T) => {
    const [item] = await named([bot])
    if (item === undefined) throw new Error('a bot has become none')
    return { ...rest, bot: item }
  }
  return {
    'bots.list': async ({ id }) => {
      const { bots, mayAdd } = await workspace().request('bot.list', { conversationId: id })
      return shown(named(bots).then(items => ({ bots: items, mayAdd })))
    },
    'bots.mine': async () => {
      const { bots } = await workspace().request('bot.mine', {})
      return shown(named(bots).then(items => ({ bots: items })))
    },
    'bots.catalogue': async () => {
      const { bots } = await workspace().request('bot.catalogue', {})
      return shown(named(bots).then(items => ({ bots: items })))
    },
    'bots.find': async ({ botId, id }) => {
      const request = workspace().request
      // Of a conversation that the user is out of nothing is told.
      const none = { bots: [] as WireBot[] }
      const there = id === undefined ? none : await request('bot.list', { conversationId: id }).catch(() => none)
      const isIt = (bot: WireBot) => bot.id === botId
      const bot = there.bots.find(isIt) ?? (await request('bot.catalogue', {})).bots.find(isIt)
      return shown(named(bot === undefined ? [] : [bot]).then(([item]) => ({ bot: item ?? null })))
    },
    'bots.addresses': async () => botAddresses(workspace().address.httpOrigin),
    'bots.create': async args => {
      const { bot, token } = await workspace().request('bot.create', args)
      return shown(one({ bot }).then(item => ({ ...item, token })))
    },
    'bots.update': async args => shown(one(await workspace().request('bot.update', args))),
    'bots.secret': args => workspace().request('bot.secret', args),
    'bots.renew': args => workspace().request('bot.renew', args),
    'bots.remove': args => workspace().request('bot.remove', args),
    'bots.join': args => workspace().request('bot.join', args),
    'bots.leave': args => workspace().request('bot.leave', args),
    'bots.events': args => workspace().request('bot.events', args),
    'bots.replay': args => workspace().request('bot.replay', args),
    'bots.openHome': args => workspace().request('bot.openHome', args),
  }
}

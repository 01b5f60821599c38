import type { HookItem, hookCalls, WireHook } from '../../preload/contract/hooks.ts'
import type { CallHandlers } from '../ipc/calls.ts'
import { access, type Parts } from '../ipc/parts.ts'
import { addressOf } from './addresses.ts'

/** Hooks of groups: asked of the server each time. */
export function hookHandlers(parts: Parts): Pick<CallHandlers, keyof typeof hookCalls> {
  const { cache, shown, workspace } = access(parts)
  /** Hooks with the names of those who made them. */
  const named = async (hooks: readonly WireHook[]): Promise<HookItem[]> => {
    const people = await cache().peopleNames([...new Set(hooks.map(hook => hook.createdBy))])
    const byId = new Map(people.map(person => [person.id, person]))
    return hooks.map(({ createdBy, ...hook }) => ({
      ...hook,
      by: byId.get(createdBy) ?? { id: createdBy, name: '', latinName: '' },
    }))
  }
  const one = async ({ hook }: { hook: WireHook }) => {
    const [item] = await named([hook])
    if (item === undefined) throw new Error('a hook has become none')
    return { hook: item }
  }
  return {
    'hooks.list': async ({ id }) => {
      const { hooks, mayAdd } = await workspace().request('hook.list', { conversationId: id })
      return shown(named(hooks).then(items => ({ hooks: items, mayAdd })))
    },
    'hooks.create': async args => shown(one(await workspace().request('hook.create', args))),
    'hooks.secrets': async args => {
      const { paths, ...rest } = await workspace().request('hook.secrets', args)
      const { httpOrigin } = workspace().address
      const addresses = Object.entries(paths).map(([dialect, path]) => [dialect, addressOf(httpOrigin, path)])
      return { ...rest, addresses: Object.fromEntries(addresses) }
    },
    'hooks.update': async args => shown(one(await workspace().request('hook.update', args))),
    'hooks.renew': args => workspace().request('hook.renew', args),
    'hooks.remove': args => workspace().request('hook.remove', args),
    'hooks.deliveries': args => workspace().request('hook.deliveries', args),
    'hooks.delivery': args => workspace().request('hook.delivery', args),
    'hooks.events': args => workspace().request('hook.events', args),
    'hooks.resend': args => workspace().request('hook.resend', args),
    'hooks.test': args => workspace().request('hook.test', args),
  }
}

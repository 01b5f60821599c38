import { hookDialects, ProtocolError, type Result } from '@lianqun/protocol'
import type { Handlers, Owned } from '../../core/feature.ts'
import { type Connection, identityOf } from '../../core/gateway/connection.ts'
import type { Services } from '../../core/services.ts'
import { conversationLocks } from '../../storage/lock.ts'
import { randomId } from '../../storage/random-id.ts'
import { DirectoryNames } from '../directory/index.ts'
import { countEvents, readDeliveries, storedDelivery, toDelivery, toDetail } from './deliveries.ts'
import { createHook, listHooks, managedHook, optionsOf, removeHook, renewHook, updateHook } from './domain.ts'
import { requireNobodysName } from './names.ts'
import { pathsOf } from './paths.ts'
import type { HookReceiver } from './receive.ts'
import type { HookRow } from './tables.ts'

/** What members do with the hooks of their groups. */
export function hookHandlers(
  { store, write, persons, limits }: Services,
  receiver: HookReceiver,
): Handlers<Owned<'hook'>> {
  const names = new DirectoryNames(store)
  const managed = (hookId: string, connection: Connection): Promise<HookRow> =>
    store.read(db => managedHook(db, hookId, identityOf(connection).userId))
  /** A hook that costs something to do something with. @throws rate_limited too */
  const counted = (hookId: string, connection: Connection): Promise<HookRow> => {
    persons.useHook(identityOf(connection).userId)
    return managed(hookId, connection)
  }
  /** Changes a hook under its locks; its bot too, who is in the directory, only where `bot` says so. */
  const change = async <T>(
    hookId: string,
    connection: Connection,
    fn: Parameters<typeof write<T>>[1],
    { bot }: { bot: boolean },
  ): Promise<T> => {
    const { conversation_id, bot_id } = await counted(hookId, connection)
    const locks = [`hook:${hookId}` as const, ...conversationLocks(conversation_id, [bot_id])]
    return write(bot ? ['directory', ...locks] : locks, fn)
  }
  return {
    'hook.list': ({ conversationId }, connection) =>
      store.read(db => listHooks(db, { conversationId, userId: identityOf(connection).userId })),

    async 'hook.create'(params, connection) {
      const { userId: actorId } = identityOf(connection)
      persons.changeMembers(actorId, 1)
      await requireNobodysName(names, params.name)
      const botId = `b_${randomId()}`
      const locks = conversationLocks(params.conversationId, [actorId, botId])
      const hook = await write(['directory', ...locks], w =>
        createHook(w, { ...params, actorId, botId }, limits.maxMembers),
      )
      return { hook }
    },

    async 'hook.secrets'({ hookId }, connection) {
      const row = await managed(hookId, connection)
      return { paths: pathsOf(row), secret: row.secret, options: optionsOf(row) }
    },

    async 'hook.update'(params, connection) {
      const { userId: actorId } = identityOf(connection)
      if (params.name !== undefined) {
        await managed(params.hookId, connection)
        await requireNobodysName(names, params.name)
      }
      const bot = params.name !== undefined || params.icon !== undefined
      return { hook: await change(params.hookId, connection, w => updateHook(w, { ...params, actorId }), { bot }) }
    },

    async 'hook.renew'({ hookId }, connection) {
      const { userId: actorId } = identityOf(connection)
      await change(hookId, connection, w => renewHook(w, { hookId, actorId }), { bot: false })
      return {}
    },

    async 'hook.remove'({ hookId }, connection) {
      const { userId: actorId } = identityOf(connection)
      await change(hookId, connection, w => removeHook(w, { hookId, actorId }), { bot: true })
      return {}
    },

    async 'hook.deliveries'(params, connection) {
      await managed(params.hookId, connection)
      return persons.page(
        identityOf(connection).userId,
        () => store.read(db => readDeliveries(db, params)),
        page => page.deliveries.length,
      )
    },

    async 'hook.delivery'({ hookId, deliveryId }, connection) {
      await managed(hookId, connection)
      return { delivery: toDetail(await store.read(db => storedDelivery(db, hookId, deliveryId))) }
    },

    async 'hook.events'({ hookId }, connection) {
      await managed(hookId, connection)
      return store.read(db => countEvents(db, hookId, Date.now()))
    },

    async 'hook.resend'({ hookId, deliveryId }, connection) {
      const hook = await counted(hookId, connection)
      const row = await store.read(db => storedDelivery(db, hookId, deliveryId))
      if (row.outgoing !== 0) throw new ProtocolError('invalid_params', { field: 'deliveryId' })
      if (row.cut !== 0)
        throw new ProtocolError('too_large', {
          message: 'Only the beginning of this payload was kept. Send it again from where it came.',
        })
      const { dialect, headers, path } = JSON.parse(row.request) as {
        dialect: string
        headers: Record<string, string>
        path: string
      }
      const known = hookDialects.find(one => one === dialect) ?? 'any'
      const request = { method: 'POST', headers, query: {}, body: Buffer.from(row.body) }
      const { deliveryId: id } = await receiver.take(hook, known, request, { source: row.source, path }, true)
      if (id === null) throw new ProtocolError('unavailable')
      return { delivery: toDelivery(await store.read(db => storedDelivery(db, hookId, id))) }
    },

    async 'hook.test'({ hookId, body, mapping }, connection): Promise<Result<'hook.test'>> {
      return receiver.preview(await counted(hookId, connection), Buffer.from(body), mapping)
    },
  }
}

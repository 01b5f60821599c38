import { isAppPermission, ProtocolError } from '@lianqun/protocol'
import type { Handlers, Owned } from '../../core/feature.ts'
import { identityOf } from '../../core/gateway/connection.ts'
import type { Services } from '../../core/services.ts'
import { toApp } from './tables.ts'

/** The path of the mini-apps' HTTP API, below the server's address. */
const appApiBase = '/api/apps'

/** Issues tokens for mini-apps. */
export function appHandlers({ store, tokens }: Services): Handlers<Owned<'app'>> {
  return {
    async 'app.token'({ appId, permissions: wanted }, connection) {
      const { userId, sessionId } = identityOf(connection)
      const row = await store.read(db =>
        db.selectFrom('apps').selectAll().where('id', '=', appId).where('deleted', '=', 0).executeTakeFirst(),
      )
      if (!row) throw new ProtocolError('not_found', { field: 'appId' })
      const manifest = toApp(row).permissions.filter(isAppPermission)
      const permissions = wanted ? manifest.filter(permission => wanted.includes(permission)) : manifest
      const { token, expiresAt } = await tokens.app({ userId, sessionId, appId, permissions }, Date.now())
      return { token, expiresAt, apiBase: appApiBase }
    },
  }
}

import type { Handlers, Owned } from '../../core/feature.ts'
import { identityOf } from '../../core/gateway/connection.ts'
import type { Services } from '../../core/services.ts'
import { claimFile } from './domain.ts'

/** Files over the socket; their bytes come and go over HTTP. */
export function fileHandlers({ write }: Services): Handlers<Owned<'file'>> {
  return {
    async 'file.claim'({ sha256, name }, connection) {
      const { userId } = identityOf(connection)
      return { file: await write(`user:${userId}`, w => claimFile(w, { userId, sha256, name })) }
    },
  }
}

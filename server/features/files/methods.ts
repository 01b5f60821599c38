import type { Handlers, Owned } from '../../core/feature.ts'
import { identityOf } from '../../core/gateway/connection.ts'
import type { Services } from '../../core/services.ts'
import { claimFile } from './domain.ts'
import type { FileKeeper } from './keeper.ts'

/** Files over the socket; their bytes come and go over HTTP. */
export function fileHandlers({ write }: Services, { policy }: FileKeeper): Handlers<Owned<'file'>> {
  return {
    async 'file.claim'({ sha256, name }, connection) {
      const { userId } = identityOf(connection)
      policy.requireName(name)
      return { file: await write(['blobs', `user:${userId}`], w => claimFile(w, { userId, sha256, name })) }
    },
  }
}

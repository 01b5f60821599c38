import type { meEndpoints } from '../../../protocol/http/me.ts'
import type { HttpHandlers } from '../../core/feature.ts'
import type { Services } from '../../core/services.ts'
import { readPerson } from '../directory/index.ts'

/** Returns the user of the app. */
export function meHttp({ store }: Services): HttpHandlers<keyof typeof meEndpoints> {
  return { 'GET /me': (_input, userId) => store.read(db => readPerson(db, userId)) }
}

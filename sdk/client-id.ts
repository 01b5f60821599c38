import { uuidv7 } from '../common/uuid.ts'

/**
 * A name (a UUID) for something that is about to be made on the server: asked again with the same one, after an answer
 * that was lost, it is not made twice.
 */
export function newClientId(): string {
  return uuidv7()
}

import { uuidv7 } from '../common/uuid.ts'

/**
 * A UUID for an object to create on the server. A retry with the same id after a lost answer creates no second
 * object.
 */
export function newClientId(): string {
  return uuidv7()
}

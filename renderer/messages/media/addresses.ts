import type { FileRef } from '@lianqun/protocol'
import { fileAddress } from '../../ui/index.ts'

export { fileAddress }

/** A moving picture is shown as it is, unless it is larger than this, bytes. */
const movingBytes = 16 * 1_048_576

/** The address of a picture as the conversation shows it. */
export function pictureAddress(file: FileRef): string {
  const moves = file.mediaType === 'image/gif' && file.size <= movingBytes
  return fileAddress(file.id, file.previews && !moves ? 'thumbnail' : undefined)
}

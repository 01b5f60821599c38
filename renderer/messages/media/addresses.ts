import type { FileRef, FileVariant } from '@lianqun/protocol'

/** Where the window loads a file from: main answers it from its store or from the server. Relative to the page. */
export function fileAddress(id: string, variant?: FileVariant): string {
  const address = `./files/${encodeURIComponent(id)}`
  return variant === undefined ? address : `${address}/${variant}`
}

/** A moving picture is shown as it is, unless it is larger than this, bytes. */
const movingBytes = 16 * 1_048_576

/** The address of a picture as the conversation shows it. */
export function pictureAddress(file: FileRef): string {
  const moves = file.mediaType === 'image/gif' && file.size <= movingBytes
  return fileAddress(file.id, file.previews && !moves ? 'thumbnail' : undefined)
}

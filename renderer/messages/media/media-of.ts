import type { FileRef } from '@lianqun/protocol'
import type { MessageItem } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'

/** A file with the message that shows it. */
export interface MediaItem {
  file: FileRef
  message: MessageItem
}

export type MediaKind = 'image' | 'video' | 'voice' | 'file'

const pageSize = 60

/** Messages of some kinds before a seq (left out: the newest), oldest first, from the cache. */
export function olderMedia(
  id: string,
  kinds: MediaKind[],
  before?: number,
): Promise<{ items: MessageItem[]; more: boolean }> {
  return call('messages.ofKind', { id, kinds, limit: pageSize, ...(before === undefined ? {} : { before }) })
}

/** The files that a message shows; none of another kind. */
export function filesOf({ content }: MessageItem): FileRef[] {
  const { type, images, file } = content as { type: string; images?: FileRef[]; file?: FileRef }
  if (type === 'image') return images ?? []
  return (type === 'video' || type === 'voice' || type === 'file') && file ? [file] : []
}

/** What the viewer can show: a picture whose size is known. */
export function isPicture(file: FileRef): boolean {
  return file.mediaType.startsWith('image/') && file.width !== undefined && file.height !== undefined
}

import type { FileRef } from '@lianqun/protocol'
import { create } from 'zustand'
import type { DocumentProblem } from '../../../../documents/messages.ts'
import type { MessageItem } from '../../../../preload/contract/index.ts'
import { extensionOf, fileGroup } from '../file-names.ts'
import { isPicture } from '../media-of.ts'
import { openViewer } from '../viewer/viewer-store.ts'

/** How a file is previewed: by the window itself, or in the frame for documents. */
export type PreviewKind = 'picture' | 'video' | 'audio' | 'pdf' | 'text' | 'docx' | 'xlsx'

/** Why a file is not previewed. */
export type PreviewProblem = DocumentProblem | 'unavailable'

export const usePreview = create<{ file: FileRef | null }>(() => ({ file: null }))

const texts = new Set(['txt', 'md', 'log', 'csv', 'tsv'])

/**
 * How a file is previewed, or null. The server's word of the content counts for what the window decodes itself; a
 * document is read by its name and refused when it is something else.
 */
export function previewKind(file: FileRef): PreviewKind | null {
  if (isPicture(file)) return 'picture'
  const extension = extensionOf(file.name)
  const [type] = file.mediaType.split('/')
  if (type === 'video' && fileGroup(file.name, file.mediaType) === 'video') return 'video'
  if (type === 'audio') return 'audio'
  if (file.mediaType === 'application/pdf') return 'pdf'
  if (extension === 'docx' || extension === 'xlsx') return extension
  if (texts.has(extension) || fileGroup(file.name, file.mediaType) === 'code') return 'text'
  return null
}

/** Shows a file in the window. */
export function openPreview(file: FileRef, message: MessageItem): void {
  if (previewKind(file) === 'picture') openViewer(message, file.id)
  else usePreview.setState({ file })
}

export function closePreview(): void {
  usePreview.setState({ file: null })
}

import type { FileRef } from '@lianqun/protocol'
import type { MessageItem } from '../../../preload/contract/index.ts'
import { call, DesktopError } from '../../desktop.ts'
import { translator } from '../../i18n.ts'
import { toast, toastError } from '../../ui/index.ts'
import { fileAddress } from './addresses.ts'

/*
 * What can be done with a file; a failure is told in a toast.
 */

const named = ({ id, name }: FileRef) => ({ fileId: id, name })

export function openFile(file: FileRef): void {
  call('files.open', named(file)).catch(toastError)
}

export function showFile(file: FileRef): void {
  call('files.showInFolder', named(file)).catch(toastError)
}

export function saveFile(file: FileRef): void {
  call('files.saveAs', named(file)).catch(toastError)
}

/**
 * Puts a picture on the clipboard as it is shown. The page does it, because Electron's `nativeImage` reads neither WebP
 * nor GIF nor AVIF, and does not turn a JPEG as its EXIF says.
 */
export function copyPicture(file: FileRef): void {
  navigator.clipboard.write([new ClipboardItem({ 'image/png': pngOf(file) })]).then(
    () => toast({ kind: 'done', text: translator('media')('copied') }),
    error => {
      console.error('a picture is not copied', error)
      toastError(new DesktopError('file_unreadable', String(error)))
    },
  )
}

async function pngOf({ id }: FileRef): Promise<Blob> {
  const answer = await fetch(fileAddress(id))
  if (!answer.ok) throw new Error(`${answer.status}`)
  const bitmap = await createImageBitmap(await answer.blob())
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0)
  bitmap.close()
  return canvas.convertToBlob({ type: 'image/png' })
}

export function pauseDownload(file: FileRef): void {
  call('files.pause', { id: file.id }).catch(toastError)
}

export function resumeDownload(file: FileRef): void {
  call('files.resume', { id: file.id }).catch(toastError)
}

export function cancelDownload(file: FileRef): void {
  call('files.cancel', { id: file.id }).catch(toastError)
}

export function pauseUpload({ clientId }: MessageItem): void {
  if (clientId !== null) call('files.pause', { id: clientId }).catch(toastError)
}

/** Goes on with an upload that was paused, or that failed. */
export function resumeUpload({ clientId, state }: MessageItem): void {
  if (clientId === null) return
  const done = state === 'failed' ? call('messages.retry', { clientId }) : call('files.resume', { id: clientId })
  done.catch(toastError)
}

/** Gives up a message whose files are on their way. */
export function cancelUpload({ clientId }: MessageItem): void {
  if (clientId !== null) call('messages.discard', { clientId }).catch(toastError)
}

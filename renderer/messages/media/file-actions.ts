import type { FileRef } from '@lianqun/protocol'
import type { MessageItem } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'
import { translator } from '../../i18n.ts'
import { toast, toastError } from '../../ui/index.ts'

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

export function copyPicture(file: FileRef): void {
  call('files.copyImage', named(file)).then(
    () => toast({ kind: 'done', text: translator('media')('copied') }),
    toastError,
  )
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

import { create } from 'zustand'
import type { MessageItem, TransferState } from '../../../preload/contract/index.ts'
import { call, on } from '../../desktop.ts'

export type Transfer = TransferState

/** Downloads by file id. */
const useDownloads = create<{ downloads: ReadonlyMap<string, Transfer> }>(() => ({ downloads: new Map() }))

/** The download of a file that was asked for, or null. */
export function useDownload(fileId: string): Transfer | null {
  return useDownloads(state => state.downloads.get(fileId) ?? null)
}

/** The upload of a message of the outbox, or null. */
export function uploadOf(message: MessageItem): Transfer | null {
  return message.transfer ?? null
}

/** Whole percent of a transfer. */
export function percentOf({ done, total }: Transfer): number {
  return total <= 0 ? 0 : Math.min(100, Math.floor((done / total) * 100))
}

/** Follows the downloads. Returns the function that stops. */
export function startDownloads(): () => void {
  const put = ({ fileId, ...transfer }: Transfer & { fileId: string }) =>
    useDownloads.setState(({ downloads }) => {
      const next = new Map(downloads)
      if (transfer.state === 'done') next.delete(fileId)
      else next.set(fileId, transfer)
      return { downloads: next }
    })
  call('files.transfers', {}).then(
    all => all.forEach(put),
    error => console.error('files.transfers', error),
  )
  return on('files.progress', put)
}

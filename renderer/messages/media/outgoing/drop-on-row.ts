import { type DragEvent, useState } from 'react'
import { cleanName } from '../../../../common/text.ts'
import { translator } from '../../../i18n.ts'
import { confirm } from '../../../ui/index.ts'
import { sendable, sendFiles } from './attachments.ts'

/** Handlers of a row of the list that takes files, and whether files are over it. */
export function useDropOnRow(id: string, name: string, takes: boolean) {
  const [over, setOver] = useState(false)
  if (!takes) return { over: false, handlers: {} }
  return {
    over,
    handlers: {
      onDragOver: (event: DragEvent) => {
        if (!event.dataTransfer.types.includes('Files')) return
        event.preventDefault()
        event.dataTransfer.dropEffect = 'copy'
        setOver(true)
      },
      onDragLeave: () => setOver(false),
      onDrop: (event: DragEvent) => {
        event.preventDefault()
        setOver(false)
        void sendAfterAsking(id, name, sendable(Array.from(event.dataTransfer.files)))
      },
    },
  }
}

/** Sends files to a conversation that is not open, once the person says so. */
async function sendAfterAsking(id: string, name: string, files: readonly File[]): Promise<void> {
  if (files.length === 0) return
  const t = translator('media')
  const shown = 3
  const names = files
    .slice(0, shown)
    .map(file => cleanName(file.name))
    .join(', ')
  await confirm({
    title: t('dropTitle', { name }),
    text: files.length > shown ? t('dropMore', { names, count: files.length }) : t('dropText', { names }),
    action: t('dropSend'),
    onConfirm: () => sendFiles(id, files),
  })
}

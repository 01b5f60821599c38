import { type DragEvent, useState } from 'react'
import { openConversation } from '../../../stores/navigation.ts'
import { attach } from './attachments.ts'

/**
 * Handlers of a row of the list that takes files, and whether files are over it. Its conversation opens with them in
 * its composer, so that they are seen before they are sent.
 */
export function useDropOnRow(id: string, takes: boolean) {
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
        attach(id, Array.from(event.dataTransfer.files))
        openConversation(id)
      },
    },
  }
}

import { useRef } from 'react'
import { call } from '../desktop.ts'
import { useOnline } from '../stores/session.ts'

const everyMs = 3_000

/** Says that the person is typing, at most every three seconds; nothing is lost if it fails. */
export function useTyping(id: string): () => void {
  const online = useOnline()
  const last = useRef(0)
  return () => {
    if (!online || Date.now() - last.current < everyMs) return
    last.current = Date.now()
    call('conversations.typing', { id }).catch(error => console.info('conversations.typing', error))
  }
}

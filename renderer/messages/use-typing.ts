import { useRef } from 'react'
import { call } from '../desktop.ts'
import { useOnline } from '../stores/session.ts'

const everyMs = 3_000

/** Sends a typing notice at most every three seconds; a failure is only logged. */
export function useTyping(id: string): () => void {
  const online = useOnline()
  const last = useRef(0)
  return () => {
    if (!online || Date.now() - last.current < everyMs) return
    last.current = Date.now()
    call('conversations.typing', { id }).catch(error => console.info('conversations.typing', error))
  }
}

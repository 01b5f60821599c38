import { useState } from 'react'
import type { MessageItem } from '../../../preload/contract/index.ts'
import { call, errorCode } from '../../desktop.ts'
import { translator } from '../../i18n.ts'
import { toast, toastError } from '../../ui/index.ts'

/** Answers to a message and acts on it, one at a time; an error is shown. Resolves to whether it was taken. */
export function useAnswering({ conversationId: id, seq }: MessageItem) {
  const [busy, setBusy] = useState(false)
  const run = async (action: () => Promise<unknown>): Promise<boolean> => {
    setBusy(true)
    try {
      await action()
      return true
    } catch (error) {
      if (errorCode(error) === 'too_late') toast({ kind: 'failed', text: translator('answers')('closed') })
      else toastError(error)
      return false
    } finally {
      setBusy(false)
    }
  }
  return {
    busy,
    answer: (answer: Record<string, unknown> | null) => run(() => call('messages.answer', { id, seq, answer })),
    act: (act: Record<string, unknown>) => run(() => call('messages.act', { id, seq, act })),
  }
}

import { useState } from 'react'
import type { MessageItem } from '../../../preload/contract/index.ts'
import { call, errorCode } from '../../desktop.ts'
import { translator } from '../../i18n.ts'
import { toast, toastError } from '../../ui/index.ts'

/** What errors mean here. */
const refusals: Readonly<Record<string, 'closed' | 'sameOption' | undefined>> = {
  too_late: 'closed',
  conflict: 'sameOption',
}

/** Answers to a message and acts on it, one at a time; an error is shown. Resolves to whether it was taken. */
export function useAnswering({ conversationId: id, seq }: MessageItem) {
  const [busy, setBusy] = useState(false)
  const run = async (action: () => Promise<unknown>): Promise<boolean> => {
    setBusy(true)
    try {
      await action()
      return true
    } catch (error) {
      const words = refusals[errorCode(error)]
      if (words === undefined) toastError(error)
      else toast({ kind: 'failed', text: translator('answers')(words) })
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

import { useState } from 'react'
import { errorText } from '../desktop.ts'
import { toastError } from './feedback.tsx'

/** Runs an action, and whether it runs; a failure is told by a toast, or as `onFailed` does. */
export function useBusy(
  onFailed: (error: unknown) => void = toastError,
): [busy: boolean, run: (action: () => Promise<unknown>) => void] {
  const [busy, setBusy] = useState(false)
  const run = (action: () => Promise<unknown>) => {
    setBusy(true)
    action()
      .catch(onFailed)
      .finally(() => setBusy(false))
  }
  return [busy, run]
}

/** Runs the action of a dialog, which shows why it failed; `onDone` follows one that did not. */
export function useAction(onDone: () => void) {
  const [failure, setFailure] = useState('')
  const [busy, start] = useBusy(error => setFailure(errorText(error)))
  const run = (action: () => Promise<unknown>) => {
    setFailure('')
    start(() => action().then(() => onDone()))
  }
  return { busy, failure, run }
}

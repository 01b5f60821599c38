import { create } from 'zustand'
import { throttle } from '../../../common/throttle.ts'
import type { LabelItem } from '../../../preload/contract/index.ts'
import { call, on } from '../../desktop.ts'

const useLabelStore = create<{ labels: readonly LabelItem[] }>(() => ({ labels: [] }))

/** The user's labels for conversations; none until they are read. */
export function useLabels(): readonly LabelItem[] {
  return useLabelStore(state => state.labels)
}

function read(): void {
  call('conversations.labels', {}).then(
    labels => useLabelStore.setState({ labels }),
    error => console.error('conversations.labels', error),
  )
}

/** Milliseconds between two readings. */
const readEvery = 200

/** Follows the labels. Returns the function that stops. */
export function startLabels(): () => void {
  const reread = throttle(read, readEvery, { leading: true })
  const off = on('cache.changed', ({ scopes }) => {
    if (scopes.includes('me')) reread()
  })
  read()
  return () => {
    reread.stop()
    off()
    useLabelStore.setState({ labels: [] })
  }
}

import type { MessageFlag } from '@lianqun/protocol'
import { create } from 'zustand'
import { useNavigation } from '../../stores/navigation.ts'

/**
 * What the side panel of a conversation shows instead of its details: a thread, what is pinned and marked, or a summary
 * of what was said since `readSeq`.
 */
export type TalkPanel =
  | { id: string; shows: 'thread'; seq: number }
  | { id: string; shows: 'flags'; filter: MessageFlag }
  | { id: string; shows: 'catch-up'; readSeq: number | null }

const usePanel = create<{ panel: TalkPanel | null }>(() => ({ panel: null }))

export function showThread(id: string, seq: number): void {
  usePanel.setState({ panel: { id, shows: 'thread', seq } })
}

export function showFlags(id: string, filter: MessageFlag): void {
  usePanel.setState({ panel: { id, shows: 'flags', filter } })
}

export function showCatchUp(id: string, readSeq: number | null): void {
  usePanel.setState({ panel: { id, shows: 'catch-up', readSeq } })
}

export function closeTalkPanel(): void {
  usePanel.setState({ panel: null })
}

/** What the side panel of a conversation shows instead of its details, or null. */
export function useTalkPanel(id: string): TalkPanel | null {
  return usePanel(({ panel }) => (panel?.id === id ? panel : null))
}

// Another conversation has another panel.
useNavigation.subscribe(({ conversation }) => {
  const { panel } = usePanel.getState()
  if (panel !== null && panel.id !== conversation?.id) closeTalkPanel()
})

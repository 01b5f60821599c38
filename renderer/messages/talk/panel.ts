import { create } from 'zustand'
import { useNavigation } from '../../stores/navigation.ts'

/** The tabs of a conversation's details. */
export type PanelTab = 'members' | 'files' | 'pictures' | 'links' | 'pinned' | 'decisions'

/**
 * What the side panel of a conversation was opened for: a thread, a tab of its details, a summary of what was said since
 * `readSeq`, the announcement of the group, or the log of what was done to it.
 */
export type TalkPanel =
  | { id: string; shows: 'thread'; seq: number }
  | { id: string; shows: 'tab'; tab: PanelTab }
  | { id: string; shows: 'catch-up'; readSeq: number | null }
  | { id: string; shows: 'announcement' }
  | { id: string; shows: 'audit' }

const usePanel = create<{ panel: TalkPanel | null }>(() => ({ panel: null }))

export function showThread(id: string, seq: number): void {
  usePanel.setState({ panel: { id, shows: 'thread', seq } })
}

/** Opens the details of a conversation at a tab. */
export function showTab(id: string, tab: PanelTab): void {
  usePanel.setState({ panel: { id, shows: 'tab', tab } })
}

/** Opens the log of what was done to a group. */
export function showAudit(id: string): void {
  usePanel.setState({ panel: { id, shows: 'audit' } })
}

export function showCatchUp(id: string, readSeq: number | null): void {
  usePanel.setState({ panel: { id, shows: 'catch-up', readSeq } })
}

export function showAnnouncement(id: string): void {
  usePanel.setState({ panel: { id, shows: 'announcement' } })
}

export function closeTalkPanel(): void {
  usePanel.setState({ panel: null })
}

/** What the side panel of a conversation was opened for, or null. */
export function useTalkPanel(id: string): TalkPanel | null {
  return usePanel(({ panel }) => (panel?.id === id ? panel : null))
}

// Another conversation has another panel.
useNavigation.subscribe(({ conversation }) => {
  const { panel } = usePanel.getState()
  if (panel !== null && panel.id !== conversation?.id) closeTalkPanel()
})

import { MessageCircle } from 'lucide-react'
import type { Section } from '../section.ts'
import { startSummary, useSummary } from '../stores/summary.ts'
import { startConversationList } from './conversation-list-store.ts'
import { MessagesSection } from './MessagesSection.tsx'
import { startMessageList } from './message-list-store.ts'

export const section: Section = {
  Icon: MessageCircle,
  // Shown first, so it is not loaded by itself.
  Component: MessagesSection,
  place: 'top',
  useBadge: () => useSummary(state => state.unread),
  start: () => {
    const stops = [startSummary(), startConversationList(), startMessageList()]
    return () => {
      for (const stop of stops) stop()
    }
  },
}

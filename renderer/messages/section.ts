import { MessageCircle } from 'lucide-react'
import type { Section } from '../section.ts'
import { startSummary, useSummary } from '../stores/summary.ts'
import { startMessages } from './lifetime.ts'
import { MessagesSection } from './MessagesSection.tsx'

export const section: Section = {
  Icon: MessageCircle,
  // Shown first, so it is not loaded by itself.
  Component: MessagesSection,
  place: 'top',
  useBadge: () => useSummary(state => state.unread),
  start: () => {
    const stops = [startSummary(), startMessages()]
    return () => {
      for (const stop of stops) stop()
    }
  },
}

import { Bookmark } from 'lucide-react'
import { lazy } from 'react'
import type { Section } from '../section.ts'
import { DueBadge, startReminders } from './reminders.tsx'

export const section: Section = {
  Icon: Bookmark,
  Component: lazy(async () => ({ default: (await import('./index.tsx')).SavedSection })),
  place: 'top',
  Badge: DueBadge,
  start: startReminders,
}

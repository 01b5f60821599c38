import { Settings } from 'lucide-react'
import { lazy } from 'react'
import type { Section } from '../section.ts'
import { startUpdates } from './updates.ts'

export const section: Section = {
  Icon: Settings,
  Component: lazy(async () => ({ default: (await import('./index.tsx')).SettingsSection })),
  place: 'bottom',
  start: startUpdates,
}

import { LayoutGrid } from 'lucide-react'
import { lazy } from 'react'
import type { Section } from '../section.ts'

export const section: Section = {
  Icon: LayoutGrid,
  Component: lazy(async () => ({ default: (await import('./index.tsx')).WorkbenchSection })),
  place: 'top',
}

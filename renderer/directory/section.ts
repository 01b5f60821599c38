import { BookUser } from 'lucide-react'
import { lazy } from 'react'
import type { Section } from '../section.ts'

export const section: Section = {
  Icon: BookUser,
  Component: lazy(async () => ({ default: (await import('./index.tsx')).DirectorySection })),
  place: 'top',
}

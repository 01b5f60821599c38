import type { LucideIcon } from 'lucide-react'
import type { ComponentType } from 'react'

/** What the rail and the shell need from a feature with a section; its name and key are in the contract. */
export interface Section {
  Icon: LucideIcon
  /** The section's content; `lazy` where it is not needed at the start. */
  Component: ComponentType
  /** At the bottom of the rail a section is small and has no name. */
  place: 'top' | 'bottom'
  /** The badge on its icon. */
  Badge?: ComponentType
  /** Runs while signed in, whichever section shows. Returns the function that stops it. */
  start?(): () => void
}

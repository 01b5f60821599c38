import type { LucideIcon } from 'lucide-react'
import type { ComponentType } from 'react'

/** What a feature that has a section of its own tells the rail and the shell; its name and key are in the contract. */
export interface Section {
  Icon: LucideIcon
  /** What is shown; `lazy` where it need not be there at the start. */
  Component: ComponentType
  /** At the bottom of the rail a section is small and has no name. */
  place: 'top' | 'bottom'
  /** The number on its icon. */
  Badge?: ComponentType
  /** Runs for as long as somebody is signed in, whichever section shows. Returns what stops it. */
  start?(): () => void
}

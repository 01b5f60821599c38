import { type SectionId, sectionIds } from '../../preload/contract/sections.ts'
import { section as directory } from '../directory/section.ts'
import { section as messages } from '../messages/section.ts'
import { section as saved } from '../saved/section.ts'
import type { Section } from '../section.ts'
import { section as settings } from '../settings/section.ts'
import { section as workbench } from '../workbench/section.ts'

/** The sections of the window, in the order of the contract. */
export const sections: Readonly<Record<SectionId, Section>> = { messages, directory, workbench, saved, settings }

/** The sections at one end of the rail. */
export function sectionsAt(place: Section['place']): SectionId[] {
  return sectionIds.filter(id => sections[id].place === place)
}

/** Runs `start` of each section while signed in. Returns the function that stops them. */
export function startSections(): () => void {
  const stops = sectionIds.map(id => sections[id].start?.())
  return () => {
    for (const stop of stops) stop?.()
  }
}

import { create } from 'zustand'
import type { DesktopEvent } from '../../preload/contract/index.ts'
import type { SectionId } from '../../preload/contract/sections.ts'
import { on } from '../desktop.ts'

interface Navigation {
  section: SectionId
  /** The open conversation and target message. `requestId` grows with each request, so that a repeated one counts. */
  conversation: { id: string; seq: number | null; requestId: number } | null
  /** The person whose card the directory should show. */
  person: { userId: string; requestId: number } | null
}
/** The user's place in the window. Features read their part and navigate with the functions below. */
export const useNavigation = create<Navigation>(() => ({ section: 'messages', conversation: null, person: null }))

let requestId = 0

/** Shows a section. */
export function goTo(section: SectionId): void {
  useNavigation.setState({ section })
}

/** Opens a conversation, at a message if one is given. */
export function openConversation(id: string, seq: number | null = null): void {
  requestId++
  useNavigation.setState({ section: 'messages', conversation: { id, seq, requestId } })
}

/** Closes the open conversation. */
export function closeConversation(): void {
  useNavigation.setState({ conversation: null })
}

/** Shows a person's card in the directory. */
export function openPerson(userId: string): void {
  requestId++
  useNavigation.setState({ section: 'directory', person: { userId, requestId } })
}

/** Resets the place, because another user may sign in. */
export function resetNavigation(): void {
  useNavigation.setState({ section: 'messages', conversation: null, person: null })
}

/** Follows `navigate` of main: notifications, the tray, mini-apps. */
export function startNavigation(): void {
  on('navigate', (target: DesktopEvent<'navigate'>) => {
    if (target.to === 'conversation') openConversation(target.id, target.seq)
    else if (target.to === 'person') openPerson(target.userId)
    else goTo(target.to)
  })
}

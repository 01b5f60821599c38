import { type RefObject, useEffect, useEffectEvent } from 'react'
import { type SectionId, sectionIds, sectionNames } from '../../preload/contract/sections.ts'
import { findInConversation, openNextUnread, startGroup } from '../messages/index.ts'
import { goTo, openSearch, travel } from '../stores/navigation.ts'
import { isComposing, isMac, toastError, useOverlay } from '../ui/index.ts'
import { showShortcuts } from './ShortcutSheet.tsx'

const sectionOfKey = new Map<string, SectionId>(sectionIds.map(id => [sectionNames[id].key, id]))

/** What a key does: with Ctrl or ⌘, else with Alt. */
export type Shortcut =
  | { does: 'section'; id: SectionId }
  | { does: 'search' | 'group' | 'find' | 'sheet' }
  | { does: 'travel' | 'unread'; step: -1 | 1 }

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/** The shortcut of the window that was pressed, or null. */
export function shortcutOf(event: Pressed, mac: boolean): Shortcut | null {
  const command = mac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey
  const key = event.key.toLowerCase()
  if (command && !event.altKey && !event.shiftKey) {
    const id = sectionOfKey.get(key)
    if (id) return { does: 'section', id }
    if (key === 'k') return { does: 'search' }
    if (key === 'n') return { does: 'group' }
    if (key === 'f') return { does: 'find' }
    if (key === '/') return { does: 'sheet' }
    if (mac && key === '[') return { does: 'travel', step: -1 }
    if (mac && key === ']') return { does: 'travel', step: 1 }
  }
  // A layout may need Shift for the slash.
  if (command && !event.altKey && key === '/') return { does: 'sheet' }
  if (event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    if (key === 'arrowup') return { does: 'unread', step: -1 }
    if (key === 'arrowdown') return { does: 'unread', step: 1 }
    // On macOS these move by words in a text.
    if (!mac && key === 'arrowleft') return { does: 'travel', step: -1 }
    if (!mac && key === 'arrowright') return { does: 'travel', step: 1 }
  }
  return null
}

/** Obeys the shortcuts of the window while it is signed in, and the back and forward buttons of a mouse. */
export function useShortcuts(stage: RefObject<HTMLElement | null>): void {
  const covered = useOverlay()
  const obey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || covered || isComposing(event)) return
    const pressed = shortcutOf(event, isMac)
    if (pressed === null) return
    event.preventDefault()
    if (pressed.does === 'section') goTo(pressed.id, { focus: true })
    else if (pressed.does === 'search') openSearch()
    else if (pressed.does === 'group') startGroup()
    else if (pressed.does === 'sheet') showShortcuts()
    else if (pressed.does === 'travel') travel(pressed.step)
    else if (pressed.does === 'unread') openNextUnread(pressed.step).catch(toastError)
    else findIn(stage.current)
  })
  const pressedMouse = useEffectEvent((event: MouseEvent) => {
    if (covered || (event.button !== 3 && event.button !== 4)) return
    event.preventDefault()
    travel(event.button === 3 ? -1 : 1)
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => obey(event)
    const onMouse = (event: MouseEvent) => pressedMouse(event)
    window.addEventListener('keydown', onKey)
    window.addEventListener('mouseup', onMouse)
    return () => {
      window.removeEventListener('keydown', onKey)
      window.removeEventListener('mouseup', onMouse)
    }
  }, [])
}

/** Moves the cursor into the search of what is shown: the conversation, the section; else opens the palette. */
function findIn(stage: HTMLElement | null): void {
  if (findInConversation()) return
  const field = stage?.querySelector<HTMLInputElement>('[data-section-search]')
  if (!field) {
    openSearch()
    return
  }
  field.focus()
  field.select()
}

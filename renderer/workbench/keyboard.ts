import { useEffect, useEffectEvent } from 'react'
import type { TabCommand } from '../../preload/contract/index.ts'
import { call } from '../desktop.ts'
import { isComposing, isMac, layerIsOpen, toastError, useDesktopEvent } from '../ui/index.ts'

/** The app that gets the keyboard as soon as it is shown: the user opened it, and did nothing else since. */
let asked: string | null = null

/** Gives an app the keyboard: at once if it is shown, else when it is. */
export function focusApp(appId: string): void {
  asked = appId
  call('workbench.focus', { appId }).catch(toastError)
}

/** `ask` for the keyboard for an app; `take` it when the app is shown, unless the user is somewhere else by then. */
export function useAskedToFocus(): { ask: (appId: string) => void; take: (appId: string) => void } {
  return {
    ask: appId => {
      asked = appId
    },
    take: appId => {
      const { activeElement, body } = document
      const elsewhere =
        activeElement !== null && activeElement !== body && activeElement.closest('[role="tab"]') === null
      if (asked === appId && !elsewhere) focusApp(appId)
      asked = null
    },
  }
}

/** The command of a key pressed in the window's page, or null. The same keys reach the page from within an app. */
export function commandOf(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
  mac: boolean,
) {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = event
  if (altKey) return null
  if (key === 'F6' && !ctrlKey && !metaKey) return 'enter'
  if (key === 'Tab' && ctrlKey && !metaKey) return shiftKey ? 'previous' : 'next'
  return key.toLowerCase() === 'w' && !shiftKey && (mac ? metaKey && !ctrlKey : ctrlKey && !metaKey) ? 'close' : null
}

/**
 * Handles the keys of tabs, whichever page has the keyboard: `onCommand` for those pressed in the window's page returns
 * whether it did something; otherwise the key keeps its meaning.
 */
export function useTabKeys(onCommand: (command: TabCommand | 'enter') => boolean): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const command = commandOf(event, isMac)
    if (command === null || isComposing(event) || layerIsOpen()) return
    if (onCommand(command)) event.preventDefault()
  })
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => onKey(event)
    window.addEventListener('keydown', listener)
    return () => window.removeEventListener('keydown', listener)
  }, [])
  useDesktopEvent('tabs.command', ({ command }) => {
    onCommand(command)
  })
}

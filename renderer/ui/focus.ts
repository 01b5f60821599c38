/** Layers above the page: what is focused in them is gone when they are. */
const layers = '[role="dialog"], [role="alertdialog"], [role="menu"]'

let lastOnPage: HTMLElement | null = null

/** Remembers what is focused on the page below menus and dialogs. Returns the function that stops. */
export function watchFocus(): () => void {
  const onFocus = ({ target }: FocusEvent) => {
    if (target instanceof HTMLElement && !target.closest(layers)) lastOnPage = target
  }
  document.addEventListener('focusin', onFocus)
  return () => document.removeEventListener('focusin', onFocus)
}

/**
 * Gives the focus back to what had it before a dialog, or, where that was an entry of a menu that is gone, to what had
 * it on the page. Focus that has gone elsewhere meanwhile stays there.
 */
export function returnFocus(before: Element | null): void {
  const { activeElement, body } = document
  if (activeElement !== null && activeElement !== body) return
  const target = [before, lastOnPage].find(one => one instanceof HTMLElement && one !== body && one.isConnected)
  if (target instanceof HTMLElement) target.focus({ preventScroll: true })
}

/** Gives the focus to an element when what had it is gone from the page. */
export function takeLostFocus(element: HTMLElement | null): void {
  const { activeElement, body } = document
  if (activeElement === null || activeElement === body) element?.focus({ preventScroll: true })
}

/** Whether a key belongs to an input method that is composing a word: Escape cancels the word, nothing else. */
export function isComposing(event: { isComposing: boolean; keyCode: number }): boolean {
  return event.isComposing || event.keyCode === 229
}

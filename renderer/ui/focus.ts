/** Layers above the page; elements in them disappear with them. */
const layers = '[role="dialog"], [role="alertdialog"], [role="menu"]'

let lastOnPage: HTMLElement | null = null

/** Tracks the focused element of the page below menus and dialogs. Returns the function that stops it. */
export function watchFocus(): () => void {
  const onFocus = ({ target }: FocusEvent) => {
    if (target instanceof HTMLElement && !target.closest(layers)) lastOnPage = target
  }
  document.addEventListener('focusin', onFocus)
  return () => document.removeEventListener('focusin', onFocus)
}

/**
 * Returns the focus to the element that had it before a dialog, or, if that is gone (a menu entry), to the last one
 * on the page. Does nothing when another element has the focus.
 */
export function returnFocus(before: Element | null): void {
  const { activeElement, body } = document
  if (activeElement !== null && activeElement !== body) return
  const target = [before, lastOnPage].find(one => one instanceof HTMLElement && one !== body && one.isConnected)
  if (target instanceof HTMLElement) target.focus({ preventScroll: true })
}

/** Focuses an element when the focused one was removed from the page. */
export function takeLostFocus(element: HTMLElement | null): void {
  const { activeElement, body } = document
  if (activeElement === null || activeElement === body) element?.focus({ preventScroll: true })
}

/** Whether an input method handles the key; then Escape only cancels the composition. */
export function isComposing(event: { isComposing: boolean; keyCode: number }): boolean {
  return event.isComposing || event.keyCode === 229
}

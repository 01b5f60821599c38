/** Layers above the page; elements in them disappear with them. */
const layers = '[role="dialog"], [role="alertdialog"], [role="menu"]'

/** Whether a dialog or menu is above the page. */
export function layerIsOpen(): boolean {
  return document.querySelector(layers) !== null
}

/** The element of the page that had the focus last, then what contains it and can have the focus. */
let lastOnPage: readonly HTMLElement[] = []

/** Tracks the focused element of the page below menus and dialogs. Returns the function that stops it. */
export function watchFocus(): () => void {
  const onFocus = ({ target }: FocusEvent) => {
    if (target instanceof HTMLElement && !target.closest(layers)) lastOnPage = placesOf(target)
  }
  document.addEventListener('focusin', onFocus)
  return () => document.removeEventListener('focusin', onFocus)
}

function placesOf(element: HTMLElement): HTMLElement[] {
  const places = [element]
  for (let above = element.parentElement; above; above = above.parentElement)
    if (above.hasAttribute('tabindex')) places.push(above)
  return places
}

/**
 * Returns the focus to the element that had it before a layer, or, if that is gone (a menu entry, a button that shows
 * only while it is pointed at), to the last one on the page or what contains it. Does nothing when another element has
 * the focus.
 */
export function returnFocus(before: Element | null): void {
  const { activeElement, body } = document
  if (activeElement !== null && activeElement !== body) return
  takeFocus(body, [before, ...lastOnPage])
}

/** Gives the focus of an element to the first of `places` that takes it; without one it stays. */
export function takeFocus(from: HTMLElement, places: Iterable<EventTarget | null>): void {
  for (const place of places) {
    if (!(place instanceof HTMLElement) || place === from || !place.isConnected) continue
    place.focus({ preventScroll: true })
    if (document.activeElement === place) return
  }
}

/** Focuses an element when the focused one was removed from the page. */
export function takeLostFocus(element: HTMLElement | null): void {
  const { activeElement, body } = document
  if (activeElement === null || activeElement === body) element?.focus({ preventScroll: true })
}

/**
 * Focuses the element of a selector in a box, at once or as soon as it is there. Returns the function that gives up
 * waiting; it also does when the user moves the focus meanwhile. A layer that closes and gives the focus back to the
 * page is no such move.
 */
export function focusWhenThere(box: HTMLElement, selector: string): () => void {
  const take = (): boolean => {
    const found = box.querySelector<HTMLElement>(selector)
    found?.focus({ preventScroll: true })
    return found !== null
  }
  if (take()) return () => {}
  const unmoved = new Set<Element | null>([document.activeElement, document.body, ...lastOnPage])
  const observer = new MutationObserver(() => {
    if (!unmoved.has(document.activeElement) || take()) observer.disconnect()
  })
  observer.observe(box, { childList: true, subtree: true })
  return () => observer.disconnect()
}

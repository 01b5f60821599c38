import type { Card, ToggleVisibilityAction } from '@lianqun/protocol'
import { visitCard } from '../../../../common/card-text.ts'

/** Which elements a person has shown or hidden, by their ids. */
export type Toggled = Readonly<Record<string, boolean>>

/** Whether an element is shown: as its card says, until a person says otherwise. */
export function isShown(element: { id?: string; isVisible?: boolean }, toggled: Toggled): boolean {
  const said = element.id !== undefined && Object.hasOwn(toggled, element.id) ? toggled[element.id] : undefined
  return said ?? element.isVisible !== false
}

/** The elements that an action shows or hides: whether each is shown now and after it. */
function targetsOf(card: Card, action: ToggleVisibilityAction, toggled: Toggled) {
  const shown = new Map<string, boolean>()
  visitCard(card, node => {
    if (typeof node.id === 'string' && !shown.has(node.id))
      shown.set(node.id, isShown(node as { id: string; isVisible?: boolean }, toggled))
  })
  return action.targetElements.flatMap(target => {
    const { elementId, isVisible } = typeof target === 'string' ? { elementId: target } : target
    const now = shown.get(elementId)
    return now === undefined ? [] : [{ id: elementId, now, after: isVisible ?? !now }]
  })
}

/** What is shown after an action. */
export function toggledBy(card: Card, action: ToggleVisibilityAction, toggled: Toggled): Toggled {
  const next = { ...toggled }
  for (const { id, after } of targetsOf(card, action, toggled)) next[id] = after
  return next
}

/** Whether what an action opens and closes is open; undefined where it only ever shows or hides. */
export function isOpened(card: Card, action: ToggleVisibilityAction, toggled: Toggled): boolean | undefined {
  if (action.targetElements.some(target => typeof target !== 'string' && target.isVisible !== undefined))
    return undefined
  const targets = targetsOf(card, action, toggled)
  return targets.length === 0 ? undefined : targets.every(({ now }) => now)
}

/** All nodes of a card that are not shown: the hidden elements with what is in them. */
export function hiddenIn(card: Card, toggled: Toggled): ReadonlySet<unknown> {
  const hidden = new Set<unknown>()
  visitCard([card.body, card.actions], node => {
    if (!isShown(node as { id?: string; isVisible?: boolean }, toggled)) visitCard(node, inner => hidden.add(inner))
  })
  return hidden
}

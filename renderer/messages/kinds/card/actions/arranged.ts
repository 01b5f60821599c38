import type { CardAction } from '@lianqun/protocol'

/** How the button of an action looks; `refusing`: red, but not filled. */
export type ActionKind = 'plain' | 'primary' | 'quiet' | 'danger' | 'refusing'

/** More actions than these are in a menu. */
const mostButtons = 6

/** The actions in their order: those that have a button, and those of the menu, secondary ones first. */
export function arranged(actions: readonly CardAction[]): { buttons: CardAction[]; menu: CardAction[] } {
  if (actions.length <= mostButtons) return { buttons: [...actions], menu: [] }
  const primary = actions.filter(({ mode }) => mode !== 'secondary')
  const buttons = primary.slice(0, mostButtons)
  return { buttons, menu: actions.filter(action => !buttons.includes(action)) }
}

/** How an action looks in its row. `inner`: in a card that an action showed, where it was asked already. */
export function kindOfAction(action: CardAction, row: readonly CardAction[], inner: boolean): ActionKind {
  if (action.style === 'positive') return 'primary'
  if (action.style === 'destructive') return inner ? 'danger' : 'refusing'
  if (action.mode === 'secondary') return 'quiet'
  // A way out to more beside what can be done here.
  return action.type === 'Action.OpenUrl' && row.some(({ type }) => type !== 'Action.OpenUrl') ? 'quiet' : 'plain'
}

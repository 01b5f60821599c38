import type { CardAction, CardElement, ShowCardAction } from '@lianqun/protocol'
import { Ellipsis } from 'lucide-react'
import { type ReactNode, useContext, useId } from 'react'
import { IconButton, Menu, type MenuEntries } from '../../../../ui/index.ts'
import { ScopeContext, useCard } from '../card-context.ts'
import { pressOf, titleOf } from '../elements/Pressable.tsx'
import { inputsOf } from '../inputs.ts'
import { ActionButton } from './ActionButton.tsx'
import { arranged, kindOfAction } from './arranged.ts'

export type ShownCard = ShowCardAction['card']

/** Actions beside each other; the card of one that shows a card stands below them. `draw` draws that card. */
export function ActionRow(props: {
  actions: readonly CardAction[]
  inner: boolean
  draw: (card: ShownCard) => ReactNode
}) {
  const { actions, inner, draw } = props
  const { expands, expand } = useCard()
  const scope = useContext(ScopeContext)
  const id = useId()
  if (actions.length === 0) return null
  const { buttons, menu } = arranged(actions)
  const cards = actions.filter(action => action.type === 'Action.ShowCard')
  const open = cards.find(expands)
  return (
    <>
      <div className="messages-card-actions">
        {buttons.map((action, index) => {
          const key = `${index}`
          const kind = kindOfAction(action, actions, inner)
          if (action.type !== 'Action.ShowCard') return <ActionButton key={key} action={action} kind={kind} />
          const expanded = { open: action === open, controls: id, toggle: () => expand(action, cards) }
          return <ActionButton key={key} action={action} kind={kind} expanded={expanded} />
        })}
        {menu.length > 0 && <More actions={menu} expand={action => expand(action, cards)} />}
      </div>
      {open && (
        <div id={id} className="messages-card-shown">
          <ScopeContext value={[...scope, ...inputsOf(open.card.body ?? ([] as CardElement[]))]}>
            {draw(open.card)}
          </ScopeContext>
        </div>
      )}
    </>
  )
}

/** The actions that have no room. */
function More({ actions, expand }: { actions: readonly CardAction[]; expand: (action: ShowCardAction) => void }) {
  const card = useCard()
  const scope = useContext(ScopeContext)
  const items: MenuEntries = actions.map(action => {
    const shared = { label: titleOf(action, card.t), danger: action.style === 'destructive' }
    if (action.type === 'Action.ShowCard')
      return { ...shared, disabled: action.isEnabled === false, onSelect: () => expand(action) }
    const pressed = pressOf(action, card, scope)
    return { ...shared, disabled: pressed?.disabled ?? true, onSelect: () => pressed?.press() }
  })
  return (
    <Menu trigger={<IconButton label={card.t('more')} icon={<Ellipsis />} tabIndex={card.tabIndex} />} items={items} />
  )
}

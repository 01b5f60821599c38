import type { CardAction } from '@lianqun/protocol'
import { ChevronDown } from 'lucide-react'
import { isCardLink } from '../../../../../common/card-text.ts'
import { Button, cx } from '../../../../ui/index.ts'
import { actionKey, useCard } from '../card-context.ts'
import { titleOf, usePress } from '../elements/Pressable.tsx'
import type { ActionKind } from './arranged.ts'

/** The button of an action. `expanded`: whether its card is shown, of an action that shows one. */
export function ActionButton(props: {
  action: CardAction
  kind: ActionKind
  expanded?: { open: boolean; controls: string; toggle: () => void }
}) {
  const { action, kind, expanded } = props
  const { t, tabIndex, busy, blockedId, isOpened } = useCard()
  const pressed = usePress(action)
  const title = titleOf(action, t)
  const answered = action.type === 'Action.Submit' || action.type === 'Action.Execute'
  if (action.type === 'Action.OpenUrl' && isCardLink(action.url) && action.isEnabled !== false)
    return (
      <a
        className={cx('button', 'messages-card-button', kind !== 'plain' && kind)}
        href={action.url}
        title={action.tooltip ?? action.url}
        tabIndex={tabIndex}
        onClick={event => {
          event.preventDefault()
          pressed?.press()
        }}
      >
        {title}
      </a>
    )
  const open = expanded?.open ?? (action.type === 'Action.ToggleVisibility' ? isOpened(action) : undefined)
  return (
    <Button
      kind={kind === 'refusing' ? 'plain' : kind}
      className={cx('messages-card-button', kind === 'refusing' && 'refusing')}
      tabIndex={tabIndex}
      title={action.tooltip}
      busy={answered && busy === actionKey(action)}
      disabled={expanded ? action.isEnabled === false : (pressed?.disabled ?? true)}
      aria-expanded={open}
      aria-controls={expanded?.open ? expanded.controls : undefined}
      aria-describedby={answered ? blockedId : undefined}
      onClick={expanded?.toggle ?? pressed?.press}
    >
      {title}
      {expanded && <ChevronDown className={cx('messages-card-chevron', expanded.open && 'open')} aria-hidden="true" />}
    </Button>
  )
}

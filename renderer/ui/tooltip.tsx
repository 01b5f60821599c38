import { Tooltip as RadixTooltip } from 'radix-ui'
import { createContext, type ReactNode, useContext } from 'react'
import './overlay.css'

/** Whether a native view lies above a part of the page. */
export const NativeView = createContext(false)

/**
 * A tooltip on hover and focus. Its trigger needs an accessible name of its own. Under a native view the system's
 * tooltip is used, unless the tooltip is above its trigger, where no view is.
 */
export function Tooltip(props: {
  text: string
  shortcut?: string
  side?: 'top' | 'right' | 'bottom' | 'left'
  children: ReactNode
}) {
  const { text, shortcut, side = 'bottom' } = props
  const covered = useContext(NativeView) && side !== 'top'
  return (
    <RadixTooltip.Root>
      <RadixTooltip.Trigger asChild title={covered ? [text, shortcut].filter(Boolean).join('  ') : undefined}>
        {props.children}
      </RadixTooltip.Trigger>
      {!covered && (
        <RadixTooltip.Portal>
          {/* It describes its trigger, but is not read as a part of the page a second time. */}
          <RadixTooltip.Content className="tooltip" sideOffset={6} collisionPadding={8} side={side} aria-hidden="true">
            {text}
            {shortcut && <kbd>{shortcut}</kbd>}
          </RadixTooltip.Content>
        </RadixTooltip.Portal>
      )}
    </RadixTooltip.Root>
  )
}

import { Dialog as RadixDialog } from 'radix-ui'
import { type KeyboardEvent, type ReactNode, useRef } from 'react'
import { isComposing } from '../../common/composition.ts'
import { cx } from './cx.ts'
import { returnFocus } from './focus.ts'
import { LayerBoundary } from './LayerBoundary.tsx'
import { FocusMark, OverlayMark } from './overlays.tsx'

/** A modal layer over the whole window: Esc closes it, focus stays inside and returns. `label`: its accessible name. */
export function FullDialog(props: {
  label: string
  onClose: () => void
  className: string
  onKeyDown?: (event: KeyboardEvent) => void
  /** Gets the focus first; otherwise the dialog itself does. */
  initialFocus?: () => HTMLElement | null
  /** A press on the layer itself, beside what stands on it. */
  onPressOutside?: () => void
  children: ReactNode
}) {
  const before = useRef<Element | null>(null)
  return (
    <LayerBoundary open onFailed={props.onClose}>
      <RadixDialog.Root open onOpenChange={open => !open && props.onClose()}>
        <RadixDialog.Portal>
          <RadixDialog.Content
            className={cx('full-dialog', props.className)}
            aria-describedby={undefined}
            onKeyDown={props.onKeyDown}
            onPointerDown={event => event.target === event.currentTarget && props.onPressOutside?.()}
            onOpenAutoFocus={event => {
              event.preventDefault()
              const first = props.initialFocus?.() ?? event.currentTarget
              if (first instanceof HTMLElement) first.focus()
            }}
            onCloseAutoFocus={event => {
              event.preventDefault()
              returnFocus(before.current)
            }}
            onEscapeKeyDown={event => isComposing(event) && event.preventDefault()}
            onInteractOutside={event => event.preventDefault()}
          >
            <OverlayMark />
            <FocusMark before={before} />
            <RadixDialog.Title className="visually-hidden">{props.label}</RadixDialog.Title>
            {props.children}
          </RadixDialog.Content>
        </RadixDialog.Portal>
      </RadixDialog.Root>
    </LayerBoundary>
  )
}

import { Check, X } from 'lucide-react'
import {
  ContextMenu as RadixContextMenu,
  Dialog as RadixDialog,
  DropdownMenu as RadixMenu,
  Popover as RadixPopover,
  Tooltip as RadixTooltip,
} from 'radix-ui'
import {
  type CSSProperties,
  Fragment,
  type ReactNode,
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { create } from 'zustand'
import { isComposing, watchComposition } from '../../common/composition.ts'
import { useTranslate } from '../i18n.ts'
import { IconButton } from './controls.tsx'
import { cx } from './cx.ts'
import { returnFocus, watchFocus } from './focus.ts'
import { startClock } from './hooks.ts'
import { LayerBoundary } from './LayerBoundary.tsx'
import { NativeView } from './tooltip.tsx'
import './overlay.css'

const overlays = create<{ open: number }>(() => ({ open: 0 }))

/** Whether a dialog, menu or popover is open: then native mini-app views, which cover the page, must be hidden. */
export function useOverlay(): boolean {
  return overlays(state => state.open > 0)
}

/** Counts as an open overlay while it is mounted. Every layer of ui/ renders one; a custom layer must, too. */
export function OverlayMark() {
  useLayoutEffect(() => {
    overlays.setState(state => ({ open: state.open + 1 }))
    return () => overlays.setState(state => ({ open: state.open - 1 }))
  }, [])
  return null
}

const host = create<{ element: HTMLElement | null }>(() => ({ element: null }))

/** Where menus appear: in the main landmark, so that whoever moves by landmarks finds them. */
export function MenuHost() {
  return <div ref={element => host.setState({ element })} className="menu-host" />
}

const views = create<{ shown: number }>(() => ({ shown: 0 }))

/** Registers a native view over a part of the page while `shown`, so that tooltips and toasts avoid it. */
export function useNativeView(shown: boolean): void {
  useLayoutEffect(() => {
    if (!shown) return
    views.setState(state => ({ shown: state.shown + 1 }))
    return () => views.setState(state => ({ shown: state.shown - 1 }))
  }, [shown])
}

export interface DialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  description?: ReactNode
  /** CSS pixels; 420 by default. */
  width?: number
  /** Buttons, right-aligned. */
  footer?: ReactNode
  /** `alertdialog` for questions that must be answered. */
  role?: 'dialog' | 'alertdialog'
  /** Gets the focus first; otherwise the dialog itself does, so that its title is read and no tooltip takes Escape. */
  initialFocus?: () => HTMLElement | null
  /** A click outside does not close it, because input would be lost. */
  keepOpen?: boolean
  children?: ReactNode
}
/** A modal dialog: Esc and the cross close it, focus stays inside and returns. */
export function Dialog(props: DialogProps) {
  return (
    <LayerBoundary open={props.open} onFailed={() => props.onOpenChange(false)}>
      <DialogLayer {...props} />
    </LayerBoundary>
  )
}

function DialogLayer(props: DialogProps) {
  const t = useTranslate('ui')
  const alert = props.role === 'alertdialog'
  const before = useRef<Element | null>(null)
  return (
    <RadixDialog.Root open={props.open} onOpenChange={props.onOpenChange}>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className="overlay" />
        <RadixDialog.Content
          className="dialog"
          role={props.role ?? 'dialog'}
          style={{ '--dialog-w': `${props.width ?? 420}px` } as CSSProperties}
          {...(props.description ? {} : { 'aria-describedby': undefined })}
          onOpenAutoFocus={event => {
            event.preventDefault()
            const dialog = event.currentTarget
            if (!(dialog instanceof HTMLElement)) return
            // A dialog below takes the focus back from what has `autoFocus` before this one is known to be above it.
            const wanted = props.initialFocus?.() ?? dialog.querySelector<HTMLElement>('[data-auto-focus]')
            ;(wanted ?? dialog).focus()
          }}
          onCloseAutoFocus={event => {
            // Radix would focus the trigger, and dialogs from showDialog have none.
            event.preventDefault()
            returnFocus(before.current)
          }}
          onEscapeKeyDown={event => (isComposing(event) || hasListOpen(event.target)) && event.preventDefault()}
          onInteractOutside={alert || props.keepOpen ? event => event.preventDefault() : undefined}
        >
          <OverlayMark />
          <FocusMark before={before} />
          <div className="dialog-head">
            <div className="grow">
              <RadixDialog.Title asChild>
                <h2>{props.title}</h2>
              </RadixDialog.Title>
              {props.description && (
                <RadixDialog.Description asChild>
                  <p>{props.description}</p>
                </RadixDialog.Description>
              )}
            </div>
            {!alert && (
              <RadixDialog.Close asChild>
                <IconButton size="small" label={t('close')} icon={<X />} />
              </RadixDialog.Close>
            )}
          </div>
          {props.children && <div className="dialog-body">{props.children}</div>}
          {props.footer && <div className="dialog-foot">{props.footer}</div>}
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  )
}

/** Records the focused element while a dialog renders, before the dialog takes the focus. */
export function FocusMark({ before }: { before: { current: Element | null } }) {
  const [found] = useState(() => document.activeElement)
  useLayoutEffect(() => {
    before.current = found
  }, [before, found])
  return null
}

export interface PopoverProps {
  trigger: ReactNode
  label: string
  side?: 'top' | 'right' | 'bottom' | 'left'
  align?: 'start' | 'center' | 'end'
  className?: string
  open?: boolean
  onOpenChange?: (open: boolean) => void
  /** Takes the focus when it has closed; left out, the trigger does. */
  onClosed?: () => void
  children: ReactNode
}
/** A small layer beside its trigger (which must take a ref and props). */
export function Popover(props: PopoverProps) {
  return (
    <RadixPopover.Root open={props.open} onOpenChange={props.onOpenChange}>
      <RadixPopover.Trigger asChild>{props.trigger}</RadixPopover.Trigger>
      <RadixPopover.Portal>
        <RadixPopover.Content
          className={cx('popover', props.className)}
          aria-label={props.label}
          side={props.side ?? 'bottom'}
          align={props.align ?? 'start'}
          sideOffset={6}
          collisionPadding={10}
          sticky="always"
          onEscapeKeyDown={event => isComposing(event) && event.preventDefault()}
          onCloseAutoFocus={event => {
            if (props.onClosed === undefined) return
            event.preventDefault()
            props.onClosed()
          }}
        >
          <OverlayMark />
          {props.children}
        </RadixPopover.Content>
      </RadixPopover.Portal>
    </RadixPopover.Root>
  )
}

/** Whether Escape closes the list below a field, which says so by `data-list-open`, and not what the field is in. */
function hasListOpen(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches('[data-list-open]')
}

/** A popover at an element that is not its trigger; it closes with Escape, a press outside and when that scrolls away. */
export function PopoverAt(props: {
  anchor: HTMLElement
  label: string
  className?: string
  onClose: () => void
  children: ReactNode
}) {
  const anchor = useRef(props.anchor)
  const onScroll = useEffectEvent(() => {
    if (!anchor.current.isConnected) props.onClose()
  })
  useEffect(() => {
    window.addEventListener('scroll', onScroll, true)
    return () => window.removeEventListener('scroll', onScroll, true)
  }, [])
  return (
    <RadixPopover.Root open onOpenChange={open => !open && props.onClose()}>
      <RadixPopover.Anchor virtualRef={anchor} />
      <RadixPopover.Portal>
        <RadixPopover.Content
          className={cx('popover', props.className)}
          aria-label={props.label}
          side="right"
          align="start"
          sideOffset={8}
          collisionPadding={10}
          sticky="always"
          hideWhenDetached
          onEscapeKeyDown={event => isComposing(event) && event.preventDefault()}
          onCloseAutoFocus={event => {
            event.preventDefault()
            returnFocus(props.anchor)
          }}
        >
          <OverlayMark />
          <LayerBoundary onFailed={props.onClose}>{props.children}</LayerBoundary>
        </RadixPopover.Content>
      </RadixPopover.Portal>
    </RadixPopover.Root>
  )
}

export interface MenuItem {
  label: string
  icon?: ReactNode
  onSelect: () => void
  /** On the right: a shortcut or a remaining time. */
  hint?: string
  danger?: boolean
  disabled?: boolean
  checked?: boolean
}
/** Entries of a menu; `line` divides, false leaves out. */
export type MenuEntries = readonly (MenuItem | 'line' | false | null | undefined)[]

function entries(items: MenuEntries): (MenuItem | 'line')[] {
  return items.filter(item => item !== false && item !== null && item !== undefined)
}

function MenuBody({
  items,
  Item,
  Line,
}: {
  items: MenuEntries
  Item: typeof RadixMenu.Item
  Line: typeof RadixMenu.Separator
}) {
  return entries(items).map((item, index) =>
    item === 'line' ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other identity
      <Line key={`line-${index}`} className="menu-line" />
    ) : (
      <Item
        key={item.label}
        className={cx('menu-item', item.danger && 'danger')}
        disabled={item.disabled}
        onSelect={item.onSelect}
        {...(item.checked === undefined ? {} : { 'aria-checked': item.checked, role: 'menuitemcheckbox' })}
      >
        {item.icon}
        <span className="ellipsis">{item.label}</span>
        {item.checked ? (
          <Check className="hint" aria-hidden="true" />
        ) : (
          item.hint && <span className="hint">{item.hint}</span>
        )}
      </Item>
    ),
  )
}

/**
 * A menu behind a button (which must take a ref and props). It is not modal, as a menu of the system is not: a press
 * outside closes it and does what it does anyway.
 */
export function Menu(props: {
  trigger: ReactNode
  items: MenuEntries
  /** Shown above the entries; not an entry. */
  head?: ReactNode
  side?: 'top' | 'right' | 'bottom' | 'left'
  align?: 'start' | 'center' | 'end'
  onOpenChange?: (open: boolean) => void
}) {
  const container = host(state => state.element)
  return (
    <RadixMenu.Root modal={false} onOpenChange={props.onOpenChange}>
      <RadixMenu.Trigger asChild>{props.trigger}</RadixMenu.Trigger>
      <RadixMenu.Portal container={container}>
        <RadixMenu.Content
          className="menu"
          side={props.side ?? 'bottom'}
          align={props.align ?? 'start'}
          sideOffset={4}
          collisionPadding={8}
          sticky="always"
        >
          <OverlayMark />
          {props.head && <Fragment>{props.head}</Fragment>}
          <MenuBody items={props.items} Item={RadixMenu.Item} Line={RadixMenu.Separator} />
        </RadixMenu.Content>
      </RadixMenu.Portal>
    </RadixMenu.Root>
  )
}

/** Calls back when the window changes its size while `open`: a menu at a point of the page would hang over its edge. */
function useOnResize(open: boolean, onResize: () => void): void {
  const resized = useEffectEvent(onResize)
  useEffect(() => {
    if (!open) return
    window.addEventListener('resize', resized)
    return () => window.removeEventListener('resize', resized)
  }, [open])
}

/**
 * A context menu (right click or Shift+F10) for a whole list: `items` gets the clicked element when it opens, and
 * without entries no menu opens. Its one child must take a ref and props.
 */
export function ContextMenu({
  items,
  children,
  onOpenChange,
}: {
  items: (target: EventTarget) => MenuEntries
  children: ReactNode
  onOpenChange?: (open: boolean) => void
}) {
  const [shown, setShown] = useState<MenuEntries>([])
  const [open, setOpen] = useState(false)
  const container = host(state => state.element)
  const change = (next: boolean) => {
    setOpen(next)
    onOpenChange?.(next)
  }
  useOnResize(open, () => change(false))
  return (
    <RadixContextMenu.Root modal={false} open={open} onOpenChange={change}>
      <RadixContextMenu.Trigger
        asChild
        onContextMenu={event => {
          const asked = items(event.target)
          if (entries(asked).length === 0) event.preventDefault()
          setShown(asked)
        }}
      >
        {children}
      </RadixContextMenu.Trigger>
      <RadixContextMenu.Portal container={container}>
        <RadixContextMenu.Content
          className="menu"
          collisionPadding={8}
          onCloseAutoFocus={event => {
            event.preventDefault()
            returnFocus(null)
          }}
        >
          <OverlayMark />
          <MenuBody items={shown} Item={RadixContextMenu.Item} Line={RadixContextMenu.Separator} />
        </RadixContextMenu.Content>
      </RadixContextMenu.Portal>
    </RadixContextMenu.Root>
  )
}

/** Wraps the app: tooltip timing, focus tracking, and whether a native view is shown. */
export function OverlayProvider({ children }: { children: ReactNode }) {
  useEffect(watchFocus, [])
  useEffect(watchComposition, [])
  useEffect(startClock, [])
  const view = views(state => state.shown > 0)
  return (
    <RadixTooltip.Provider delayDuration={450} skipDelayDuration={200} disableHoverableContent>
      <NativeView value={view}>{children}</NativeView>
    </RadixTooltip.Provider>
  )
}

import { type ReactNode, useRef, useState } from 'react'
import { create } from 'zustand'
import { errorText } from '../desktop.ts'
import { useTranslate } from '../i18n.ts'
import { Button } from './controls.tsx'
import { LayerBoundary } from './LayerBoundary.tsx'
import { Dialog } from './overlays.tsx'

interface Shown {
  id: number
  render: () => ReactNode
  onFailed: () => void
}
const shown = create<{ dialogs: Shown[] }>(() => ({ dialogs: [] }))
let nextId = 1

/**
 * Shows a dialog from anywhere. `render` gets the function that removes it; call it from `onOpenChange`. `onFailed`: it
 * threw, and has been removed.
 */
export function showDialog(render: (close: () => void) => ReactNode, onFailed = () => {}): () => void {
  const id = nextId++
  const close = () => shown.setState(state => ({ dialogs: state.dialogs.filter(dialog => dialog.id !== id) }))
  const failed = () => {
    close()
    onFailed()
  }
  shown.setState(state => ({ dialogs: [...state.dialogs, { id, render: () => render(close), onFailed: failed }] }))
  return close
}

/** Where dialogs of `showDialog` and `confirm` appear. */
export function DialogHost() {
  const dialogs = shown(state => state.dialogs)
  return dialogs.map(dialog => (
    <LayerBoundary key={dialog.id} onFailed={dialog.onFailed}>
      <Hosted dialog={dialog} />
    </LayerBoundary>
  ))
}

function Hosted({ dialog }: { dialog: Shown }) {
  return dialog.render()
}

export interface ConfirmOptions {
  title: string
  text?: ReactNode
  /** The label of the confirm button: a verb, never just "OK". */
  action: string
  /** The label of the other button. */
  cancel?: string
  danger?: boolean
  /** Runs before the dialog closes; the button is busy meanwhile. On an error the dialog stays and shows it. */
  onConfirm?: () => Promise<unknown>
}

/** A confirmation of an action that cannot be undone; Cancel has the focus. */
export function ConfirmDialog({
  open,
  onClose,
  ...options
}: ConfirmOptions & { open: boolean; onClose: (confirmed: boolean) => void }) {
  const t = useTranslate('ui')
  const cancel = useRef<HTMLButtonElement>(null)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState('')
  const confirmed = async () => {
    setBusy(true)
    try {
      await options.onConfirm?.()
      onClose(true)
    } catch (error) {
      setFailure(errorText(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog
      open={open}
      onOpenChange={next => !next && !busy && onClose(false)}
      role="alertdialog"
      title={options.title}
      description={options.text}
      initialFocus={() => cancel.current}
      footer={
        <>
          <Button ref={cancel} onClick={() => onClose(false)} disabled={busy}>
            {options.cancel ?? t('cancel')}
          </Button>
          <Button kind={options.danger ? 'danger' : 'primary'} busy={busy} onClick={() => void confirmed()}>
            {options.action}
          </Button>
        </>
      }
    >
      {failure && (
        <div className="banner danger" role="alert">
          {failure}
        </div>
      )}
    </Dialog>
  )
}

/** Asks; resolves with whether it was confirmed (and `onConfirm` succeeded). */
export function confirm(options: ConfirmOptions): Promise<boolean> {
  return new Promise(resolve => {
    showDialog(
      close => (
        <ConfirmDialog
          open
          {...options}
          onClose={confirmed => {
            close()
            resolve(confirmed)
          }}
        />
      ),
      () => resolve(false),
    )
  })
}

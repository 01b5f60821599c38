import { useEffect } from 'react'
import { create } from 'zustand'
import type { BotForm } from '../../../preload/contract/index.ts'
import { call, on } from '../../desktop.ts'
import { useSession } from '../../stores/session.ts'
import { showDialog } from '../../ui/index.ts'
import { FormDialog } from './FormDialog.tsx'
import { closed, type Forms, none, opened } from './form-queue.ts'

/* Forms that bots open in this window, one at a time: one that comes while another is open waits behind it. */

const useForms = create<Forms>(() => none)
let closeDialog: (() => void) | null = null

/** Takes a form out of the line. `unsent`: the person closed it, and the bot may want to know. */
function close(id: string, unsent: boolean): void {
  useForms.setState(forms => closed(forms, id, unsent))
  if (unsent) call('bots.closeForm', { viewId: id }).catch(error => console.error('bots.closeForm', error))
}

function open(form: BotForm): void {
  useForms.setState(forms => opened(forms, form))
}

function FormHost({ onNone }: { onNone: () => void }) {
  const form = useForms(({ line }) => line[0])
  useEffect(() => {
    if (form === undefined) onNone()
  }, [form, onNone])
  if (form === undefined) return null
  return (
    <FormDialog
      key={form.view.id}
      form={form}
      onNext={view => open({ ...form, view })}
      onClose={unsent => close(form.view.id, unsent)}
    />
  )
}

/** Shows the forms that bots open; returns the function that stops it. */
export function startBotForms(): () => void {
  const stopListening = on('bots.form', open)
  const stopShowing = useForms.subscribe(({ line }) => {
    if (line.length === 0 || closeDialog !== null) return
    const end = (): void => {
      closeDialog?.()
      closeDialog = null
    }
    const failed = (): void => {
      closeDialog = null
      const [shown] = useForms.getState().line
      if (shown !== undefined) close(shown.view.id, true)
    }
    closeDialog = showDialog(() => <FormHost onNone={end} />, failed)
  })
  return () => {
    stopListening()
    stopShowing()
  }
}

// Do not show one user's data to the next user.
useSession.subscribe((now, before) => {
  if (now.session?.user?.id !== before.session?.user?.id) useForms.setState(none, true)
})

import { useTranslate } from '../i18n.ts'
import { useSettings } from '../stores/settings.ts'
import { Dialog, ShortcutList, showDialog } from '../ui/index.ts'

let close: (() => void) | null = null

/** Shows all shortcuts; pressing it again hides them. */
export function showShortcuts(): void {
  if (close !== null) {
    close()
    return
  }
  const remove = showDialog(
    () => <Sheet />,
    () => {
      close = null
    },
  )
  close = () => {
    close = null
    remove()
  }
}

function Sheet() {
  const t = useTranslate('ui')
  const sendKey = useSettings(state => state.settings?.sendKey ?? 'enter')
  return (
    <Dialog
      open
      onOpenChange={open => !open && close?.()}
      title={t('shortcuts')}
      width={460}
      // Not the cross: its tooltip would take the first Escape.
      initialFocus={() => document.querySelector<HTMLElement>('.dialog .shortcut-list')}
    >
      <ShortcutList sendKey={sendKey} />
    </Dialog>
  )
}

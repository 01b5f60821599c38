import { MessageSquareOff } from 'lucide-react'
import { useTranslate } from '../../i18n.ts'
import './group.css'

/** Stands in place of the composer where the user may not write, and says why. */
export function SilentComposer() {
  const t = useTranslate('group')
  return (
    <p className="messages-group-silent" role="status">
      <MessageSquareOff className="icon-md" aria-hidden="true" />
      {t('onlyAdmins')}
    </p>
  )
}

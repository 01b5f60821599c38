import { ChevronRight } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { ConversationItem } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'
import { useTranslate } from '../../i18n.ts'
import { useOnline } from '../../stores/session.ts'
import { useQuery } from '../../ui/index.ts'
import { showHooks, takeReturned } from './open.ts'
import './hooks.css'

/** The row in a group's details that leads to its hooks, with how many there are. */
export function HooksEntry({ conversation }: { conversation: ConversationItem }) {
  const t = useTranslate('hooks')
  const { id, group } = conversation
  const online = useOnline()
  const hooks = useQuery(group && online ? `hooks:${id}` : null, () => call('hooks.list', { id }))
  const bots = useQuery(group && online ? `group-bots:${id}` : null, () => call('bots.list', { id }))
  const row = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (takeReturned()) row.current?.focus()
  }, [])
  if (!group) return null
  const count = hooks.data && bots.data && hooks.data.hooks.length + bots.data.bots.length
  return (
    <div className="messages-section messages-hooks-entry">
      <button ref={row} type="button" onClick={() => showHooks(id)}>
        <span className="grow">{t('title')}</span>
        {count !== undefined && count > 0 && <span className="muted">{t('entryCount', { count })}</span>}
        <ChevronRight className="icon-sm" aria-hidden="true" />
      </button>
    </div>
  )
}

import { Plus, Search, WifiOff } from 'lucide-react'
import { call } from '../desktop.ts'
import { useLanguage, useTranslate } from '../i18n.ts'
import { showDoctor } from '../network/index.tsx'
import { openSearch } from '../stores/navigation.ts'
import { useConnection } from '../stores/session.ts'
import { fullTime, IconButton, ResizableColumn, shortcut, toastError, useMinute } from '../ui/index.ts'
import { ConversationRows } from './ConversationRows.tsx'
import { ListFilters } from './list/ListFilters.tsx'
import { startGroup } from './StartGroup.tsx'
import './conversation-list.css'

/** The column of conversations, with what opens the search above them. */
export function ConversationList() {
  const t = useTranslate('messages')
  return (
    <ResizableColumn label={t('conversations')}>
      <div className="list-head">
        <button
          type="button"
          className="search-field grow messages-open-search"
          aria-label={t('searchMessages')}
          aria-haspopup="dialog"
          data-shortcut={shortcut('K')}
          onClick={openSearch}
        >
          <Search className="icon-sm" aria-hidden="true" />
          <span className="grow">{t('search')}</span>
        </button>
        <IconButton filled label={t('newGroup')} icon={<Plus />} onClick={() => startGroup()} />
      </div>
      <ListFilters />
      <OfflineStrip />
      <ConversationRows />
    </ResizableColumn>
  )
}

function OfflineStrip() {
  const t = useTranslate('messages')
  const language = useLanguage()
  const now = useMinute()
  const down = useConnection(state => state.down)
  const lastSyncedAt = useConnection(state => state.lastSyncedAt)
  const noNetwork = useConnection(state => state.reason === 'network')
  if (!down) return null
  return (
    <div className="banner messages-offline-strip" role="status">
      <WifiOff className="icon-sm" aria-hidden="true" />
      <span className="grow">
        {lastSyncedAt === null
          ? t('offlineNever')
          : t(noNetwork ? 'offlineStrip' : 'unreachableStrip', { time: fullTime(lastSyncedAt, language, now) })}
      </span>
      <button type="button" className="link-button" onClick={() => call('connection.retry', {}).catch(toastError)}>
        {t('retry')}
      </button>
      <button type="button" className="link-button" onClick={() => showDoctor(null)}>
        {t('checkConnection')}
      </button>
    </div>
  )
}

import { lazy, Suspense, useEffect, useRef } from 'react'
import { useWords } from '../i18n.ts'
import { MessagesSection, startMessages } from '../messages/index.ts'
import { goTo, resetNavigation, type Section, useNavigation } from '../stores/navigation.ts'
import { startSummary } from '../stores/summary.ts'
import { isMac, Spinner } from '../ui/index.ts'
import { ErrorBoundary } from './ErrorBoundary.tsx'
import { Rail } from './Rail.tsx'
import { TitleBar } from './TitleBar.tsx'

const sections = {
  messages: MessagesSection,
  directory: lazy(async () => ({ default: (await import('../directory/index.tsx')).DirectorySection })),
  workbench: lazy(async () => ({ default: (await import('../workbench/index.tsx')).WorkbenchSection })),
  settings: lazy(async () => ({ default: (await import('../settings/index.tsx')).SettingsSection })),
}
const byDigit: Record<string, Section> = { 1: 'messages', 2: 'directory', 3: 'workbench', ',': 'settings' }

/** The window of a person who is signed in: title bar, rail, and one section at a time. */
export function Shell() {
  const t = useWords('app')
  const section = useNavigation(state => state.section)
  const stage = useRef<HTMLElement>(null)
  useEffect(startSummary, [])
  useEffect(startMessages, [])
  useEffect(() => resetNavigation, [])
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const to = byDigit[event.key]
      if (!to || !(isMac ? event.metaKey : event.ctrlKey) || event.altKey || event.shiftKey) return
      event.preventDefault()
      goTo(to)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])

  const Current = sections[section]
  return (
    <div className="window">
      <button type="button" className="button primary skip-link" onClick={() => stage.current?.focus()}>
        {t('skipToContent')}
      </button>
      <TitleBar />
      <div className="body">
        <Rail />
        <main ref={stage} className="stage" tabIndex={-1}>
          <ErrorBoundary key={section}>
            <Suspense fallback={<Waiting />}>
              <Current />
            </Suspense>
          </ErrorBoundary>
        </main>
      </div>
    </div>
  )
}

function Waiting() {
  return (
    <div className="empty-state">
      <Spinner />
    </div>
  )
}

import { Suspense, useEffect, useRef } from 'react'
import { type SectionId, sectionIds, sectionNames } from '../../preload/contract/sections.ts'
import { useTranslate } from '../i18n.ts'
import { goTo, resetNavigation, useNavigation } from '../stores/navigation.ts'
import { isMac, Spinner, takeLostFocus } from '../ui/index.ts'
import { ErrorBoundary } from './ErrorBoundary.tsx'
import { Rail } from './Rail.tsx'
import { sections, startSections } from './sections.ts'
import { TitleBar } from './TitleBar.tsx'

const byKey = new Map<string, SectionId>(sectionIds.map(id => [sectionNames[id].key, id]))

/** The signed-in window: title bar, rail, and one section at a time. */
export function Shell() {
  const t = useTranslate('app')
  const section = useNavigation(state => state.section)
  const stage = useRef<HTMLElement>(null)
  useEffect(startSections, [])
  // The control that signed in is gone.
  useEffect(() => takeLostFocus(stage.current), [])
  useEffect(() => resetNavigation, [])
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const to = byKey.get(event.key)
      if (!to || !(isMac ? event.metaKey : event.ctrlKey) || event.altKey || event.shiftKey) return
      event.preventDefault()
      goTo(to)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])

  const Current = sections[section].Component
  return (
    <div className="app-frame">
      <button type="button" className="button primary app-skip-link" onClick={() => stage.current?.focus()}>
        {t('skipToContent')}
      </button>
      <TitleBar />
      <div className="app-body">
        <Rail />
        <main ref={stage} className="app-stage" tabIndex={-1}>
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

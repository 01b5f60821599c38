import { Suspense, useEffect, useRef } from 'react'
import { useTranslate } from '../i18n.ts'
import { resetNavigation, useNavigation } from '../stores/navigation.ts'
import { focusWhenThere, MenuHost, Spinner } from '../ui/index.ts'
import { DemoGuide } from './DemoGuide.tsx'
import { ErrorBoundary } from './ErrorBoundary.tsx'
import { PaletteHost } from './palette/Palette.tsx'
import { Rail } from './Rail.tsx'
import { sections, startSections } from './sections.ts'
import { useShortcuts } from './shortcuts.ts'
import { TitleBar } from './TitleBar.tsx'
import { useWindowTitle } from './window-title.ts'

/** The signed-in window: title bar, rail, and one section at a time. */
export function Shell() {
  const t = useTranslate('app')
  const section = useNavigation(state => state.section)
  const stage = useRef<HTMLElement>(null)
  const served = useRef(useNavigation.getState().focusRequest)
  useEffect(startSections, [])
  useEffect(() => resetNavigation, [])
  const focusRequest = useNavigation(state => state.focusRequest)
  // Also after the sign-in, whose form had the focus.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a request is served even if the section stays
  useEffect(() => {
    const { activeElement, body } = document
    const nowhere = activeElement === null || activeElement === body
    if (!stage.current || (focusRequest === served.current && !nowhere)) return
    served.current = focusRequest
    return focusWhenThere(stage.current, '[data-section-focus]')
  }, [focusRequest, section])
  useShortcuts(stage)
  useWindowTitle()

  const Current = sections[section].Component
  return (
    <div className="app-frame">
      <button type="button" className="button primary app-skip-link" onClick={() => stage.current?.focus()}>
        {t('skipToContent')}
      </button>
      <TitleBar moves />
      <div className="app-body">
        <Rail />
        <main ref={stage} className="app-stage" tabIndex={-1}>
          <ErrorBoundary key={section}>
            <Suspense fallback={<Waiting />}>
              <Current />
            </Suspense>
          </ErrorBoundary>
          <MenuHost />
        </main>
        <DemoGuide />
        <PaletteHost />
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

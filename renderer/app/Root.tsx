import { lazy, Suspense } from 'react'
import { useTranslate } from '../i18n.ts'
import { ProxyPasswordHost } from '../network/index.tsx'
import { useSession } from '../stores/session.ts'
import { DialogHost, EmptyState, Logo, OverlayProvider, Spinner, ToastHost } from '../ui/index.ts'
import { ErrorBoundary } from './ErrorBoundary.tsx'
import { Shell } from './Shell.tsx'
import { TitleBar } from './TitleBar.tsx'
import './app.css'

const SignInScreen = lazy(async () => ({ default: (await import('../signin/index.tsx')).SignInScreen }))

/** The window; the session decides what it shows. */
export function Root() {
  return (
    <OverlayProvider>
      <ErrorBoundary>
        <Phase />
      </ErrorBoundary>
      <DialogHost />
      <ProxyPasswordHost />
      <ToastHost />
    </OverlayProvider>
  )
}

function Phase() {
  const session = useSession(state => state.session)
  if (session?.phase === 'signed-in') return <Shell />
  return (
    <div className="app-frame">
      <TitleBar />
      <main className="app-stage bare">
        <Suspense fallback={<Starting />}>
          {!session || session.phase === 'starting' ? <Starting /> : <SignInScreen />}
        </Suspense>
      </main>
    </div>
  )
}

function Starting() {
  const t = useTranslate('app')
  return (
    <EmptyState icon={<Logo size={56} />} title={t('starting')}>
      <Spinner label={t('starting')} />
    </EmptyState>
  )
}

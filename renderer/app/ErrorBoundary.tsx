import { Component, type ErrorInfo, type ReactNode } from 'react'
import { translator } from '../i18n.ts'
import { Button, EmptyState, Logo } from '../ui/index.ts'

/** Shows an error state with a retry when a part of the page throws; the rest of the window keeps working. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    console.error(error, info.componentStack)
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children
    const t = translator('app')
    return (
      <EmptyState icon={<Logo size={40} />} title={t('crashedTitle')} text={t('crashedText')}>
        <Button kind="primary" onClick={() => location.reload()}>
          {t('reload')}
        </Button>
      </EmptyState>
    )
  }
}

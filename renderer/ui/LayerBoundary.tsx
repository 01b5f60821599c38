import { Component, type ReactNode } from 'react'
import { translator } from '../i18n.ts'
import { toast } from './feedback.tsx'

interface Props {
  /** Whether the layer is open: one that is opened anew is tried anew. */
  open?: boolean
  /** Takes the layer away: it has thrown, and shows nothing any more. */
  onFailed: () => void
  children: ReactNode
}

interface State {
  open: boolean | undefined
  failed: boolean
}

/** Around a layer over the page (a dialog, a card): one that throws goes and says so, and the page under it stays. */
export class LayerBoundary extends Component<Props, State> {
  override state: State = { open: this.props.open, failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  static getDerivedStateFromProps({ open }: Props, state: State) {
    return state.open === open ? null : { open, failed: false }
  }

  override componentDidCatch(error: Error): void {
    console.error('a layer could not be shown', error)
    toast({ kind: 'failed', text: translator('ui')('layerFailed') })
    this.props.onFailed()
  }

  override render(): ReactNode {
    return this.state.failed ? null : this.props.children
  }
}

import { Component, type ReactNode } from 'react'

interface Props {
  /** The row's data; a new value is rendered again. */
  value: unknown
  fallback: ReactNode
  children: ReactNode
}

/** Shows the fallback in place of a row that throws; the other rows stay. */
export class RowBoundary extends Component<Props, { value: unknown; failed: boolean }> {
  override state = { value: this.props.value, failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  static getDerivedStateFromProps({ value }: Props, state: { value: unknown }) {
    return state.value === value ? null : { value, failed: false }
  }

  override componentDidCatch(error: Error): void {
    console.error('a row could not be shown', error)
  }

  override render(): ReactNode {
    return this.state.failed ? this.props.fallback : this.props.children
  }
}

import { Component, type ReactNode } from 'react'

interface Props {
  /** What the row shows: another one is tried again. */
  value: unknown
  fallback: ReactNode
  children: ReactNode
}

/** Shows the fallback in the place of a row that threw; the other rows of the list go on. */
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

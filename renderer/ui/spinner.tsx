import type { CSSProperties } from 'react'
import './feedback.css'

/** A spinner. With a label it is announced to screen readers. */
export function Spinner({ size, label }: { size?: number; label?: string }) {
  return (
    <span
      className="spinner"
      style={size ? ({ '--spinner-size': `${size}px` } as CSSProperties) : undefined}
      {...(label ? { role: 'status', 'aria-label': label } : { 'aria-hidden': true })}
    />
  )
}

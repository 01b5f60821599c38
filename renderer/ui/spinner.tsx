import type { CSSProperties } from 'react'
import './feedback.css'

/** A turning ring. With a label it says itself to a screen reader. */
export function Spinner({ size, label }: { size?: number; label?: string }) {
  return (
    <span
      className="spinner"
      style={size ? ({ '--spinner-size': `${size}px` } as CSSProperties) : undefined}
      {...(label ? { role: 'status', 'aria-label': label } : { 'aria-hidden': true })}
    />
  )
}

import type { CSSProperties } from 'react'
import type { LabelItem } from '../../../preload/contract/index.ts'

const colours = (hue: number) => ({ '--b': `var(--av${hue}-bg)`, '--f': `var(--av${hue}-fg)` }) as CSSProperties

/** A label as it stands in a row. */
export function LabelTag({ label }: { label: LabelItem }) {
  return (
    <span className="messages-label ellipsis" style={colours(label.hue)}>
      {label.name}
    </span>
  )
}

/** The colour of a label. */
export function LabelDot({ hue }: { hue: number }) {
  return <span className="messages-label-dot" style={colours(hue)} aria-hidden="true" />
}

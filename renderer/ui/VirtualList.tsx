import { type ComponentProps, type ReactElement, type Ref, useRef } from 'react'
import { Virtualizer, type VirtualizerHandle } from 'virtua'
import { cx } from './cx.ts'
import { ItemPlace, RowPlace } from './RowPlace.tsx'

export type VirtualListHandle = VirtualizerHandle

export interface VirtualListProps extends Omit<ComponentProps<'div'>, 'children' | 'onScroll' | 'ref'> {
  /** The number of rows, loaded or not. */
  count: number
  /** Height of a row in CSS pixels, as a hint. */
  rowHeight: number
  /** Renders a row; give it a stable key. */
  row: (index: number) => ReactElement
  /** Called with the first and last row in view when they may have changed. */
  onRange?: (first: number, last: number) => void
  handle?: Ref<VirtualListHandle>
  boxRef?: Ref<HTMLDivElement>
  /** Its rows are the items of a list. */
  listed?: boolean
  /** Rows that stay mounted out of view (the active one, for screen readers). */
  keepMounted?: number[]
}

/** A long list that mounts only the rows in view. The caller sets roles and handles keys. */
export function VirtualList(props: VirtualListProps) {
  const { count, rowHeight, row, onRange, handle, boxRef, keepMounted, listed = false, className, ...rest } = props
  const inner = useRef<VirtualListHandle>(null)
  const report = () => {
    const list = inner.current
    if (!list || !onRange || list.viewportSize === 0) return
    onRange(list.findItemIndex(list.scrollOffset), list.findItemIndex(list.scrollOffset + list.viewportSize - 1))
  }
  return (
    <div {...rest} ref={boxRef} className={cx('virtual-list', className)}>
      <Virtualizer
        ref={value => {
          inner.current = value
          if (typeof handle === 'function') handle(value)
          else if (handle) handle.current = value
        }}
        as={listed ? 'ul' : 'div'}
        item={listed ? ItemPlace : RowPlace}
        data={{ length: count } as ArrayLike<undefined>}
        itemSize={rowHeight}
        bufferSize={400}
        keepMounted={keepMounted}
        onScroll={report}
        onResize={report}
      >
        {(_, index) => row(index)}
      </Virtualizer>
    </div>
  )
}

import type { Table } from '@lianqun/protocol'
import { cx } from '../../../../ui/index.ts'
import { useCard } from '../card-context.ts'
import { tableWidths } from '../widths.ts'
import { BoxView, type DrawItems } from './Boxes.tsx'

/** A table, which scrolls within itself where it is wider than its card. */
export function TableView({ element, draw }: { element: Table; draw: DrawItems }) {
  const { tabIndex } = useCard()
  const { rows, columns = [], firstRowAsHeader = true, showGridLines = true } = element
  const count = Math.max(columns.length, ...rows.map(({ cells }) => cells.length))
  const widths = tableWidths(Array.from({ length: count }, (_, at) => columns[at]?.width))
  return (
    // A section without a name may scroll, and so may be in the tab order.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls a wide table
    <section className="messages-card-table-scroll" tabIndex={tabIndex}>
      <table className={cx('messages-card-table', showGridLines && 'with-lines')}>
        <colgroup>
          {widths.map((width, at) => {
            const key = `${at}`
            return <col key={key} style={{ width }} />
          })}
        </colgroup>
        <tbody>
          {rows.map((row, at) => {
            const key = `${at}`
            const Cell = firstRowAsHeader && at === 0 ? 'th' : 'td'
            return (
              <tr key={key} data-style={row.style}>
                {row.cells.map(({ style, ...cell }, column) => {
                  const cellKey = `${column}`
                  return (
                    <Cell
                      key={cellKey}
                      scope={Cell === 'th' ? 'col' : undefined}
                      data-align={columns[column]?.horizontalCellContentAlignment}
                      data-style={style}
                      data-vertical={cell.verticalContentAlignment}
                    >
                      <BoxView element={cell} items={cell.items} draw={draw} />
                    </Cell>
                  )
                })}
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}

import type { Table } from '@lianqun/protocol'
import { cx } from '../../../../ui/index.ts'
import { useCard } from '../card-context.ts'
import { tableWidths } from '../widths.ts'
import { BoxView, type DrawItems } from './Boxes.tsx'

/** A table, which scrolls within itself where it is wider than its card. */
export function TableView({ element, draw }: { element: Table; draw: DrawItems }) {
  const { t, tabIndex } = useCard()
  const { rows, columns = [], firstRowAsHeader = true, showGridLines = true } = element
  const count = Math.max(columns.length, ...rows.map(({ cells }) => cells.length))
  const widths = tableWidths(Array.from({ length: count }, (_, at) => columns[at]?.width))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls a wide table
    // biome-ignore lint/a11y/useSemanticElements: a table is no set of fields
    <div className="messages-card-table-scroll" role="group" aria-label={t('table')} tabIndex={tabIndex}>
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
                {row.cells.map((cell, column) => {
                  const cellKey = `${column}`
                  return (
                    <Cell
                      key={cellKey}
                      scope={Cell === 'th' ? 'col' : undefined}
                      data-align={columns[column]?.horizontalCellContentAlignment}
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
    </div>
  )
}

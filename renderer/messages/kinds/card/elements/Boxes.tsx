import type { CardElement, Column, ColumnSet, Container } from '@lianqun/protocol'
import type { CSSProperties, ReactNode } from 'react'
import { cardText } from '../../../../../common/card-text.ts'
import { cx } from '../../../../ui/index.ts'
import { useCard } from '../card-context.ts'
import { inputsOf } from '../inputs.ts'
import { boxHeight, columnGap, columnTracks } from '../widths.ts'
import { Cover } from './Pressable.tsx'

/** Draws elements one below the other. */
export type DrawItems = (items: readonly CardElement[]) => ReactNode

/** Longer names of what is pressed are cut. */
const nameChars = 120

/** What the elements of a box say, as its name. */
export function nameOfItems(items: readonly CardElement[]): string {
  const words = cardText({ type: 'AdaptiveCard', body: [...items] }).text.replaceAll('\n', ', ')
  return words.length > nameChars ? `${words.slice(0, nameChars)}…` : words
}

type Boxed = Omit<Container, 'type' | 'items'>

function styleOf({ minHeight }: { minHeight?: string }): CSSProperties | undefined {
  const pixels = boxHeight(minHeight)
  return pixels === null ? undefined : { minHeight: pixels }
}

const isStyled = (style: Container['style']): boolean => style !== undefined && style !== 'default'

/** A box of elements: a container, a column or a cell. */
export function BoxView({ element, items, draw }: { element: Boxed; items: readonly CardElement[]; draw: DrawItems }) {
  const { style, verticalContentAlignment: vertical, bleed, selectAction } = element
  return (
    <div
      className={cx('messages-card-box', isStyled(style) && 'styled', bleed && 'bleed')}
      data-style={style}
      data-vertical={vertical}
      style={styleOf(element)}
    >
      {draw(items)}
      {selectAction && <Cover action={selectAction} name={nameOfItems(items)} />}
    </div>
  )
}

const itemsOf = (column: Column): readonly CardElement[] => column.items ?? []

export function ColumnsView({ element, draw }: { element: ColumnSet; draw: DrawItems }) {
  const { columns, style, bleed, selectAction } = element
  const shown = columns.filter(useCard().isShown)
  return (
    <div
      className={cx('messages-card-box', isStyled(style) && 'styled', bleed && 'bleed')}
      data-style={style}
      style={styleOf(element)}
    >
      <div
        className={cx('messages-card-columns', inputsOf(columns).length > 0 && 'with-inputs')}
        style={{ '--card-columns': columnTracks(shown) } as CSSProperties}
      >
        {shown.map((column, index) => {
          const key = column.id ?? `${index}`
          return (
            <div
              key={key}
              className="messages-card-column"
              data-line={(column.separator && index > 0) || undefined}
              style={
                { '--card-column': index * 2 + 1, '--card-gap': `${columnGap(column.spacing)}px` } as CSSProperties
              }
            >
              <BoxView element={column} items={itemsOf(column)} draw={draw} />
            </div>
          )
        })}
      </div>
      {selectAction && <Cover action={selectAction} name={nameOfItems(columns.flatMap(itemsOf))} />}
    </div>
  )
}

import type { Card, CardElement, UnsupportedElement } from '@lianqun/protocol'
import type { ReactNode } from 'react'
import { RowBoundary } from '../../../../ui/index.ts'
import { CodeBlock } from '../../rich/CodeBlock.tsx'
import { ActionRow } from '../actions/ActionRow.tsx'
import { useCard } from '../card-context.ts'
import { BoxView, ColumnsView } from './Boxes.tsx'
import { CarouselView } from './CarouselView.tsx'
import { FactsView } from './Facts.tsx'
import { InputView } from './InputView.tsx'
import { PictureSetView, PictureView } from './Pictures.tsx'
import { SparklineView, StepsView } from './Progress.tsx'
import { TableView } from './TableView.tsx'
import { RichTextView, TextView } from './Text.tsx'

/** Elements one below the other. */
export function Elements({ items }: { items: readonly CardElement[] }) {
  const { isShown } = useCard()
  const shown = items.filter(element => isShown(element) && !isDropped(element))
  const names = new Map<string, number>()
  return (
    <div className="messages-card-list">
      {shown.map((element, index) => {
        // A field keeps its place in the document, and what is typed in it, when the card changes around it.
        const name = `${element.type}/${element.id ?? ''}`
        const nth = (names.get(name) ?? 0) + 1
        names.set(name, nth)
        return (
          <div
            key={`${name}/${nth}`}
            className="messages-card-item"
            data-spacing={index === 0 ? 'none' : element.spacing}
            data-line={(element.separator && index > 0) || undefined}
            data-stretch={element.height === 'stretch' || undefined}
          >
            <RowBoundary value={element} fallback={<NotShown />}>
              <ElementView element={element} />
            </RowBoundary>
          </div>
        )
      })}
    </div>
  )
}

const draw = (items: readonly CardElement[]): ReactNode => <Elements items={items} />

/** The body and the actions of a card. `inner`: of one that an action shows. */
export function CardPart({ card, inner = false }: { card: Pick<Card, 'body' | 'actions'>; inner?: boolean }) {
  const { body = [], actions = [] } = card
  return (
    <>
      {body.length > 0 && <Elements items={body} />}
      <ActionRow actions={actions} inner={inner} draw={shown => <CardPart card={shown} inner />} />
    </>
  )
}

function ElementView({ element }: { element: CardElement }): ReactNode {
  switch (element.type) {
    case 'TextBlock':
      return <TextView element={element} />
    case 'RichTextBlock':
      return <RichTextView element={element} />
    case 'Image':
      return <PictureView element={element} />
    case 'ImageSet':
      return <PictureSetView element={element} />
    case 'FactSet':
      return <FactsView element={element} />
    case 'Container':
      return <BoxView element={element} items={element.items} draw={draw} />
    case 'ColumnSet':
      return <ColumnsView element={element} draw={draw} />
    case 'Table':
      return <TableView element={element} draw={draw} />
    case 'Carousel':
      return <CarouselView element={element} draw={draw} />
    case 'ActionSet':
      return <ActionRow actions={element.actions} inner={false} draw={shown => <CardPart card={shown} inner />} />
    case 'Steps':
      return <StepsView element={element} />
    case 'Sparkline':
      return <SparklineView element={element} />
    case 'CodeBlock':
      return <Code code={element.codeSnippet} language={element.language} />
    case 'Unsupported':
      return element.shown === undefined ? <NotShown /> : <ElementView element={element.shown} />
    default:
      return element.type.startsWith('Input.') ? <InputView input={element} /> : <NotShown />
  }
}

/** Code of a known language with its colours; anything else, such as the end of a log, as it is. */
function Code({ code, language }: { code: string; language: string | undefined }) {
  const { tabIndex } = useCard()
  if (language !== undefined) return <CodeBlock code={code} language={language} tabbable={tabIndex === 0} />
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls a long one
    <pre className="messages-card-log" tabIndex={tabIndex}>
      {code}
    </pre>
  )
}

function NotShown() {
  const { t } = useCard()
  return <p className="messages-card-unsupported">{t('unsupported')}</p>
}

/** Whether who made an element wants nothing in its place where it is not known. */
function isDropped(element: CardElement): boolean {
  if (element.type !== 'Unsupported' || element.shown !== undefined) return false
  return (element as UnsupportedElement & { was: { fallback?: unknown } | null }).was?.fallback === 'drop'
}

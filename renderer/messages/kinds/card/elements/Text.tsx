import type { CardInline, RichTextBlock, TextBlock, TextRun } from '@lianqun/protocol'
import type { CSSProperties, ReactNode } from 'react'
import { type CardRun, isCardLink, markdownLines } from '../../../../../common/card-text.ts'
import { cx } from '../../../../ui/index.ts'
import { useCard } from '../card-context.ts'
import { InlineAction } from './Pressable.tsx'

/** The look of a text as attributes, which the style sheet reads. */
function lookOf(style: Omit<TextRun, 'type' | 'text'>) {
  return {
    'data-color': style.color,
    'data-size': style.size,
    'data-weight': style.weight,
    'data-subtle': style.isSubtle || undefined,
    'data-mono': style.fontType === 'monospace' || undefined,
  }
}

/** An address in a text: what leads nowhere allowed is words. */
export function CardLink({ href, children }: { href: string; children: ReactNode }) {
  const { host, tabIndex } = useCard()
  if (!isCardLink(href)) return children
  return (
    <a
      href={href}
      title={href}
      tabIndex={tabIndex}
      onClick={event => {
        event.preventDefault()
        host.openLink(href)
      }}
    >
      <bdi>{children}</bdi>
    </a>
  )
}

function Runs({ runs }: { runs: readonly CardRun[] }) {
  return runs.map(({ text, bold, italic, href }, index) => {
    let shown: ReactNode = text
    if (italic) shown = <em>{shown}</em>
    if (bold) shown = <strong>{shown}</strong>
    const key = `${index}`
    return href === undefined ? (
      <span key={key}>{shown}</span>
    ) : (
      <CardLink key={key} href={href}>
        {shown}
      </CardLink>
    )
  })
}

/** A text in the Markdown of cards: its lines, with the marks of lists. */
export function Markdown({ text }: { text: string }) {
  return markdownLines(text.trimEnd()).map(({ mark, runs }, index) => {
    const key = `${index}`
    if (mark !== undefined)
      return (
        <span key={key} className="messages-card-list-line">
          <span>{mark}</span>
          <span>
            <Runs runs={runs} />
          </span>
        </span>
      )
    return (
      <span key={key} className={cx('messages-card-line', runs.length === 0 && 'empty')}>
        <Runs runs={runs} />
      </span>
    )
  })
}

export function TextView({ element }: { element: TextBlock }) {
  const { level } = useCard()
  const { horizontalAlignment: align, maxLines, style } = element
  // A heading that is cut says little.
  const wrap = element.wrap ?? style === 'heading'
  const lines = wrap ? maxLines : (maxLines ?? 1)
  const shown = (
    <div
      className={cx(
        'messages-card-text',
        !wrap && 'one-line',
        lines !== undefined && 'cut',
        style === 'heading' && 'heading',
      )}
      {...lookOf(element)}
      data-align={align}
      style={lines === undefined ? undefined : ({ '--card-lines': lines } as CSSProperties)}
    >
      <Markdown text={element.text} />
    </div>
  )
  if (style !== 'heading') return shown
  return level === 2 ? <h2>{shown}</h2> : <h3>{shown}</h3>
}

export function RichTextView({ element }: { element: RichTextBlock }) {
  return (
    <div className="messages-card-rich" data-align={element.horizontalAlignment}>
      {element.inlines.map((inline, index) => {
        const key = `${index}`
        return <Inline key={key} inline={inline} />
      })}
    </div>
  )
}

function Inline({ inline }: { inline: CardInline }) {
  const { host } = useCard()
  if (typeof inline === 'string') return <span>{inline}</span>
  if (inline.type === 'Mention') return host.mentionOf(inline)
  const words = (
    <span
      className={cx(
        'messages-card-run',
        inline.italic && 'italic',
        inline.underline && 'underline',
        inline.strikethrough && 'struck',
        inline.highlight && 'marked',
      )}
      {...lookOf(inline)}
    >
      {inline.text}
    </span>
  )
  return inline.selectAction === undefined ? words : <InlineAction action={inline.selectAction}>{words}</InlineAction>
}

import { Fragment, memo, type ReactElement, type ReactNode } from 'react'
import { linkText } from '../../../../common/link-text.ts'
import { listStart, type RichNode, richText } from '../../../../common/rich-text.ts'
import type { PersonName } from '../../../../preload/contract/index.ts'
import { useLanguage, useTranslate } from '../../../i18n.ts'
import { nameOf } from '../../../ui/index.ts'
import { MessageLink, MessageMention, textParts } from '../text/MessageText.tsx'
import { CodeBlock } from './CodeBlock.tsx'
import { isLine, type Run, runsOf } from './runs.ts'
import './rich.css'

interface Props {
  /** The people whom it mentions: a mention shows the name that somebody has, not the one that was sent. */
  people: readonly PersonName[]
  meId: string
  /** Whether links and mentions are in the tab order. */
  tabbable: boolean
}

/** A formatted text. Blocks of a later version show their text. */
export const RichText = memo(function RichText({ doc, ...props }: Props & { doc: RichNode }) {
  return (
    <div className="messages-rich">
      <Blocks nodes={doc.content ?? []} {...props} />
    </div>
  )
})

function Blocks({ nodes, ...props }: Props & { nodes: readonly RichNode[] }) {
  return nodes.map((node, index) => {
    const key = `${index}`
    return <Block key={key} node={node} {...props} />
  })
}

function Block({ node, ...props }: Props & { node: RichNode }): ReactNode {
  const children = node.content ?? []
  const inner = <Blocks nodes={children} {...props} />
  if (node.type === 'bulletList') return <ul>{inner}</ul>
  if (node.type === 'orderedList') return <ol start={listStart(node)}>{inner}</ol>
  if (node.type === 'listItem') return <li>{inner}</li>
  if (node.type === 'blockquote') return <blockquote>{inner}</blockquote>
  if (node.type === 'codeBlock') {
    const language = node.attrs?.language
    return (
      <CodeBlock
        code={richText({ type: 'doc', content: [node] }).text}
        language={typeof language === 'string' ? language : null}
        tabbable={props.tabbable}
      />
    )
  }
  if (children.length > 0 && !isLine(node)) return inner
  return (
    <p>
      <Line nodes={children.length > 0 || node.text === undefined ? children : [node]} {...props} />
    </p>
  )
}

function Line({ nodes, ...props }: Props & { nodes: readonly RichNode[] }) {
  const runs = runsOf(nodes)
  // An empty paragraph is an empty line.
  if (runs.length === 0) return <br />
  return runs.map((run, index) => {
    const key = `${index}`
    return <RunOf key={key} run={run} {...props} />
  })
}

function RunOf({ run, people, meId, tabbable }: Props & { run: Run }): ReactNode {
  const t = useTranslate('composer')
  const language = useLanguage()
  if (run.kind === 'break') return <br />
  if (run.kind === 'mention') {
    const person = people.find(({ id }) => id === run.userId)
    const name = run.userId === 'all' ? t('everyone') : person ? nameOf(person, language) : run.label
    return (
      <MessageMention userId={run.userId} meId={meId} tabbable={tabbable}>
        @{name}
      </MessageMention>
    )
  }
  if (run.kind === 'link')
    return (
      <MessageLink url={run.url} tabbable={tabbable}>
        {run.runs.map((part, at) => {
          const key = `${at}`
          return <Fragment key={key}>{marked(part.text, part.marks)}</Fragment>
        })}
      </MessageLink>
    )
  if (run.marks.includes('code')) return marked(run.text, run.marks)
  const parts = textParts(run.text, []).map((part, at) => {
    const key = `${at}`
    if (part.kind !== 'link') return <Fragment key={key}>{part.text}</Fragment>
    return (
      <MessageLink key={key} url={part.url} tabbable={tabbable}>
        {linkText(part.text, part.url)}
      </MessageLink>
    )
  })
  return marked(parts, run.marks)
}

function marked(words: ReactNode, marks: readonly string[]): ReactElement {
  let shown = <>{words}</>
  if (marks.includes('code')) shown = <code>{shown}</code>
  if (marks.includes('strike')) shown = <s>{shown}</s>
  if (marks.includes('italic')) shown = <em>{shown}</em>
  if (marks.includes('bold')) shown = <strong>{shown}</strong>
  return shown
}

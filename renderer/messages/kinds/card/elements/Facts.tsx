import type { FactSet } from '@lianqun/protocol'
import { plainMarkdown } from '../../../../../common/card-text.ts'
import { cx } from '../../../../ui/index.ts'
import { roomOf } from '../widths.ts'
import { Markdown } from './Text.tsx'

/** What needs more room than two lines of half a card has a line of its own. */
const mostBeside = 48

/** Names and values: two beside each other; in a narrow card one below the other. */
export function FactsView({ element }: { element: FactSet }) {
  return (
    <dl className="messages-card-facts">
      {element.facts.map(({ title, value }, index) => {
        const key = `${index}`
        return (
          <div key={key} className={cx('messages-card-fact', roomOf(plainMarkdown(value)) > mostBeside && 'wide')}>
            <dt>
              <Markdown text={title} />
            </dt>
            <dd>
              <Markdown text={value} />
            </dd>
          </div>
        )
      })}
    </dl>
  )
}

import type { ReactNode } from 'react'
import type { PersonName } from '../../preload/contract/index.ts'
import { useLanguage } from '../i18n.ts'
import { Avatar, nameOf } from '../ui/index.ts'

/** So many are listed by name. */
const shown = 100

/** People under a title, as one of the columns of a list of receipts. `more`: says that there are others, of all these. */
export function PeopleColumn(props: {
  title: string
  people: readonly PersonName[]
  more?: (values: { count: number }) => string
  /** All are listed, with what is below them in the list. */
  all?: boolean
  children?: ReactNode
}) {
  const { title, people, more, all = false } = props
  const listed = all ? people : people.slice(0, shown)
  const language = useLanguage()
  return (
    <div className="messages-receipt-column">
      <b>{title}</b>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls a long list */}
      <ul aria-label={title} tabIndex={0}>
        {listed.map(person => (
          <li key={person.id} className="person-row">
            <Avatar person={person} size={24} />
            <span className="ellipsis">{nameOf(person, language)}</span>
          </li>
        ))}
        {people.length > listed.length && <li className="small muted">{more?.({ count: people.length })}</li>}
        {props.children && <li>{props.children}</li>}
      </ul>
    </div>
  )
}

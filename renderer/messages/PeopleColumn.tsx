import type { PersonName } from '../../preload/contract/index.ts'
import { useLanguage } from '../i18n.ts'
import { Avatar, nameOf } from '../ui/index.ts'

/** So many are listed by name. */
const shown = 100

/** People under a title, as one of the columns of a list of receipts. `more`: says that there are others, of all these. */
export function PeopleColumn(props: {
  title: string
  people: readonly PersonName[]
  more: (values: { count: number }) => string
}) {
  const { title, people, more } = props
  const language = useLanguage()
  return (
    <div className="messages-receipt-column">
      <b>{title}</b>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls a long list */}
      <ul aria-label={title} tabIndex={0}>
        {people.slice(0, shown).map(person => (
          <li key={person.id} className="person-row">
            <Avatar person={person} size={24} />
            <span className="ellipsis">{nameOf(person, language)}</span>
          </li>
        ))}
        {people.length > shown && <li className="small muted">{more({ count: people.length })}</li>}
      </ul>
    </div>
  )
}

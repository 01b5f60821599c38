import type { PersonName } from '../../preload/contract/index.ts'
import { useLanguage } from '../i18n.ts'
import { Avatar, ErrorState, MissingRows, nameOf, SkeletonRow, SkeletonRows, VirtualList } from '../ui/index.ts'
import type { Following } from './use-following.ts'

/** Heights of a row and of the most that shows at once, in CSS pixels. */
const rowHeight = 34
const listHeight = 8 * rowHeight
/** So many rows before the end of what is here the next page is fetched. */
const ahead = 30

/** People in a list that scrolls, page by page; `badge` stands at the end of a row. */
export function PeopleRows<T extends { person: PersonName }>(props: {
  label: string
  list: Following<T>
  badge?: (item: T) => string
}) {
  const { label, list, badge } = props
  const { first, items, more, error, next } = list
  const language = useLanguage()
  if (first === undefined) return error ? <ErrorState error={error} onRetry={next} /> : <SkeletonRows count={3} />
  const count = items.length + (more && error === undefined ? 1 : 0)
  return (
    <>
      <VirtualList
        className="messages-people-rows"
        style={{ height: Math.min(listHeight, count * rowHeight) }}
        // The keyboard scrolls a long list.
        role="region"
        aria-label={label}
        tabIndex={0}
        listed
        count={count}
        rowHeight={rowHeight}
        onRange={(_, last) => last >= items.length - ahead && error === undefined && next()}
        row={index => {
          const item = items[index]
          if (item === undefined) return <SkeletonRow key="next" />
          return (
            <div key={index} className="person-row">
              <Avatar person={item.person} size={24} />
              <span className="ellipsis">{nameOf(item.person, language)}</span>
              {badge && <span className="messages-people-badge">{badge(item)}</span>}
            </div>
          )
        }}
      />
      {error !== undefined && <MissingRows error={error} onRetry={next} />}
    </>
  )
}

/** People under a title, as one of the columns of a list of receipts. */
export function PeopleColumn({ title, list }: { title: string; list: Following<{ person: PersonName }> }) {
  return (
    <div className="messages-receipt-column">
      <b>{title}</b>
      <PeopleRows label={title} list={list} />
    </div>
  )
}

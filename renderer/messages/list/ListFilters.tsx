import { CheckCheck, ChevronLeft, MoreHorizontal, Tags } from 'lucide-react'
import type { ConversationFilter } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'
import { useTranslate } from '../../i18n.ts'
import { useSummary } from '../../stores/summary.ts'
import { Chips, confirm, IconButton, Menu, Segmented } from '../../ui/index.ts'
import { showFilter } from '../ConversationRows.tsx'
import { letMove, useConversationList } from '../conversation-list-store.ts'
import { manageLabels } from './Labels.tsx'
import { LabelDot } from './LabelTag.tsx'
import { useLabels } from './use-labels.ts'

const filters = ['all', 'unread', 'mentions', 'direct', 'group'] as const

/** What of the list is shown: the inbox or what is done, one of the filters, or the folded groups alone. */
export function ListFilters() {
  const words = useTranslate('list')
  const filter = useConversationList(state => state.filter)
  if (filter === 'folded')
    return (
      <div className="messages-list-folded">
        <IconButton label={words('inbox')} icon={<ChevronLeft />} onClick={() => showFilter('all')} />
        <h2 className="grow ellipsis">{words('folded')}</h2>
        <ListMenu />
      </div>
    )
  return (
    <>
      <div className="messages-list-place">
        <Segmented
          label={words('inboxOrDone')}
          value={filter === 'done' ? 'done' : 'inbox'}
          onChange={place => showFilter(place === 'done' ? 'done' : 'all')}
          options={[
            { value: 'inbox', label: words('inbox') },
            { value: 'done', label: words('done') },
          ]}
        />
        <ListMenu />
      </div>
      {filter !== 'done' && <FilterChips filter={filter} />}
      {filter !== 'done' && <LabelChips filter={filter} />}
    </>
  )
}

function FilterChips({ filter }: { filter: ConversationFilter }) {
  const t = useTranslate('messages')
  const { unreadConversations, mentionedConversations } = useSummary()
  const counts: Partial<Record<ConversationFilter, number>> = {
    unread: unreadConversations,
    mentions: mentionedConversations,
  }
  return (
    <Chips
      className="messages-list-chips"
      label={t('filter')}
      value={filter}
      onChange={value => showFilter(value, useConversationList.getState().label)}
      chips={filters.map(value => ({ value, label: t(`filter_${value}`), count: counts[value] }))}
    />
  )
}

/** Filters by label, where there are labels: within the filter above. */
function LabelChips({ filter }: { filter: ConversationFilter }) {
  const words = useTranslate('list')
  const labels = useLabels()
  const label = useConversationList(state => state.label)
  if (labels.length === 0) return null
  return (
    <Chips
      className="messages-list-chips labels"
      label={words('filterLabels')}
      value={label ?? ''}
      onChange={value => showFilter(filter, value === '' ? undefined : value)}
      chips={[
        { value: '', label: words('allLabels') },
        ...labels.map(({ id, name, hue }) => ({ value: id, label: name, mark: <LabelDot hue={hue} /> })),
      ]}
    />
  )
}

function ListMenu() {
  const words = useTranslate('list')
  const { unreadConversations } = useSummary()
  return (
    <Menu
      align="end"
      trigger={<IconButton label={words('listActions')} icon={<MoreHorizontal />} />}
      items={[
        {
          label: words('markAllRead'),
          icon: <CheckCheck />,
          disabled: unreadConversations === 0,
          onSelect: () => void markAllRead(words),
        },
        { label: words('manageLabels'), icon: <Tags />, onSelect: manageLabels },
      ]}
    />
  )
}

/** Marks as read what is shown, once the person says so. */
async function markAllRead(words: ReturnType<typeof useTranslate<'list'>>): Promise<void> {
  const { filter, label } = useConversationList.getState()
  const of = { filter, ...(label !== undefined && { label }) }
  await confirm({
    title: words('markAllReadTitle'),
    text: words(label === undefined && filter === 'all' ? 'markAllReadText' : 'markAllReadShown'),
    action: words('markAllRead'),
    onConfirm: async () => {
      await call('conversations.markAllRead', of)
      letMove()
    },
  })
}

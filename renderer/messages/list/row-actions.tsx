import {
  ArchiveRestore,
  ArrowDown,
  ArrowUp,
  Bell,
  BellOff,
  Check,
  CheckCheck,
  FoldVertical,
  LogOut,
  MailOpen,
  Pin,
  PinOff,
  Tag,
  Trash2,
  UnfoldVertical,
} from 'lucide-react'
import type { ReactElement } from 'react'
import type { ConversationItem } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'
import { type Language, translatorIn } from '../../i18n.ts'
import { conversationTitle, type MenuEntries, toastError } from '../../ui/index.ts'
import { confirmLeave } from '../confirm-leave.ts'
import { updateConversation } from '../conversation-list-store.ts'
import { removeFromList } from '../LeftConversation.tsx'
import { markUnread } from '../read-mark.ts'
import { chooseLabels } from './Labels.tsx'
import { movePinnedBy } from './pins.ts'

/** Something that can be done with a row of the list: an entry of its menu. */
interface RowAction {
  id: string
  label: string
  icon: ReactElement
  /** The key that does it while the list has the focus, also shown in the menu. */
  key?: string
  /** Also offered on the row under the pointer. */
  hover?: boolean
  begins?: boolean
  danger?: boolean
  run(): void
}

const report = (promise: Promise<unknown>) => void promise.catch(toastError)

/** What can be done with a conversation in the list. Nothing with the row of folded groups. */
export function rowActions(item: ConversationItem, language: Language): RowAction[] {
  if (item.fold !== null) return []
  const t = translatorIn(language, 'messages')
  const title = conversationTitle(item, language)
  if (item.left !== null)
    return [
      {
        id: 'remove',
        label: t('removeFromList'),
        icon: <Trash2 />,
        danger: true,
        run: () => void removeFromList(item, title),
      },
    ]
  const leave: RowAction = {
    id: 'leave',
    label: t('leave'),
    icon: <LogOut />,
    danger: true,
    run: () => void confirmLeave(item, title),
  }
  return [...listActions(item, language), ...(item.kind === 'group' && !item.group?.department ? [leave] : [])]
}

function listActions(item: ConversationItem, language: Language): RowAction[] {
  const t = translatorIn(language, 'messages')
  const words = translatorIn(language, 'list')
  const { id } = item
  const update = (change: Parameters<typeof updateConversation>[1]) => report(updateConversation(id, change))
  const actions: RowAction[] = [
    {
      id: 'pin',
      label: t(item.pinned ? 'unpin' : 'pin'),
      icon: item.pinned ? <PinOff /> : <Pin />,
      key: 'P',
      hover: true,
      run: () => update({ pinned: !item.pinned }),
    },
    {
      id: 'mute',
      label: t(item.muted ? 'unmute' : 'mute'),
      icon: item.muted ? <Bell /> : <BellOff />,
      key: 'M',
      hover: true,
      run: () => update({ muted: !item.muted }),
    },
    item.unread > 0
      ? {
          id: 'read',
          label: t('markRead'),
          icon: <CheckCheck />,
          key: 'U',
          hover: true,
          run: () => report(call('conversations.markRead', { id, seq: item.lastSeq })),
        }
      : {
          id: 'unread',
          label: words('markUnread'),
          icon: <MailOpen />,
          key: 'U',
          hover: true,
          run: () => report(markUnread(id, null)),
        },
    {
      id: 'done',
      label: words(item.done ? 'markUndone' : 'markDone'),
      icon: item.done ? <ArchiveRestore /> : <Check />,
      key: 'E',
      hover: true,
      run: () => update({ done: !item.done }),
    },
  ]
  if (item.pinned) actions.push(...moves(item, words))
  actions.push({
    id: 'labels',
    begins: true,
    label: words('labelsMenu'),
    icon: <Tag />,
    run: () => chooseLabels(item),
  })
  const folded = item.folded && item.muted
  if (item.kind === 'group' && !item.pinned)
    actions.push({
      id: 'fold',
      label: words(folded ? 'unfold' : 'fold'),
      icon: folded ? <UnfoldVertical /> : <FoldVertical />,
      run: () => update({ folded: !folded }),
    })
  return actions
}

function moves({ id }: ConversationItem, words: ReturnType<typeof translatorIn<'list'>>): RowAction[] {
  return ([-1, 1] as const).map(step => ({
    id: step < 0 ? 'up' : 'down',
    begins: step < 0,
    label: words(step < 0 ? 'moveUp' : 'moveDown'),
    icon: step < 0 ? <ArrowUp /> : <ArrowDown />,
    run: () => report(movePinnedBy(id, step)),
  }))
}

/** The entries of a row's menu. */
export function rowMenu(item: ConversationItem, language: Language): MenuEntries {
  return rowActions(item, language).flatMap(({ label, icon, key, begins, danger, run }, index): MenuEntries => {
    const entry = { label, icon, ...(key && { hint: key }), ...(danger && { danger }), onSelect: run }
    return (danger || begins) && index > 0 ? ['line', entry] : [entry]
  })
}

/** Does what a key stands for with a row; returns whether it stands for something. */
export function rowKey(item: ConversationItem, key: string, language: Language): boolean {
  const action = rowActions(item, language).find(({ key: own }) => own === key.toUpperCase())
  action?.run()
  return action !== undefined
}

/** What the pointer finds on a row. By keyboard and by assistive programs the row's menu has the same. */
export function RowActions({ item, language }: { item: ConversationItem; language: Language }) {
  return (
    <span className="messages-row-actions" aria-hidden="true">
      {rowActions(item, language)
        .filter(({ hover }) => hover)
        .map(({ id, label, icon, key, run }) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the list handles the keys
          // biome-ignore lint/a11y/noStaticElementInteractions: a row of a list box holds no buttons
          <span
            key={id}
            className="messages-row-action"
            data-action={id}
            title={key ? `${label} (${key})` : label}
            // The row opens on a press.
            onPointerDown={event => event.stopPropagation()}
            onClick={event => {
              event.stopPropagation()
              run()
            }}
          >
            {icon}
          </span>
        ))}
    </span>
  )
}

import type { GroupItem, MemberItem } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'
import { translator } from '../../i18n.ts'
import { closeConversation, useNavigation } from '../../stores/navigation.ts'
import { confirm, type MenuEntries, toast, toastError } from '../../ui/index.ts'
import { drafts } from '../use-draft.ts'

/** Asks, then ends a group for all; if it was open, nothing is open afterwards. */
export async function confirmDissolve(id: string, name: string): Promise<void> {
  const t = translator('group')
  const done = await confirm({
    title: t('dissolveTitle', { name }),
    text: t('dissolveText'),
    action: t('dissolve'),
    danger: true,
    onConfirm: async () => {
      await call('conversations.dissolve', { id })
      drafts.taken(id, '')
    },
  })
  if (done && useNavigation.getState().conversation?.id === id) closeConversation()
}

async function confirmTransfer(id: string, userId: string, name: string): Promise<void> {
  const t = translator('group')
  const done = await confirm({
    title: t('transferTitle', { name }),
    text: t('transferText', { name }),
    action: t('transfer'),
    onConfirm: () => call('conversations.transfer', { id, userId }),
  })
  if (done) toast({ kind: 'done', text: t('transferred', { name }) })
}

/** What the owner of a group may make of another member. */
export function roleEntries(id: string, group: GroupItem | null, member: MemberItem, name: string): MenuEntries {
  if (group?.role !== 'owner' || member.role === 'owner') return []
  const t = translator('group')
  const { userId } = member
  const role = member.role === 'admin' ? 'member' : 'admin'
  return [
    'line',
    {
      label: t(role === 'admin' ? 'makeAdmin' : 'unmakeAdmin'),
      onSelect: () => void call('conversations.setRole', { id, userId, role }).catch(toastError),
    },
    { label: t('transfer'), onSelect: () => void confirmTransfer(id, userId, name) },
  ]
}

/** Whether the user may remove a member, who is somebody else. */
export function mayRemove(group: GroupItem | null, member: MemberItem): boolean {
  if (group?.department) return false
  return group?.role === 'owner' || (group?.role === 'admin' && member.role === 'member')
}

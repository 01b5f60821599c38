import { call } from '../desktop.ts'
import { translator } from '../i18n.ts'
import { closeConversation, useNavigation } from '../stores/navigation.ts'
import { confirm } from '../ui/index.ts'
import { drafts } from './use-draft.ts'

/** Asks, then leaves a group; if it was open, nothing is open afterwards. */
export async function confirmLeave(conversation: { id: string; isOwner: boolean }, title: string): Promise<void> {
  const t = translator('messages')
  const left = await confirm({
    title: t('leaveTitle', { name: title }),
    text: t(conversation.isOwner ? 'leaveOwnerText' : 'leaveText'),
    action: t('leave'),
    danger: true,
    onConfirm: async () => {
      await call('conversations.leave', { id: conversation.id })
      drafts.taken(conversation.id, '')
    },
  })
  if (left && useNavigation.getState().conversation?.id === conversation.id) closeConversation()
}

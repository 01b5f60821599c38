import type { conversationCalls } from '../../preload/contract/conversations.ts'
import type { CallHandlers } from '../ipc/calls.ts'
import type { Parts } from '../ipc/parts.ts'
import { access } from '../ipc/parts.ts'
import { linkHandlers } from './links.ts'

export function conversationHandlers(parts: Parts): Pick<CallHandlers, keyof typeof conversationCalls> {
  const { account } = parts
  const { cache, shown, workspace } = access(parts)
  const leaveBy = async (id: string, method: 'conversation.leave' | 'group.dissolve') => {
    await workspace().request(method, { conversationId: id })
    // A draft would keep the conversation in the list.
    await cache().setDraft(id, '')
    return {}
  }
  return {
    'conversations.page': args => shown(cache().conversationsPage(args)),
    'conversations.position': args => cache().conversationPosition(args),
    'conversations.lastOpened': () => cache().lastOpened(),
    'conversations.get': ({ id }) => shown(cache().conversation(id)),
    'conversations.directsWith': ({ userIds }) => cache().directsWith(userIds),
    'conversations.summary': () => cache().conversationsSummary(),
    'conversations.members': ({ id }) => shown(workspace().members(id)),
    'conversations.memberPage': async args => {
      await workspace().membersKnown(args.id)
      return shown(cache().memberPage(args))
    },
    'conversations.memberIds': async ({ id }) => {
      await workspace().membersKnown(id)
      return cache().memberIds(id)
    },
    'conversations.selections': () => cache().selections(),
    'conversations.setSelection': async selection => {
      await workspace().request('preferences.setSelection', selection)
      return {}
    },
    'conversations.deleteSelection': async ({ id }) => {
      await workspace().request('preferences.deleteSelection', { id })
      return {}
    },
    'conversations.create': group => workspace().startConversation(request => request('conversation.create', group)),
    'conversations.direct': ({ userId }) => workspace().directWith(userId),
    'conversations.rename': ({ id, name }) => workspace().request('conversation.rename', { conversationId: id, name }),
    'conversations.addMembers': ({ id, userIds }) =>
      workspace().request('conversation.addMembers', { conversationId: id, userIds }),
    'conversations.removeMembers': ({ id, userIds }) =>
      workspace().request('conversation.removeMembers', { conversationId: id, userIds }),
    ...linkHandlers(parts),
    'conversations.setRole': ({ id, ...args }) => workspace().request('group.setRole', { conversationId: id, ...args }),
    'conversations.transfer': ({ id, userId }) => workspace().request('group.transfer', { conversationId: id, userId }),
    'conversations.setNickname': ({ id, nickname }) =>
      workspace().request('group.setNickname', { conversationId: id, nickname }),
    'conversations.dissolve': ({ id }) => leaveBy(id, 'group.dissolve'),
    'conversations.configure': ({ id, settings }) =>
      workspace().request('group.configure', { conversationId: id, settings }),
    'conversations.describe': ({ id, description }) =>
      workspace().request('group.describe', { conversationId: id, description }),
    'conversations.setProblem': ({ id, on }) => workspace().request('group.setProblem', { conversationId: id, on }),
    'conversations.setAvatar': async ({ id, staged }) => {
      const fileId = staged === null ? null : (await workspace().files.upload(staged)).id
      return workspace().request('group.setAvatar', { conversationId: id, fileId })
    },
    'conversations.announce': async ({ id, ...announcement }) => {
      await workspace().request('groupAnnouncement.publish', { conversationId: id, ...announcement })
      return {}
    },
    'conversations.withdrawAnnouncement': ({ id }) =>
      workspace().request('groupAnnouncement.withdraw', { conversationId: id }),
    'conversations.leave': ({ id }) => leaveBy(id, 'conversation.leave'),
    'conversations.remove': async ({ id }) => {
      await workspace().removeLeft(id)
      return {}
    },
    'conversations.update': async change => {
      await workspace().outgoing.changeList(queue => queue.changeConversation(change))
      return {}
    },
    'conversations.labels': () => cache().labels(),
    'conversations.setLabel': async params => {
      await workspace().outgoing.changeLabel({ method: 'label.set', params })
      return {}
    },
    'conversations.deleteLabel': async params => {
      await workspace().outgoing.changeLabel({ method: 'label.delete', params })
      return {}
    },
    'conversations.movePinned': async move => {
      await workspace().outgoing.changeList(queue => queue.movePinned(move))
      return {}
    },
    'conversations.markAllRead': async filter => {
      await workspace().outgoing.changeList(queue => queue.markAllRead(filter))
      return {}
    },
    'conversations.markRead': async ({ id, seq }) => {
      await workspace().outgoing.updateMembership({ conversationId: id, readSeq: seq })
      parts.onRead(id, seq)
      return {}
    },
    'conversations.setOpen': async ({ id }) => {
      parts.onOpenConversation(id)
      await account.workspace?.setOpen(id)
      if (id !== null) await account.workspace?.cache.noteOpened(id)
      return {}
    },
    'conversations.setDraft': async ({ id, text }) => {
      await cache().setDraft(id, text)
      return {}
    },
    'conversations.typing': ({ id }) => {
      workspace().typing(id)
      return {}
    },
    'conversations.receipts': ({ id }) => workspace().receipts(id),
  }
}

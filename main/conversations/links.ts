import type { CallHandlers } from '../ipc/calls.ts'
import { access, type Parts } from '../ipc/parts.ts'

type LinkCalls = 'createLink' | 'links' | 'revokeLink' | 'joinPreview' | 'joinByLink' | 'requests' | 'decide' | 'audit'

/** So many people of one entry are named. */
const mostNamed = 20

/** The people whom what an action changed names. */
function namedIn(value: unknown): string[] {
  const { userIds, ownerId } = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>
  const ids = [...(Array.isArray(userIds) ? userIds.slice(0, mostNamed) : []), ownerId]
  return ids.filter(id => typeof id === 'string')
}

/** Links by which people join a group, and those who asked to. */
export function linkHandlers(parts: Parts): Pick<CallHandlers, `conversations.${LinkCalls}`> {
  const { cache, shown, workspace } = access(parts)
  /** Items with the names of people that they refer to. */
  const named = async <T, N>(items: readonly T[], ids: (item: T) => string[], make: (item: T, names: Named) => N) => {
    const people = await cache().peopleNames([...new Set(items.flatMap(ids))])
    const byId = new Map(people.map(person => [person.id, person]))
    return items.map(item => make(item, id => byId.get(id) ?? { id, name: '', latinName: '' }))
  }
  return {
    'conversations.createLink': async ({ id, ...link }) => {
      const { token } = await workspace().request('group.createLink', { conversationId: id, ...link })
      return { address: workspace().joinAddress(token) }
    },
    'conversations.links': async ({ id }) => {
      const { links } = await workspace().request('group.links', { conversationId: id })
      const ids = (link: (typeof links)[number]) => [link.createdBy]
      return shown(named(links, ids, (link, name) => ({ ...link, by: name(link.createdBy) })))
    },
    'conversations.audit': async ({ id, ...page }) => {
      const { entries, more } = await workspace().request('group.audit', { conversationId: id, ...page })
      const ids = ({ actorId, before, after }: (typeof entries)[number]) => [
        actorId,
        ...namedIn(before),
        ...namedIn(after),
      ]
      const items = await named(entries, ids, ({ actorId, ...entry }, name) => ({
        ...entry,
        actor: name(actorId),
        people: [...namedIn(entry.before), ...namedIn(entry.after)].map(name),
      }))
      return shown(Promise.resolve({ entries: items, more }))
    },
    'conversations.revokeLink': ({ id, linkId }) =>
      workspace().request('group.revokeLink', { conversationId: id, linkId }),
    'conversations.joinPreview': async ({ token }) => {
      const preview = await workspace().request('group.previewLink', { token })
      const ids = () => [...preview.avatarUserIds, preview.invitedBy]
      const [shownPreview] = await named([preview], ids, (of, name) => ({
        ...of,
        avatarPeople: of.avatarUserIds.map(name),
        inviter: name(of.invitedBy),
      }))
      if (shownPreview === undefined) throw new Error('a preview has become none')
      return shown(Promise.resolve(shownPreview))
    },
    'conversations.joinByLink': async ({ token }) => {
      const { state, head } = await workspace().request('group.joinByLink', { token })
      if (state !== 'joined' || head === null) return { joined: false }
      await workspace().startConversation(async () => ({ head }))
      return { joined: true }
    },
    'conversations.requests': async ({ id }) => {
      const { requests } = await workspace().request('group.requests', { conversationId: id })
      const ids = (request: (typeof requests)[number]) => [request.userId, request.invitedBy]
      return shown(
        named(requests, ids, ({ userId, invitedBy, at }, name) => ({
          person: name(userId),
          inviter: name(invitedBy),
          at,
        })),
      )
    },
    'conversations.decide': ({ id, ...args }) => workspace().request('group.decide', { conversationId: id, ...args }),
  }
}

type Named = (id: string) => { id: string; name: string; latinName: string }

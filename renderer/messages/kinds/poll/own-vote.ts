import type { ContentOf } from '@lianqun/protocol'

/**
 * What the user chose, as the row says: null when they did not vote, undefined when the row does not name everyone, as
 * of an anonymous poll or one with many votes.
 */
export function ownVote(content: ContentOf<'poll'>, meId: string): { optionIds: string[] } | null | undefined {
  const { anonymous, options, voters = 0 } = content
  if (voters === 0) return null
  const optionIds = options.filter(({ userIds }) => userIds?.includes(meId)).map(({ id }) => id)
  const complete = !anonymous && options.every(({ count = 0, userIds = [] }) => userIds.length >= count)
  return complete ? (optionIds.length === 0 ? null : { optionIds }) : undefined
}

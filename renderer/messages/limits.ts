import type { limits } from '@lianqun/protocol'

/** The protocol's limits that this feature shows. The compiler checks that they are equal. */
export const shownLimits: Pick<
  typeof limits,
  'textChars' | 'recallMs' | 'editMs' | 'conversationNameChars' | 'members'
> = {
  textChars: 8_000,
  recallMs: 120_000,
  editMs: 24 * 3_600_000,
  conversationNameChars: 60,
  members: 2_000,
}

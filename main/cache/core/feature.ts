import type { EntitiesOf, Entity, Message, SingleScope } from '@lianqun/protocol'
import type { ConversationRow } from './rows.ts'
import type { WriteContext } from './write-context.ts'

/** The conversation whose rows are taken over. */
export interface ConversationTarget {
  row: ConversationRow
  /** A span will hold the messages, so they show; else they are single rows that serve previews only. */
  covered: boolean
  /** Messages that were not held before, oldest first: filled by the messages, read by notifications. */
  fresh: Message[]
}

/** Takes rows of one kind over, in revision order; a newer row is never replaced by an older one. */
export type ApplySingle<E extends EntitiesOf<SingleScope>> = {
  [K in E]: (context: WriteContext, rows: readonly Entity<K>[]) => void
}
export type ApplyConversation<E extends EntitiesOf<'conversation'>> = {
  [K in E]: (context: WriteContext, rows: readonly Entity<K>[], target: ConversationTarget) => void
}

/** How the rows of every synced entity are taken over. One without does not compile. */
export type SingleApplyTable = ApplySingle<EntitiesOf<SingleScope>>
export type ConversationApplyTable = ApplyConversation<EntitiesOf<'conversation'>>

/** Forgets what a scope gave: its epoch is over. */
export type ResetTable = { [S in SingleScope]: (context: WriteContext) => void }

import { limits, mentionsUser } from '@lianqun/protocol'
import type { Writer } from '../../core/writer.ts'
import type { Reader } from '../../storage/database.ts'
import { postCard, postContent, type Understood, updateCard } from '../cards/index.ts'
import { storedMessage } from '../messages/index.ts'
import type { Postable } from './contents.ts'
import type { Outcome } from './deliveries.ts'
import { optionsOf } from './domain.ts'
import { type FoundPeople, findPeople, nameOf } from './people.ts'
import { NoStanding, requireStanding } from './standing.ts'
import type { HookRow } from './tables.ts'
import { offered, settled, taken } from './taking.ts'

/** When a payload is posted, milliseconds, and where its readers are. */
export interface PostedAt {
  at: number
  timeZone: string
}

/**
 * Whom the messages of a payload mean. A card that is over calls nobody. Asked before anything is fetched for a payload,
 * which may then not be posted. @throws NoStanding
 */
export async function peopleIn(db: Reader, hook: HookRow, { closed, messages }: Understood): Promise<FoundPeople> {
  await requireStanding(db, hook)
  return findPeople(db, { conversationId: hook.conversation_id, createdBy: hook.created_by }, closed ? [] : messages)
}

/** What is posted for a message of a payload, with a button on what somebody has to see to. */
export function offeredIn(hook: HookRow, { key, closed }: Understood, postable: Postable): Postable {
  return key === null || closed ? postable : offered(postable, optionsOf(hook).language)
}

/** Posts what was understood, or gives the card of its key another face. Its locks are held. @throws NoStanding, not_member */
export async function postUnderstood(
  w: Writer,
  hook: HookRow,
  { key, closed, alias }: Understood,
  postables: readonly Postable[],
  { at, timeZone }: PostedAt,
): Promise<Pick<Outcome, 'verdict' | 'seq'>> {
  const shown = alias === undefined ? postables : postables.map(postable => withAlias(postable, alias))
  const c = await w.conversation(hook.conversation_id)
  // Asked here once more: what somebody may can have changed since the payload was read.
  const kept = await w.db.selectFrom('hooks').selectAll().where('id', '=', hook.id).executeTakeFirst()
  if (kept === undefined) throw new NoStanding('This hook was removed.')
  const { mayCallAll } = await requireStanding(w.db, kept)
  if (!mayCallAll && shown.some(callsAll))
    throw new NoStanding('Whoever made this hook may not call everyone in the group any more.')
  const by = { botId: hook.bot_id, sentAt: at }
  const [first] = shown
  if (key === null || first?.type !== 'card') {
    let seq: number | null = null
    for (const postable of shown) {
      const message =
        postable.type === 'card'
          ? await postCard(w, c, { ...by, ...shownOf(postable) })
          : await postContent(w, c, { ...by, content: postable.content })
      seq ??= message.seq
    }
    return { verdict: 'shown', seq }
  }
  const known = await w.db
    .selectFrom('hook_cards')
    .selectAll()
    .where('hook_id', '=', hook.id)
    .where('key', '=', key)
    .executeTakeFirst()
  const place = { language: optionsOf(hook).language, timeZone }
  const taker =
    known?.taken_by == null ? null : { name: await nameOf(w.db, known.taken_by), at: Number(known.taken_at) }
  // What begins anew after it was over has a place of its own, where the group sees it.
  const before =
    known === undefined || (known.closed !== 0 && !closed)
      ? undefined
      : await storedMessage(w.db, { conversationId: hook.conversation_id, seq: Number(known.seq) })
  const isThere = before?.content.type === 'card'
  const card =
    isThere && taker !== null
      ? closed
        ? settled(first.card, taker, place)
        : taken(first.card, taker, place)
      : first.card
  const own = isThere && taker !== null ? {} : first.own && { own: first.own }
  const message = isThere ? await updateCard(w, before, card, own) : await postCard(w, c, { ...by, card, ...own })
  const row = {
    seq: message.seq,
    closed: closed ? 1 : 0,
    at,
    ...(!isThere && { taken_by: null, taken_at: null }),
  }
  await w.db
    .insertInto('hook_cards')
    .values({ hook_id: hook.id, key, taken_by: null, taken_at: null, ...row })
    .onConflict(conflict => conflict.columns(['hook_id', 'key']).doUpdateSet(row))
    .execute()
  return { verdict: isThere ? 'updated' : 'shown', seq: message.seq }
}

function shownOf({ card, own, original }: Extract<Postable, { type: 'card' }>) {
  return { card, ...(own && { own }), ...(original !== undefined && { original }) }
}

function callsAll(postable: Postable): boolean {
  const content =
    postable.type === 'card' ? { type: 'card' as const, card: postable.card, version: 1 } : postable.content
  return mentionsUser(content, 'all')
}

/** The name that a payload asks for stands in the foot of its card: above it stands whose hook it is. */
export function withAlias(postable: Postable, alias: string): Postable {
  if (postable.type !== 'card' || postable.card.footer !== undefined) return postable
  return { ...postable, card: { ...postable.card, footer: { text: alias.slice(0, limits.nameChars) } } }
}

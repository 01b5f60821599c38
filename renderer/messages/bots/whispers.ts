import { create } from 'zustand'
import type { BotWhisper } from '../../../preload/contract/index.ts'
import { on } from '../../desktop.ts'
import { useSession } from '../../stores/session.ts'
import type { MessageListRow } from '../rows.ts'

/* What bots say to the user alone. It is kept here and nowhere else, so it is gone after a restart. */

/** The most that are kept of a conversation: the oldest goes. */
const most = 20

const useWhispers = create<{ of: ReadonlyMap<string, readonly BotWhisper[]> }>(() => ({ of: new Map() }))
const none: readonly BotWhisper[] = []

/** Keeps what comes. The same once more, after a broken connection, is kept once. */
export function withWhisper(known: readonly BotWhisper[], whisper: BotWhisper): readonly BotWhisper[] {
  return [...known.filter(({ id }) => id !== whisper.id), whisper]
    .sort((a, b) => a.message.sentAt - b.message.sentAt)
    .slice(-most)
}

function change(id: string, next: (known: readonly BotWhisper[]) => readonly BotWhisper[]): void {
  useWhispers.setState(({ of }) => ({ of: new Map(of).set(id, next(of.get(id) ?? none)) }))
}

/** What bots said to the user alone in a conversation, oldest first. */
export function useWhispersOf(id: string): readonly BotWhisper[] {
  return useWhispers(({ of }) => of.get(id) ?? none)
}

export function dismissWhisper({ id, message }: BotWhisper): void {
  change(message.conversationId, known => known.filter(whisper => whisper.id !== id))
}

/** Keeps what bots say to the user alone; returns the function that stops it. */
export function startWhispers(): () => void {
  return on('bots.whisper', whisper => change(whisper.message.conversationId, known => withWhisper(known, whisper)))
}

/**
 * Below which row each whisper stands, by the key of the row: the last one that was said before it. One that would stand
 * above the first row is not shown; neither is one behind the last row, where newer messages are not loaded.
 */
export function placeWhispers(
  whispers: readonly BotWhisper[],
  rows: readonly MessageListRow[],
  reachesEnd: boolean,
): ReadonlyMap<string, readonly BotWhisper[]> {
  const placed = new Map<string, BotWhisper[]>()
  for (const whisper of whispers) {
    const at = rows.findLastIndex(({ message }) => message.seq > 0 && message.sentAt <= whisper.message.sentAt)
    const row = rows[at]
    if (row === undefined || (at === rows.length - 1 && !reachesEnd)) continue
    const below = placed.get(row.key)
    if (below === undefined) placed.set(row.key, [whisper])
    else below.push(whisper)
  }
  return placed
}

// Do not show one user's data to the next user.
useSession.subscribe((now, before) => {
  if (now.session?.user?.id !== before.session?.user?.id) useWhispers.setState({ of: new Map() })
})

import type { Card, CardFace } from '@lianqun/protocol'
import { create } from 'zustand'
import { call, errorCode, on } from '../../../desktop.ts'
import { useConnection, useSession } from '../../../stores/session.ts'
import { serverNow } from '../../../ui/index.ts'

/* Faces of cards, which the user alone sees. They are kept here and nowhere else: the server has them too. */

/** A card in a message. `id`: the conversation. */
export interface CardAt {
  id: string
  seq: number
  version: number
}

/** What is known of a version of a card. */
interface Known {
  version: number
  face: CardFace | null
  /** When it was asked for, by the server's clock; 0: it has to be asked for again. */
  askedAt: number
}

/** The most cards of which one is kept: the oldest goes. */
const most = 500
/** From one question to the next, milliseconds: who scrolls fast asks for few. */
const restMs = 100

const useFaces = create<{ of: ReadonlyMap<string, Known> }>(() => ({ of: new Map() }))

const keyOf = ({ id, seq }: Pick<CardAt, 'id' | 'seq'>): string => `${id}/${seq}`

function keep(at: CardAt, known: Omit<Known, 'version'>): void {
  useFaces.setState(({ of }) => {
    if ((of.get(keyOf(at))?.version ?? 0) > at.version) return { of }
    const next = new Map(of)
    next.delete(keyOf(at))
    next.set(keyOf(at), { version: at.version, ...known })
    for (const oldest of next.keys()) {
      if (next.size <= most) break
      next.delete(oldest)
    }
    return { of: next }
  })
}

function knownOf(at: CardAt): Known | null {
  const known = useFaces.getState().of.get(keyOf(at))
  return known?.version === at.version ? known : null
}

/** When a face of a card has to be asked for again, milliseconds; undefined: never. */
export function expiryOf({ refresh }: Card, face: CardFace | null): number | undefined {
  const time = face?.expiresAt ?? Date.parse(refresh?.expires ?? '')
  return Number.isNaN(time) ? undefined : time
}

/** Whether a face is to be asked for. */
export function isMissing(known: Pick<Known, 'askedAt'> | null, expiry: number | undefined, now: number): boolean {
  if (known === null || known.askedAt === 0) return true
  return expiry !== undefined && expiry <= now && known.askedAt < expiry
}

/** The user's face of a card and when it was asked for; null: nothing is known of it. */
export function useFace(at: CardAt): Known | null {
  const known = useFaces(({ of }) => of.get(keyOf(at)))
  return known?.version === at.version ? known : null
}

const waiting = new Map<string, CardAt>()
let asking = false

/** Asks for the face of a card that is looked at; returns the function that gives it up, where its turn has not come. */
export function askForFace(at: CardAt): () => void {
  waiting.set(keyOf(at), at)
  if (!asking) void askAll()
  return () => {
    if (waiting.get(keyOf(at)) === at) waiting.delete(keyOf(at))
  }
}

async function askAll(): Promise<void> {
  asking = true
  for (const [key, at] of waiting) {
    waiting.delete(key)
    await ask(at)
    await new Promise(resolve => setTimeout(resolve, restMs))
  }
  asking = false
}

async function ask(at: CardAt): Promise<void> {
  const askedAt = serverNow()
  try {
    const { face } = await call('messages.refreshCard', at)
    const told = knownOf(at)?.face ?? null
    keep(at, { face: newer(told, face), askedAt })
  } catch (error) {
    // The card stays as everybody sees it. Of a network that is gone the next connection tells.
    if (errorCode(error) !== 'offline') keep(at, { face: knownOf(at)?.face ?? null, askedAt })
  }
}

function newer(one: CardFace | null, other: CardFace | null): CardFace | null {
  return (one?.number ?? 0) > (other?.number ?? 0) ? one : other
}

/** Asks again for what was known of a card. */
export function doubtFace(at: CardAt): void {
  const known = knownOf(at)
  if (known !== null) keep(at, { ...known, askedAt: 0 })
}

/** Keeps the faces that come; returns the function that stops it. */
export function startFaces(): () => void {
  const stops = [
    on('messages.face', ({ face, ...at }) => {
      const before = knownOf(at)?.face ?? null
      keep(at, { face: newer(before, face), askedAt: serverNow() })
    }),
    // What came meanwhile was missed.
    useConnection.subscribe((now, before) => {
      if (now.status !== 'online' || before.status === 'online') return
      useFaces.setState(({ of }) => ({
        of: new Map([...of].map(([key, known]) => [key, { ...known, askedAt: 0 }])),
      }))
    }),
    useSession.subscribe((now, before) => {
      if (now.session?.user?.id !== before.session?.user?.id) useFaces.setState({ of: new Map() })
    }),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

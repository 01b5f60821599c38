import { create } from 'zustand'
import type { CallResult, MessageItem } from '../../../preload/contract/index.ts'
import { call, on } from '../../desktop.ts'
import type { Language } from '../../i18n.ts'
import { useSession } from '../../stores/session.ts'
import { kindOf } from '../kinds/index.ts'
import { useMessageList } from '../message-list-store.ts'

/** The translation of a message that is shown. `said`: what the message said when it was asked for. */
export type Translation = { said: string; language: Language } & (
  | { state: 'working' }
  | ({ state: 'done' } & CallResult<'messages.translate'>)
  | { state: 'failed'; error: unknown }
)

type Place = Pick<MessageItem, 'conversationId' | 'seq'>
type Shown = ReadonlyMap<string, { place: Place; translation: Translation }>

/*
 * What is shown is of the open conversation and stands in memory alone, so that a message that is recalled or edited
 * leaves none.
 */
const useShown = create<{ shown: Shown }>(() => ({ shown: new Map() }))

const keyOf = ({ conversationId, seq }: Place) => `${conversationId}/${seq}`

/** What a message says; empty once it is recalled. */
const saidBy = ({ content }: MessageItem) => kindOf(content).copyText?.(content) ?? ''

/** The translation that is shown of a message; undefined: none. Of what it said before none is. */
export function translationOf(message: MessageItem, { shown } = useShown.getState()): Translation | undefined {
  // Called for each row of the list, when nothing is translated.
  const translation = shown.size === 0 ? undefined : shown.get(keyOf(message))?.translation
  return translation !== undefined && translation.said === saidBy(message) ? translation : undefined
}

export function useTranslation(message: MessageItem): Translation | undefined {
  return useShown(state => translationOf(message, state))
}

function put(place: Place, translation: Translation): void {
  useShown.setState(({ shown }) => ({ shown: new Map(shown).set(keyOf(place), { place, translation }) }))
}

/** Has a message translated into a language, and shows it below; also again, after that failed. */
export async function showTranslation(message: MessageItem, language: Language): Promise<void> {
  const { conversationId: id, seq } = message
  const about = { said: saidBy(message), language }
  const working: Translation = { ...about, state: 'working' }
  put(message, working)
  const answer = await call('messages.translate', { id, seq, language }).then(
    (found): Translation => ({ ...about, state: 'done', ...found }),
    (error: unknown): Translation => ({ ...about, state: 'failed', error }),
  )
  // It may have been hidden, recalled or asked for again since.
  if (useShown.getState().shown.get(keyOf(message))?.translation === working) put(message, answer)
}

export function hideTranslation(place: Place): void {
  keep(other => keyOf(other) !== keyOf(place))
}

/** Forgets the translations of the messages that are not to be kept. */
function keep(isKept: (place: Place, translation: Translation) => boolean): void {
  const { shown } = useShown.getState()
  const kept = [...shown].filter(([, { place, translation }]) => isKept(place, translation))
  if (kept.length < shown.size) useShown.setState({ shown: new Map(kept) })
}

/** Forgets translations of what is recalled, edited or closed. Returns the function that stops. */
export function startTranslations(): () => void {
  const inWindow = () => new Map(useMessageList.getState().window.items.map(item => [item.seq, item]))
  const offs = [
    useMessageList.subscribe((now, before) => {
      if (useShown.getState().shown.size === 0 || (now.window === before.window && now.id === before.id)) return
      const items = inWindow()
      keep(({ conversationId, seq }, { said }) => {
        const item = items.get(seq)
        return conversationId === now.id && (item === undefined || saidBy(item) === said)
      })
    }),
    // Of what is not loaded here only its place tells that it may have changed.
    on('cache.changed', ({ messages }) => {
      if (useShown.getState().shown.size === 0) return
      const items = inWindow()
      keep(
        ({ conversationId, seq }) =>
          items.has(seq) || !messages.some(({ id, from }) => id === conversationId && from <= seq),
      )
    }),
    useSession.subscribe((now, before) => {
      if (now.session?.user?.id !== before.session?.user?.id) keep(() => false)
    }),
  ]
  return () => {
    for (const off of offs) off()
  }
}

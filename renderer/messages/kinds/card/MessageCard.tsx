import type { CardFace, ContentOf } from '@lianqun/protocol'
import { EyeOff } from 'lucide-react'
import { type ReactNode, type Ref, useEffect, useMemo, useRef, useState } from 'react'
import { call, errorCode, errorText } from '../../../desktop.ts'
import { useLanguage, useTranslate } from '../../../i18n.ts'
import { useOnline } from '../../../stores/session.ts'
import { nameOf, serverNow } from '../../../ui/index.ts'
import { useConversationContext } from '../../conversation-context.ts'
import { Picture } from '../../media/Picture.tsx'
import type { BodyProps } from '../kind.ts'
import { MessageMention, openLink } from '../text/MessageText.tsx'
import { CardView } from './CardView.tsx'
import type { BlockedBy, CardHost, CardOutcome } from './card-context.ts'
import { askForFace, type CardAt, doubtFace, expiryOf, isMissing, useFace } from './faces.ts'
import { memoryOf } from './memory.ts'
import { peopleOf } from './people.ts'
import '../../media/media.css'

type Content = ContentOf<'card'>

/** The longest that a timer waits, milliseconds. */
const longest = 2 ** 31 - 1

/** Whether a time has come, by the server's clock. */
function useIsOver(time: number | undefined): boolean {
  const [over, setOver] = useState(() => time !== undefined && serverNow() >= time)
  useEffect(() => {
    if (time === undefined) return setOver(false)
    const left = time - serverNow()
    setOver(left <= 0)
    if (left <= 0 || left > longest) return
    const timer = setTimeout(() => setOver(true), left)
    return () => clearTimeout(timer)
  }, [time])
  return over
}

/** A card in a conversation: the face that the user alone has of it, where there is one. */
export function MessageCard(props: BodyProps<Content>) {
  const { content, message } = props
  const { meId, readOnly } = useConversationContext()
  const { refresh } = content.card
  const asks = refresh !== undefined && message.seq > 0 && !readOnly && (refresh.userIds?.includes(meId) ?? true)
  if (!asks) return <Shown {...props} />
  return <OwnCard {...props} />
}

/** How long one looks at a card until its face is asked for, milliseconds. */
const lookMs = 300
/** How long the face of before stands until the next one comes, milliseconds: without it the card would flicker. */
const heldMs = 1_000

function useHeld(face: CardFace | null): CardFace | null {
  const [held, setHeld] = useState(face)
  useEffect(() => {
    if (face !== null) return setHeld(face)
    const timer = setTimeout(() => setHeld(null), heldMs)
    return () => clearTimeout(timer)
  }, [face])
  return face ?? held
}

/** A card of which the user may have a face of their own. */
function OwnCard(props: BodyProps<Content>) {
  const { content, message, tabbable } = props
  const t = useTranslate('card')
  const online = useOnline()
  const [box, setBox] = useState<HTMLElement | null>(null)
  const [showsBase, setShowsBase] = useState(false)
  const version = content.version ?? 1
  const at = useMemo(
    () => ({ id: message.conversationId, seq: message.seq, version }),
    [message.conversationId, message.seq, version],
  )
  const known = useFace(at)
  const face = useHeld(known?.face ?? null)
  const expiry = expiryOf(content.card, known?.face ?? null)
  const expired = useIsOver(expiry)
  const looked = useIsLookedAt(box)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what has expired is asked for when its time comes
  useEffect(() => {
    if (looked && online && isMissing(known, expiry, serverNow())) return askForFace(at)
  }, [at, looked, online, known, expiry, expired])
  if (face === null) return <Shown {...props} box={setBox} />
  const mark = (
    <p className="messages-card-note">
      <EyeOff aria-hidden="true" />
      <span>{t(showsBase ? 'baseFace' : 'ownFace')}</span>
      <button
        type="button"
        className="link-button"
        tabIndex={tabbable ? 0 : -1}
        onClick={() => setShowsBase(!showsBase)}
      >
        {t(showsBase ? 'showOwn' : 'showBase')}
      </button>
    </p>
  )
  return <Shown {...props} face={showsBase ? undefined : face} mark={mark} box={setBox} />
}

/** Whether an element stands where one sees it, and has for a moment. */
function useIsLookedAt(element: HTMLElement | null): boolean {
  const [looked, setLooked] = useState(false)
  useEffect(() => {
    if (element === null) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const observer = new IntersectionObserver(([entry]) => {
      clearTimeout(timer)
      if (entry?.isIntersecting) timer = setTimeout(() => setLooked(true), lookMs)
      else setLooked(false)
    })
    observer.observe(element)
    return () => {
      clearTimeout(timer)
      observer.disconnect()
    }
  }, [element])
  return looked
}

function Shown({
  content,
  message,
  tabbable,
  face,
  mark,
  box,
}: BodyProps<Content> & { face?: CardFace | undefined; mark?: ReactNode; box?: Ref<HTMLElement | null> }) {
  const language = useLanguage()
  const online = useOnline()
  const t = useTranslate('composer')
  const { meId, readOnly, members } = useConversationContext()
  const over = useIsOver(content.expiresAt)
  const version = content.version ?? 1
  const act = useActing({ id: message.conversationId, seq: message.seq, version }, face?.number)
  const host: CardHost = {
    language,
    act,
    openLink,
    people: peopleOf(members),
    pictureOf: file => <Picture file={file} small />,
    mentionOf: ({ userId, text }) => {
      const person = message.people.find(({ id }) => id === userId)
      const words = userId === 'all' ? `@${t('everyone')}` : person ? `@${nameOf(person, language)}` : text
      return (
        <MessageMention userId={userId} meId={meId} tabbable={tabbable}>
          {words}
        </MessageMention>
      )
    },
  }
  const reasons: [BlockedBy, boolean][] = [
    ['unsent', message.seq === 0],
    ['expired', over],
    ['left', readOnly],
    ['offline', !online],
  ]
  const blocked = reasons.find(([, holds]) => holds)?.[0] ?? null
  return (
    <CardView
      card={face?.card ?? content.card}
      host={host}
      version={`${version}.${face?.number ?? 0}`}
      blocked={blocked}
      expiresAt={content.expiresAt}
      tabbable={tabbable}
      memory={memoryOf(`${message.conversationId}/${message.seq || message.clientId}${face ? '/own' : ''}`)}
      mark={mark}
      box={box}
    />
  )
}

/** Errors that pass by themselves, or that come from the way there. */
const passing = new Set([
  'internal',
  'offline',
  'no_network',
  'unreachable',
  'timeout',
  'unavailable',
  'server_closing',
  'rate_limited',
  'slow_mode',
  'unknown',
])

/** Does the actions of a card in a message. Once more after a failure it is the same press, which counts once. */
function useActing(at: CardAt, face: number | undefined): CardHost['act'] {
  const t = useTranslate('card')
  const tried = useRef({ clientId: '', press: '' })
  return async (actionId, inputs): Promise<CardOutcome> => {
    const press = JSON.stringify([actionId, inputs, at.version, face])
    if (tried.current.press !== press) tried.current = { clientId: crypto.randomUUID(), press }
    const { clientId } = tried.current
    try {
      const outcome = await call('messages.submitCard', {
        ...at,
        actionId,
        inputs,
        clientId,
        ...(face !== undefined && { face }),
      })
      tried.current.press = ''
      const { answer, notice } = outcome
      return answer === 'failed' ? { answer, reason: notice ?? t('refused'), again: false } : { ...outcome, answer }
    } catch (error) {
      const code = errorCode(error)
      if (code === 'conflict') {
        if (face !== undefined) doubtFace(at)
        return { answer: 'conflict' }
      }
      if (code === 'too_late') return { answer: 'failed', reason: t('nowExpired'), again: false }
      return { answer: 'failed', reason: t('notDone', { reason: errorText(error) }), again: passing.has(code) }
    }
  }
}

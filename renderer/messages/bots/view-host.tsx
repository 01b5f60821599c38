import { useRef, useState } from 'react'
import type { BotViewItem, CallResult } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'
import { useLanguage } from '../../i18n.ts'
import { useMe } from '../../stores/session.ts'
import { useQuery } from '../../ui/index.ts'
import type { CardHost, CardOutcome } from '../kinds/card/card-context.ts'
import { peopleOf } from '../kinds/card/people.ts'
import { MessageMention, openLink } from '../kinds/text/MessageText.tsx'
import { Picture } from '../media/Picture.tsx'
import '../media/media.css'

export type ViewAnswer = CallResult<'bots.submitView'>

interface ViewEnds {
  /** What becomes of an answer that names no wrong input; `actionId`: empty for the view itself. */
  answered(answer: ViewAnswer, actionId: string): CardOutcome
  failed(error: unknown): CardOutcome
}

/**
 * How a view of a bot, its form or its page, is answered. The same press after a failure is one for the bot; each after an
 * answer is another. `busy`: the action that is being sent, empty for the view itself; null: none.
 */
export function useViewHost(view: BotViewItem, ends: ViewEnds): { host: CardHost; busy: string | null } {
  const language = useLanguage()
  const meId = useMe().id
  const tried = useRef({ of: '', clientId: '' })
  const [busy, setBusy] = useState<string | null>(null)
  const { id: viewId, version, conversationId } = view
  const members = useQuery(conversationId === undefined ? null : `view-members:${conversationId}`, () =>
    call('conversations.members', { id: conversationId ?? '' }),
  )

  const act: CardHost['act'] = async (actionId, inputs) => {
    const of = JSON.stringify([viewId, version, actionId, inputs])
    if (tried.current.of !== of) tried.current = { of, clientId: crypto.randomUUID() }
    const { clientId } = tried.current
    setBusy(actionId)
    try {
      const action = actionId === '' ? null : actionId
      const answer = await call('bots.submitView', { viewId, version, actionId: action, inputs, clientId })
      tried.current.of = ''
      if (answer.outcome === 'errors') return { answer: 'errors', errors: answer.errors ?? {} }
      return ends.answered(answer, actionId)
    } catch (error) {
      return ends.failed(error)
    } finally {
      setBusy(null)
    }
  }
  const host: CardHost = {
    language,
    act,
    openLink,
    people: peopleOf(members.data ?? null),
    pictureOf: file => <Picture file={file} small />,
    mentionOf: ({ userId, text }) => (
      <MessageMention userId={userId} meId={meId} tabbable>
        {text}
      </MessageMention>
    ),
  }
  return { host, busy }
}

import { useRef } from 'react'
import type { BotViewItem } from '../../../preload/contract/index.ts'
import { call, errorCode, errorText } from '../../desktop.ts'
import { useLanguage, useTranslate } from '../../i18n.ts'
import { useMe, useOnline } from '../../stores/session.ts'
import { CardView } from '../kinds/card/CardView.tsx'
import type { CardHost } from '../kinds/card/card-context.ts'
import { inputsOf } from '../kinds/card/inputs.ts'
import { memoryOf } from '../kinds/card/memory.ts'
import { MessageMention, openLink } from '../kinds/text/MessageText.tsx'
import { Picture } from '../media/Picture.tsx'
import { outcomeOf } from './views.ts'
import '../media/media.css'

/** The card of a view of a bot: what is pressed in it goes to the bot. `onView`: the view that it answers with. */
export function ViewCard({ view, onView }: { view: BotViewItem; onView: (view: BotViewItem) => void }) {
  const t = useTranslate('botProfile')
  const tc = useTranslate('card')
  const language = useLanguage()
  const online = useOnline()
  const meId = useMe().id
  const press = useRef({ clientId: '', what: '' })
  const { id: viewId, version, card } = view
  const labelOf = (id: string) => inputsOf(card.body ?? []).find(input => input.id === id)?.label || id
  const words = {
    waiting: t('botWaiting'),
    wrong: (name: string, problem: string) => t('wrongInput', { name, problem }),
    separator: language === 'zh' ? '；' : '; ',
  }
  const host: CardHost = {
    language,
    openLink,
    pictureOf: file => <Picture file={file} small />,
    mentionOf: ({ userId, text }) => (
      <MessageMention userId={userId} meId={meId} tabbable>
        {text}
      </MessageMention>
    ),
    act: async (actionId, inputs) => {
      // Once more after a failure it is the same press.
      const what = JSON.stringify([viewId, version, actionId, inputs])
      if (press.current.what !== what) press.current = { clientId: crypto.randomUUID(), what }
      try {
        const { clientId } = press.current
        const answer = await call('bots.submitView', { viewId, version, actionId, inputs, clientId })
        press.current.what = ''
        if (answer.view) onView(answer.view)
        return outcomeOf(answer, words, labelOf)
      } catch (error) {
        if (errorCode(error) === 'conflict') return { answer: 'failed', reason: t('homeChanged'), again: false }
        return { answer: 'failed', reason: tc('notDone', { reason: errorText(error) }), again: true }
      }
    },
  }
  return (
    <CardView
      key={viewId}
      card={card}
      host={host}
      version={version}
      blocked={online ? null : 'offline'}
      memory={memoryOf(`view/${viewId}`)}
    />
  )
}

import { EyeOff, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { BotWhisper } from '../../../preload/contract/index.ts'
import { useLanguage, useTranslate } from '../../i18n.ts'
import { Avatar, BotTag, clockTime, IconButton, nameOf, RowBoundary, speakerOf } from '../../ui/index.ts'
import { useConversationContext } from '../conversation-context.ts'
import { contentLine, kindOf } from '../kinds/index.ts'
import { dismissWhisper } from './whispers.ts'
import './bots.css'

/** What bots said to the user alone, at its place among the messages. */
export function Whispers({ whispers }: { whispers: readonly BotWhisper[] }) {
  return whispers.map(whisper => (
    <RowBoundary key={whisper.id} value={whisper} fallback={null}>
      <Whisper whisper={whisper} />
    </RowBoundary>
  ))
}

function Whisper({ whisper }: { whisper: BotWhisper }) {
  const { message } = whisper
  const { sender, content } = message
  const t = useTranslate('botTalk')
  const language = useLanguage()
  const Kind = kindOf(content).Body
  const name = nameOf(sender, language)
  return (
    <div
      className="messages-whisper"
      role="note"
      aria-label={t('whisperOf', { name })}
      // The menu of the message above is not its own.
      onContextMenu={event => event.stopPropagation()}
    >
      <Avatar person={{ ...sender, bot: sender.bot ?? 'bot' }} size={36} />
      <div className="messages-whisper-column">
        <div className="messages-who">
          <b>{name}</b>
          <BotTag />
          <time>{clockTime(message.sentAt)}</time>
          <span className="messages-whisper-mark">
            <EyeOff className="icon-sm" aria-hidden="true" />
            {t('onlyYou')}
          </span>
        </div>
        <div className="messages-whisper-line">
          <div className="messages-bubble">
            <div className="selectable messages-words">
              <Kind content={content} message={message} tabbable />
            </div>
          </div>
          <IconButton
            size="small"
            label={t('dismiss')}
            icon={<X />}
            onClick={event => {
              // The focus goes to the message above it, not away from the list.
              event.currentTarget.closest('[data-row]')?.querySelector<HTMLElement>('[data-message]')?.focus()
              dismissWhisper(whisper)
            }}
          />
        </div>
      </div>
    </div>
  )
}

/** Says what comes while the conversation is open to a screen reader. */
export function WhisperNews({ whispers }: { whispers: readonly BotWhisper[] }) {
  const t = useTranslate('messages')
  const language = useLanguage()
  const { meId } = useConversationContext()
  const [known, setKnown] = useState(() => new Set(whispers.map(({ id }) => id)))
  const [last, setLast] = useState<BotWhisper | null>(null)
  useEffect(() => {
    const fresh = whispers.filter(({ id }) => !known.has(id))
    if (fresh.length === 0) return
    setKnown(new Set(whispers.map(({ id }) => id)))
    setLast(fresh.at(-1) ?? null)
  }, [whispers, known])
  const tb = useTranslate('botTalk')
  return (
    <p className="visually-hidden" role="status">
      {last !== null &&
        `${speakerOf(last.message.sender, language)} (${tb('onlyYou')}): ${contentLine(last.message.content, last.message, { t, language, meId })}`}
    </p>
  )
}

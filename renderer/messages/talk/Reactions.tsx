import type { Reaction } from '@lianqun/protocol'
import { SmilePlus } from 'lucide-react'
import { useState } from 'react'
import type { CallResult, MessageItem } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'
import { useLanguage, useTranslate } from '../../i18n.ts'
import {
  cx,
  Dialog,
  IconButton,
  joinNames,
  noteEmoji,
  Popover,
  showDialog,
  Tooltip,
  toastError,
  useRecentEmoji,
} from '../../ui/index.ts'
import { useConversationContext } from '../conversation-context.ts'
import { PeopleRows } from '../PeopleColumn.tsx'
import { useFollowing } from '../use-following.ts'
import './talk.css'

/** How many of the emojis that were used last come first. */
const recents = 6
/** All that the small grid offers besides. */
const someReactions =
  '👍 ✅ ❤️ 😂 🎉 👀 🙏 👏 💪 🔥 🚀 💯 👌 ✌️ 🙌 🤝 😄 😊 😍 🤔 😅 😭 😮 😢 😡 🙈 ☕ 🌹 🎂 🍻 ⭐ ❓ ❗ ⏳ 📌 ✍️'.split(' ')

/** Gives a reaction, or takes one's own back. */
export function react({ conversationId: id, seq }: MessageItem, emoji: string, on: boolean): void {
  if (on) noteEmoji(emoji)
  call('messages.react', { id, seq, emoji, on }).catch(toastError)
}

function isMine(message: MessageItem, emoji: string, meId: string): boolean {
  return message.attributes.reactions?.find(reaction => reaction.emoji === emoji)?.userIds.includes(meId) ?? false
}

/** The reactions to a message; a press gives the same one, or takes it back. */
export function ReactionChips({ message, tabbable }: { message: MessageItem; tabbable: boolean }) {
  const t = useTranslate('talk')
  const { reactions } = message.attributes
  const { meId, readOnly } = useConversationContext()
  if (reactions === undefined || reactions.length === 0) return null
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be a form
    <div className="messages-reactions" role="group" aria-label={t('reactions')}>
      {reactions.map(reaction => (
        <Chip
          key={reaction.emoji}
          reaction={reaction}
          message={message}
          mine={reaction.userIds.includes(meId)}
          fixed={readOnly}
          tabbable={tabbable}
        />
      ))}
      {!readOnly && <ReactButton message={message} tabbable={tabbable} chip />}
    </div>
  )
}

function Chip(props: { reaction: Reaction; message: MessageItem; mine: boolean; fixed: boolean; tabbable: boolean }) {
  const t = useTranslate('talk')
  const language = useLanguage()
  const { reaction, message, mine } = props
  const { emoji, count, userIds } = reaction
  const named = userIds.slice(0, 10).flatMap(id => message.people.find(person => person.id === id) ?? [])
  const names = joinNames(named, language)
  return (
    <Tooltip text={count > named.length ? t('reactedMore', { names, count }) : names} side="top">
      <button
        type="button"
        className={cx('messages-reaction', mine && 'mine')}
        aria-label={t('reactionCount', { emoji, count })}
        aria-pressed={mine}
        disabled={props.fixed}
        tabIndex={props.tabbable ? 0 : -1}
        onClick={() => react(message, emoji, !mine)}
        onContextMenu={event => {
          event.preventDefault()
          event.stopPropagation()
          showReactions(message, emoji)
        }}
      >
        <span aria-hidden="true">{emoji}</span>
        <span aria-hidden="true">{count}</span>
      </button>
    </Tooltip>
  )
}

/** The button that offers reactions. `chip`: beside the reactions that are there. */
export function ReactButton({
  message,
  tabbable = true,
  chip = false,
  onOpen,
}: {
  message: MessageItem
  tabbable?: boolean
  chip?: boolean
  onOpen?: (open: boolean) => void
}) {
  const t = useTranslate('talk')
  const { meId } = useConversationContext()
  const [open, setOpen] = useState(false)
  const change = (next: boolean) => {
    setOpen(next)
    onOpen?.(next)
  }
  const choose = (emoji: string) => {
    change(false)
    react(message, emoji, !isMine(message, emoji, meId))
  }
  return (
    <Popover
      label={t('react')}
      side="top"
      open={open}
      onOpenChange={change}
      className="messages-react-popover"
      trigger={
        chip ? (
          <button type="button" className="messages-reaction" aria-label={t('react')} tabIndex={tabbable ? 0 : -1}>
            <SmilePlus className="icon-sm" aria-hidden="true" />
          </button>
        ) : (
          <IconButton label={t('react')} icon={<SmilePlus />} />
        )
      }
    >
      <Choices message={message} onChoose={choose} />
    </Popover>
  )
}

function Choices(props: { message: MessageItem; onChoose: (emoji: string) => void }) {
  const recent = useRecentEmoji(recents)
  return (
    <>
      <EmojiRow emojis={recent} {...props} />
      <EmojiRow emojis={someReactions.filter(emoji => !recent.includes(emoji))} {...props} />
    </>
  )
}

function EmojiRow(props: { emojis: readonly string[]; message: MessageItem; onChoose: (emoji: string) => void }) {
  const t = useTranslate('talk')
  const { meId } = useConversationContext()
  return (
    <div className="messages-emoji-grid">
      {props.emojis.map(emoji => (
        <button
          key={emoji}
          type="button"
          aria-label={t('reactWith', { emoji })}
          aria-pressed={isMine(props.message, emoji, meId)}
          onClick={() => props.onChoose(emoji)}
        >
          {emoji}
        </button>
      ))}
    </div>
  )
}

/** Shows who reacted to a message, or first who did with one emoji. */
export function showReactions(message: MessageItem, emoji: string | null = null): void {
  showDialog(close => <ReactionsDialog message={message} first={emoji} onClose={close} />)
}

function ReactionsDialog(props: { message: MessageItem; first: string | null; onClose: () => void }) {
  const { message, first, onClose } = props
  const t = useTranslate('talk')
  const [emoji, setEmoji] = useState(first)
  const { reactions = [] } = message.attributes
  return (
    <Dialog open onOpenChange={open => !open && onClose()} title={t('reactions')} width={360}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would be a form */}
      <div className="messages-reactions messages-reacted-with" role="group" aria-label={t('reactions')}>
        {[null, ...reactions.map(reaction => reaction.emoji)].map(one => {
          const count = reactions.find(reaction => reaction.emoji === one)?.count ?? 0
          return (
            <button
              key={one}
              type="button"
              className={cx('messages-reaction', one === emoji && 'mine')}
              aria-label={one === null ? t('allReactions') : t('reactionCount', { emoji: one, count })}
              aria-pressed={one === emoji}
              onClick={() => setEmoji(one)}
            >
              <span aria-hidden="true">{one === null ? t('allReactions') : `${one} ${count}`}</span>
            </button>
          )
        })}
      </div>
      <WhoReacted key={emoji} message={message} emoji={emoji} />
    </Dialog>
  )
}

/** Who reacted to a message, with one emoji or with any (null). */
function WhoReacted({ message, emoji }: { message: MessageItem; emoji: string | null }) {
  const t = useTranslate('talk')
  const { conversationId: id, seq } = message
  const list = useFollowing((last: CallResult<'messages.reactions'>['items'][number] | undefined) =>
    call('messages.reactions', {
      id,
      seq,
      ...(emoji !== null && { emoji }),
      ...(last && { after: { at: last.at, userId: last.userId, emoji: last.emoji } }),
    }),
  )
  return <PeopleRows label={t('whoReacted')} list={list} badge={item => (emoji === null ? item.emoji : '')} />
}

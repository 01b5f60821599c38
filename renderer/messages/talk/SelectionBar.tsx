import { Bookmark, Copy, Forward, Trash2, X } from 'lucide-react'
import { useEffect, useEffectEvent } from 'react'
import type { MessageItem } from '../../../preload/contract/index.ts'
import { useLanguage, useTranslate } from '../../i18n.ts'
import { Button, CheckMark, copyText, IconButton, isComposing, nameOf, useOverlay } from '../../ui/index.ts'
import { useConversationContext } from '../conversation-context.ts'
import { hideMessages, saveMessages } from '../kept/actions.tsx'
import { kindOf } from '../kinds/index.ts'
import { useMessageList } from '../message-list-store.ts'
import { forwardMessages } from './ForwardDialog.tsx'
import { isSelectable, select, stopSelecting, useSelecting } from './selection.ts'
import './talk.css'

/** Covers a message while some are being selected: a press or the space bar selects it, with Shift up to it. */
export function SelectCover({ message, tabbable }: { message: MessageItem; tabbable: boolean }) {
  const t = useTranslate('talk')
  const language = useLanguage()
  const selection = useSelecting(message.conversationId)
  if (selection === null || !isSelectable(message)) return null
  const on = selection.messages.has(message.seq)
  return (
    // biome-ignore lint/a11y/useSemanticElements: it covers the message
    <button
      type="button"
      role="checkbox"
      aria-checked={on}
      aria-label={t('selectMessage', { name: nameOf(message.sender, language) })}
      className="messages-select-cover"
      tabIndex={tabbable ? 0 : -1}
      onClick={event => select(message, event.shiftKey, useMessageList.getState().window.items)}
    >
      <CheckMark on={on} />
    </button>
  )
}

/** In place of the composer while messages are being selected: what to do with them. */
export function SelectionBar({ id }: { id: string }) {
  const t = useTranslate('talk')
  const savedT = useTranslate('saved')
  const language = useLanguage()
  const selection = useSelecting(id)
  const { readOnly } = useConversationContext()
  const covered = useOverlay()
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key === 'Escape' && selection !== null && !covered && !isComposing(event)) stopSelecting()
  })
  useEffect(() => {
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
  if (selection === null) return null
  const chosen = [...selection.messages.values()].sort((a, b) => a.seq - b.seq)
  const text = chosen
    .map(message => {
      const words = kindOf(message.content).copyText?.(message.content) ?? ''
      return words && t('recordItem', { name: nameOf(message.sender, language), text: words })
    })
    .filter(Boolean)
    .join('\n')
  return (
    <section className="messages-selection-bar" aria-label={t('select')}>
      <b role="status">{t('selected', { count: chosen.length })}</b>
      <div className="messages-selection-acts">
        <Button disabled={chosen.length === 0} onClick={() => forwardMessages(chosen, stopSelecting)}>
          <Forward className="icon-sm" aria-hidden="true" />
          {t('forward')}
        </Button>
        <Button
          disabled={text === ''}
          onClick={() => {
            void copyText(text, t('copied'))
            stopSelecting()
          }}
        >
          <Copy className="icon-sm" aria-hidden="true" />
          {t('copy')}
        </Button>
        {!readOnly && (
          <Button disabled={chosen.length === 0} onClick={() => saveMessages(chosen, stopSelecting)}>
            <Bookmark className="icon-sm" aria-hidden="true" />
            {savedT('save')}
          </Button>
        )}
        <Button disabled={chosen.length === 0} onClick={() => hideMessages(chosen, stopSelecting)}>
          <Trash2 className="icon-sm" aria-hidden="true" />
          {savedT('hide')}
        </Button>
        <IconButton label={t('endSelect')} icon={<X />} onClick={stopSelecting} />
      </div>
    </section>
  )
}

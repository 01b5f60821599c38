import { Copy, Trash2, UserMinus } from 'lucide-react'
import type { ConversationItem } from '../../preload/contract/index.ts'
import { call } from '../desktop.ts'
import { translator, useLanguage, useTranslate } from '../i18n.ts'
import { closeConversation, useNavigation } from '../stores/navigation.ts'
import { useMe } from '../stores/session.ts'
import { Button, confirm, copyText, fullTime } from '../ui/index.ts'
import { documentOfDraft, textOf } from './composer/document.ts'
import { leftWords } from './left-words.ts'
import { drafts, lastDraft } from './use-draft.ts'
import './left.css'

/**
 * Stands in place of the composer when the user is out of the conversation: who ended that and when, and what was
 * written and not sent.
 */
export function LeftConversation({ conversation, name }: { conversation: ConversationItem; name: string }) {
  const t = useTranslate('messages')
  const language = useLanguage()
  const meId = useMe().id
  const { id, left } = conversation
  if (left === null) return null
  const text = textOf(documentOfDraft(lastDraft(id, conversation.draft)))
  return (
    <section className="messages-left" aria-label={t('leftTitle')}>
      <p role="status">
        <UserMinus className="icon-md" aria-hidden="true" />
        <span className="grow">
          {leftWords(conversation, { t, language, meId })}
          {left.at !== null && <time className="muted"> · {fullTime(left.at, language)}</time>}
        </span>
        <Button size="small" kind="quiet" onClick={() => void removeFromList(conversation, name)}>
          {t('removeFromList')}
        </Button>
      </p>
      {text.trim() !== '' && (
        <div className="messages-left-draft">
          <small>{t('leftDraft')}</small>
          <div className="selectable messages-words">{text}</div>
          <div className="messages-form-actions">
            <Button size="small" kind="quiet" onClick={() => discard(id)}>
              <Trash2 className="icon-sm" aria-hidden="true" />
              {t('discardDraft')}
            </Button>
            <Button size="small" onClick={() => copyText(text, t('copied'))}>
              <Copy className="icon-sm" aria-hidden="true" />
              {t('copy')}
            </Button>
          </div>
        </div>
      )}
    </section>
  )
}

function discard(id: string): void {
  drafts.write(id, '')
  void drafts.flush(id)
}

/** Asks when something unsent would be lost, then removes a conversation that the user is out of from the list. */
export async function removeFromList(conversation: ConversationItem, name: string): Promise<void> {
  const t = translator('messages')
  const { id } = conversation
  const remove = async () => {
    await call('conversations.remove', { id })
    drafts.taken(id, '')
  }
  const unsent = conversation.outbox !== null || lastDraft(id, conversation.draft).trim() !== ''
  const removed = await confirm({
    title: t('removeFromListTitle', { name }),
    text: t(unsent ? 'removeFromListUnsent' : 'removeFromListText'),
    action: t('removeFromList'),
    danger: true,
    onConfirm: remove,
  })
  if (removed && useNavigation.getState().conversation?.id === id) closeConversation()
}

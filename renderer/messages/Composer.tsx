import { type Editor, EditorContent, type JSONContent } from '@tiptap/react'
import type { SuggestionProps } from '@tiptap/suggestion'
import { AtSign, Send } from 'lucide-react'
import { type ReactNode, type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react'
import type { MemberItem, PersonName } from '../../preload/contract/index.ts'
import { call } from '../desktop.ts'
import { useLanguage, useTranslate } from '../i18n.ts'
import { useMe, useOnline } from '../stores/session.ts'
import { Button, cx, IconButton, isMac, nameOf, toastError } from '../ui/index.ts'
import { AnswerTools } from './answers/NewPoll.tsx'
import { useComposerEditor } from './composer-editor.ts'
import {
  type ComposedText,
  composedTextOf,
  composedTextOfDraft,
  documentOf,
  draftOf,
  joined,
  trimmed,
} from './composer-text.ts'
import { shownLimits } from './limits.ts'
import { MentionList, type MentionListHandle, type MentionOption } from './MentionList.tsx'
import { jumpToLatest, useMessageList } from './message-list-store.ts'
import { drafts, lastDraft, useDraft } from './use-draft.ts'
import { useTyping } from './use-typing.ts'
import './composer.css'

/** Shows the number of characters left from here on. */
const countFrom = 500

/** The editors on the screen, by conversation. */
const openEditors = new Map<string, Editor>()

export interface ComposerHandle {
  mention(person: PersonName): void
  write(written: ComposedText): void
}

interface ComposerProps {
  id: string
  name: string
  /** The draft when the conversation was opened. */
  draft: string
  /** Members to mention; null in a direct conversation. */
  members: readonly MemberItem[] | null
  /** Shown right above the composer. */
  above: ReactNode
  ref: Ref<ComposerHandle>
}

/** The composer of messages. Enter sends, Shift+Enter makes a new line, @ mentions. */
export function Composer({ id, name, draft, members, above, ref }: ComposerProps) {
  const t = useTranslate('messages')
  const language = useLanguage()
  const meId = useMe().id
  const [text, setText] = useState<ComposedText>(() => composedTextOfDraft(lastDraft(id, draft)))
  const [focused, setFocused] = useState(false)
  const [picker, setPicker] = useState<SuggestionProps<MentionOption> | null>(null)
  const pickerKeys = useRef<MentionListHandle>(null)
  useDraft(id)
  const onTyping = useTyping(id)

  const editor: Editor = useComposerEditor(text, t('composer', { name }), {
    members,
    language,
    meId,
    everyone: t('everyone'),
    placeholder: t('composer', { name }),
    pickerTakesEnter: () => picker !== null && (pickerKeys.current?.hasOptions() ?? false),
    onPickerKey: key => pickerKeys.current?.key(key) ?? false,
    onPicker: setPicker,
    onSend: () => send(editor, id),
    onChange: next => {
      setText(next)
      drafts.write(id, draftOf(next))
      if (next.text.trim()) onTyping()
    },
    onFocus: () => setFocused(true),
    onBlur: () => {
      setFocused(false)
      void drafts.flush(id)
    },
  })

  useComposerHandle(ref, editor)
  useEffect(() => {
    openEditors.set(id, editor)
    return () => {
      if (openEditors.get(id) === editor) openEditors.delete(id)
    }
  }, [id, editor])

  return (
    <div className={cx('messages-composer', focused && 'focused')}>
      {above}
      {picker && (
        <MentionList
          ref={pickerKeys}
          field={editor.view.dom}
          options={picker.items}
          onPick={option => picker.command(option)}
          memberCount={members?.length ?? 0}
        />
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a click beside the text focuses the editor */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: keys go to the editor already */}
      <div className="messages-composer-scroll" onClick={() => !editor.isFocused && editor.commands.focus('end')}>
        <EditorContent editor={editor} />
      </div>
      <div className="messages-composer-tools">
        {members && (
          <IconButton
            label={t('mentionButton')}
            icon={<AtSign />}
            onClick={() => editor.chain().focus().insertContent('@').run()}
          />
        )}
        {members && <AnswerTools id={id} />}
        <SendHint left={shownLimits.textChars - text.text.length} />
        <Button size="small" kind="primary" disabled={!isSendable(text)} onClick={() => send(editor, id)}>
          <Send className="icon-sm" aria-hidden="true" />
          {t('send')}
        </Button>
      </div>
    </div>
  )
}

/** What others may do to the text: mention a person at the cursor, write a text in front of it. */
function useComposerHandle(ref: Ref<ComposerHandle>, editor: Editor): void {
  const language = useLanguage()
  useImperativeHandle(ref, () => ({
    mention: person =>
      editor
        .chain()
        .focus()
        .insertContent([
          { type: 'mention', attrs: { id: person.id, label: nameOf(person, language) } },
          { type: 'text', text: ' ' },
        ])
        .run(),
    write: text =>
      editor
        .chain()
        .setContent(documentOf(joined(text, composedTextOf(editor.getJSON()))) as JSONContent)
        .focus('end')
        .run(),
  }))
}

/** The hint beside the button: how to send, or why sending waits. `left`: remaining characters. */
function SendHint({ left }: { left: number }) {
  const t = useTranslate('messages')
  const online = useOnline()
  return (
    <span className={cx('hint', left < 0 && 'over')} role={left < countFrom ? 'status' : undefined}>
      {left < 0
        ? t('charsOver', { count: -left })
        : left < countFrom
          ? t('charsLeft', { count: left })
          : !online
            ? t('waitsForNetwork')
            : t(isMac ? 'sendHintMac' : 'sendHint')}
    </span>
  )
}

function isSendable({ text }: ComposedText): boolean {
  return text.trim() !== '' && text.length <= shownLimits.textChars
}

/** Sends the text, which takes the draft with it, and empties the editor; restores the text when the call fails. */
function send(editor: Editor, id: string): void {
  const message = trimmed(composedTextOf(editor.getJSON() as JSONContent))
  if (!isSendable(message)) return
  editor.commands.clearContent(true)
  drafts.taken(id, '')
  call('messages.send', { id, content: { type: 'text', ...message }, draft: '' }).then(
    () => {
      if (useMessageList.getState().id === id) jumpToLatest()
    },
    error => {
      toastError(error)
      // Put it back above newer text; when the conversation is closed, keep it as the draft.
      const open = editor.isDestroyed ? openEditors.get(id) : editor
      if (open === undefined) drafts.write(id, draftOf(joined(message, composedTextOfDraft(drafts.last(id) ?? ''))))
      else open.commands.setContent(documentOf(joined(message, composedTextOf(open.getJSON()))) as JSONContent)
    },
  )
}

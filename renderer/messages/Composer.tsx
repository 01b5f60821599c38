import { type Editor, EditorContent, type JSONContent } from '@tiptap/react'
import type { SuggestionProps } from '@tiptap/suggestion'
import { ALargeSmall, AtSign, Send } from 'lucide-react'
import { type ReactNode, type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react'
import type { MemberItem, MessageItem, PersonName } from '../../preload/contract/index.ts'
import { call } from '../desktop.ts'
import { useLanguage, useTranslate } from '../i18n.ts'
import { useMe, useOnline } from '../stores/session.ts'
import { saveSettings, useSettings } from '../stores/settings.ts'
import {
  Button,
  cx,
  deviceTime,
  IconButton,
  isMac,
  nameOf,
  serverNow,
  toastError,
  useSecondsUntil,
} from '../ui/index.ts'
import { AnswerTools } from './answers/NewPoll.tsx'
import { useSlash } from './bots/use-slash.tsx'
import {
  documentOfDraft,
  documentOfWritten,
  draftOfDocument,
  joinedDocuments,
  type Written,
  writtenOf,
} from './composer/document.ts'
import { EmojiButton } from './composer/EmojiButton.tsx'
import { EmojiList } from './composer/EmojiList.tsx'
import type { EmojiOption } from './composer/emoji-suggestion.ts'
import { FormatBar } from './composer/FormatBar.tsx'
import { EditStrip, LongTextStrip, MarkdownStrip } from './composer/Strips.tsx'
import {
  attachText,
  countFrom,
  isSendable,
  makeFile,
  registerEditor,
  type Status,
  send,
  statusOf,
} from './composer/sending.ts'
import { useEditing } from './composer/use-editing.ts'
import { useMarkdownOffer } from './composer/use-markdown-offer.ts'
import { useComposerEditor } from './composer-editor.ts'
import type { EditorNode } from './composer-text.ts'
import { MentionList, type MentionOption } from './MentionList.tsx'
import { AttachButtons } from './media/outgoing/AttachButtons.tsx'
import { AttachmentTray } from './media/outgoing/AttachmentTray.tsx'
import { attach, useTray } from './media/outgoing/attachments.ts'
import { filesOfPaste } from './media/outgoing/paste-files.ts'
import { RecordButton, RecorderStrip } from './media/outgoing/VoiceRecorder.tsx'
import { AskButton, AskStrip } from './requests/AskDialog.tsx'
import { ContactButton } from './requests/ContactButton.tsx'
import { TargetStrip } from './talk/Quote.tsx'
import { composerKey } from './talk/target.ts'
import { useTargetInEditor } from './talk/use-target.ts'
import { drafts, lastDraft, useDraft } from './use-draft.ts'
import type { SuggestionListHandle } from './use-suggestions.ts'
import { useTyping } from './use-typing.ts'
import './composer.css'

export interface ComposerHandle {
  mention(person: PersonName): void
  write(written: Written): void
  /** Edits a sent message in place of the draft. */
  edit(message: MessageItem): void
}

interface ComposerProps {
  id: string
  name: string
  /** The draft when the conversation was opened. */
  draft: string
  /** Members to mention; null in a direct conversation. */
  members: readonly MemberItem[] | null
  /** Of these `members` may be the first ones. */
  memberCount: number
  /** Whether there are bots in the conversation, which may take commands. */
  hasBots: boolean
  /** Whether the user may call all members. */
  mayCallAll: boolean
  /** In slow mode, when the next message may be sent, by the server's clock; 0: at once. */
  waitsUntil: number
  /** Writes replies of this thread, by the message that began it; what is written is not kept as a draft. */
  thread?: number
  /** Shown right above the composer. */
  above: ReactNode
  ref: Ref<ComposerHandle>
}

/** The composer of messages. Enter sends, or Ctrl+Enter by choice; Shift+Enter makes a new line, @ mentions. */
export function Composer(props: ComposerProps) {
  const { id, name, draft, members, memberCount, hasBots, mayCallAll, waitsUntil, thread, above, ref } = props

  const t = useTranslate('messages')
  const tc = useTranslate('composer')
  const language = useLanguage()
  const meId = useMe().id
  const sendKey = useSettings(state => state.settings?.sendKey ?? 'enter')
  const formatBar = useSettings(state => state.settings?.formatBar ?? false)
  const [initial] = useState<EditorNode>(() => documentOfDraft(thread === undefined ? lastDraft(id, draft) : draft))
  const [status, setStatus] = useState<Status>(() => statusOf(writtenOf(initial)))
  const [focused, setFocused] = useState(false)
  const [picker, setPicker] = useState<SuggestionProps<MentionOption> | null>(null)
  const [emojis, setEmojis] = useState<SuggestionProps<EmojiOption> | null>(null)
  const pickerKeys = useRef<SuggestionListHandle>(null)
  const skinTone = useSettings(state => state.settings?.skinTone ?? 0)
  const editing = useEditing(id)
  const markdown = useMarkdownOffer()
  const attached = useTray(id).items.length > 0 && thread === undefined
  useDraft(id)
  const seconds = useWait(waitsUntil)
  const key = composerKey(id, thread)
  const onTyping = useTyping(id)

  const onPickerKey = (key: string) => pickerKeys.current?.key(key) ?? false
  const found = members === null || peopleAmong(members) >= memberCount
  const finder = found ? null : (query: string) => findMembers(id, query)
  const slash = useSlash({ id, thread, on: hasBots, members, findMembers: finder, keys: pickerKeys })
  const sendNow = () => {
    if (seconds === 0) send(editor, { id, thread })
  }
  const submit = () => {
    if (!editing.isOn()) {
      if (!slash.isBegun(editor)) sendNow()
      else void slash.give(editor).then(given => given || sendNow())
    } else if (isSendable(statusOf(writtenOf(editor.getJSON())))) editing.save(editor)
  }
  const placeholder = thread === undefined ? t('composer', { name }) : tc('replyInThread')
  const editor: Editor = useComposerEditor(initial, placeholder, {
    members,
    findMembers: finder,
    language,
    meId,
    everyone: t('everyone'),
    mayCallAll,
    placeholder,
    sendKey,
    pickerTakesKeys: () => pickerKeys.current?.hasOptions() ?? false,
    pickerTakesEnter: () => pickerKeys.current?.takesEnter() ?? false,
    onPickerKey,
    onPicker: setPicker,
    emoji: { language, skinTone, onPicker: setEmojis, onPickerKey },
    slash: { ...slash.suggestion, onPickerKey },
    onSend: submit,
    onEscape: () => {
      if (!editing.isOn()) return false
      editing.stop(editor)
      return true
    },
    onUp: () => !editing.isOn() && editing.beginLast(editor),
    onTooLong: text => {
      if (thread !== undefined || editing.isOn()) return false
      attachText(id, text)
      return true
    },
    onMarkdown: markdown.offer,
    onChange: doc => {
      const next = statusOf(writtenOf(doc))
      setStatus(was => (JSON.stringify(was) === JSON.stringify(next) ? was : next))
      markdown.end()
      slash.changed()
      if (editing.isOn()) return
      if (thread === undefined) drafts.write(id, draftOfDocument(doc))
      if (!next.blank) onTyping()
    },
    onFocus: () => setFocused(true),
    onBlur: () => {
      setFocused(false)
      void drafts.flush(id)
    },
  })
  useTargetInEditor(editor, key, editing.begin)

  useComposerHandle(ref, editor, editing.begin)
  useEffect(() => registerEditor(key, editor), [key, editor])

  const showFormats = (show: boolean) => saveSettings({ formatBar: show }).catch(toastError)
  return (
    <div
      className={cx('messages-composer', focused && 'focused')}
      data-composer={key}
      onPasteCapture={event => {
        const files = filesOfPaste(event.clipboardData)
        if (files.length === 0 || thread !== undefined) return
        event.preventDefault()
        event.stopPropagation()
        attach(id, files)
      }}
    >
      {above}
      <TargetStrip composer={key} />
      <AskStrip composer={key} />
      {thread === undefined && (
        <>
          <RecorderStrip id={id} />
          <AttachmentTray id={id} />
        </>
      )}
      {picker && (
        <MentionList
          ref={pickerKeys}
          field={editor.view.dom}
          options={picker.items}
          onPick={option => picker.command(option)}
          memberCount={memberCount}
        />
      )}
      {!picker && emojis && (
        <EmojiList
          ref={pickerKeys}
          field={editor.view.dom}
          options={emojis.items}
          onPick={option => emojis.command(option)}
        />
      )}
      {!picker && !emojis && editing.seq === null && slash.list(editor)}
      {slash.strip}
      {formatBar && <FormatBar editor={editor} onClose={() => void showFormats(false)} />}
      {editing.seq !== null && <EditStrip onCancel={() => editing.stop(editor)} />}
      {status.long && thread === undefined && editing.seq === null && (
        <LongTextStrip onFile={() => makeFile(editor, { id, thread })} />
      )}
      {markdown.offered && <MarkdownStrip onConvert={() => markdown.convert(editor)} onKeep={markdown.end} />}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a click beside the text focuses the editor */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: keys go to the editor already */}
      <div className="messages-composer-scroll" onClick={() => !editor.isFocused && editor.commands.focus('end')}>
        <EditorContent editor={editor} />
      </div>
      <div className="messages-composer-tools">
        <EmojiButton
          onPick={emoji => editor.chain().insertContent(emoji).run()}
          onClose={() => editor.commands.focus()}
        />
        {members && (
          <IconButton
            label={t('mentionButton')}
            icon={<AtSign />}
            onClick={() => editor.chain().focus().insertContent('@').run()}
          />
        )}
        <IconButton
          label={tc('format')}
          icon={<ALargeSmall />}
          aria-pressed={formatBar}
          onClick={() => void showFormats(!formatBar)}
        />
        <AskButton composer={key} />
        {members && thread === undefined && <AnswerTools id={id} />}
        {thread === undefined && (
          <>
            <AttachButtons id={id} />
            <RecordButton id={id} />
            <ContactButton id={id} />
          </>
        )}
        <SendHint status={status} sendKey={sendKey} editing={editing.seq !== null} seconds={seconds} />
        <Button
          size="small"
          kind="primary"
          disabled={(!isSendable(status) && !(attached && status.blank)) || (seconds > 0 && editing.seq === null)}
          onClick={submit}
        >
          <Send className="icon-sm" aria-hidden="true" />
          {editing.seq === null ? t('send') : tc('editSave')}
        </Button>
      </div>
    </div>
  )
}

/** What others may do to the text: mention a person at the cursor, write in front of it, edit a message. */
function useComposerHandle(
  ref: Ref<ComposerHandle>,
  editor: Editor,
  edit: (editor: Editor, message: MessageItem) => void,
): void {
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
    write: written =>
      editor
        .chain()
        .setContent(joinedDocuments(documentOfWritten(written), editor.getJSON()) as JSONContent)
        .focus('end')
        .run(),
    edit: message => edit(editor, message),
  }))
}

/** How many of some members are people, who alone are counted and mentioned. */
function peopleAmong(members: readonly MemberItem[]): number {
  return members.filter(({ person }) => person.bot === undefined).length
}

/** The first members of a large group that match what is written after the @. */
async function findMembers(id: string, query: string): Promise<readonly MemberItem[]> {
  try {
    return (await call('conversations.memberPage', { id, query: query.slice(0, 100), offset: 0, limit: 51 })).items
  } catch {
    return []
  }
}

/** Seconds until a time by the server's clock, 0 when it is past. */
function useWait(until: number): number {
  // The same number while it waits, so that its clock is not set anew by each drawing.
  return useSecondsUntil(until > serverNow() ? deviceTime(until) : null) ?? 0
}

/** The hint beside the button: how to send, or why sending waits. */
function SendHint(props: { status: Status; sendKey: 'enter' | 'mod-enter'; editing: boolean; seconds: number }) {
  const { left, tooFormatted } = props.status
  const t = useTranslate('messages')
  const tc = useTranslate('composer')
  const tg = useTranslate('group')
  const online = useOnline()
  const how = props.sendKey === 'enter' ? (isMac ? 'hintEnterMac' : 'hintEnter') : isMac ? 'hintModMac' : 'hintMod'
  const counts = left < countFrom
  const news =
    left < 0
      ? t('charsOver', { count: -left })
      : tooFormatted
        ? tc('tooMuchFormat')
        : counts
          ? t('charsLeft', { count: left })
          : props.seconds > 0 && !props.editing
            ? tg('waits', { count: props.seconds })
            : !online && t('waitsForNetwork')
  return (
    <span
      className={cx('hint', (left < 0 || tooFormatted) && 'over', news === false && 'how')}
      role={counts || tooFormatted ? 'status' : undefined}
    >
      {news === false ? !props.editing && tc(how) : news}
    </span>
  )
}

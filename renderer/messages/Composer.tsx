import { Document } from '@tiptap/extension-document'
import { HardBreak } from '@tiptap/extension-hard-break'
import { Mention } from '@tiptap/extension-mention'
import { Paragraph } from '@tiptap/extension-paragraph'
import { Text } from '@tiptap/extension-text'
import { Placeholder, UndoRedo } from '@tiptap/extensions'
import { Fragment, Slice } from '@tiptap/pm/model'
import { type Editor, EditorContent, type JSONContent, useEditor } from '@tiptap/react'
import type { SuggestionProps } from '@tiptap/suggestion'
import { AtSign, Send } from 'lucide-react'
import { type ReactNode, type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react'
import type { MemberItem, PersonName } from '../../preload/contract/index.ts'
import { call, errorCode, on } from '../desktop.ts'
import { useLanguage, useTranslate } from '../i18n.ts'
import { useMe, useOnline, useSession } from '../stores/session.ts'
import { Button, cx, IconButton, isComposing, isMac, nameOf, toastError } from '../ui/index.ts'
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
import { MentionList, type MentionListHandle, type MentionOption, mentionOptions } from './MentionList.tsx'
import { jumpToLatest, useMessageList } from './message-list-store.ts'
import './composer.css'

const draftDelay = 300
/** What is written without a pause is kept this often, in milliseconds. */
const draftEvery = 1_000
const typingEvery = 3_000
/** Characters left from which they are counted. */
const countFrom = 500

export interface ComposerHandle {
  mention(person: PersonName): void
  write(written: ComposedText): void
}

interface ComposerProps {
  id: string
  name: string
  /** The draft when the conversation was opened. */
  draft: string
  /** Whom one can mention; null in a direct conversation. */
  members: readonly MemberItem[] | null
  /** Stands right above it. */
  above: ReactNode
  ref: Ref<ComposerHandle>
}

/** Where a message is written. Enter sends, Shift+Enter makes a new line, @ mentions. */
export function Composer({ id, name, draft, members, above, ref }: ComposerProps) {
  const t = useTranslate('messages')
  const language = useLanguage()
  const meId = useMe().id
  const online = useOnline()
  const [written, setWritten] = useState<ComposedText>(() => composedTextOfDraft(lastDrafts.get(id) ?? draft))
  const [focused, setFocused] = useState(false)
  const [picker, setPicker] = useState<SuggestionProps<MentionOption> | null>(null)
  const pickerKeys = useRef<MentionListHandle>(null)
  const keepDraft = useDraft(id)
  const tellTyping = useTyping(id)

  // The editor is made once and asks for the latest of these.
  const now = useRef({
    members,
    language,
    meId,
    everyone: t('everyone'),
    placeholder: '',
    open: false,
    send: (_: Editor) => {},
  })
  const send = (editor: Editor) => {
    const message = trimmed(composedTextOf(editor.getJSON() as JSONContent))
    if (message.text === '' || message.text.length > shownLimits.textChars) return
    editor.commands.clearContent(true)
    keepDraft.now('')
    call('messages.send', { id, content: { type: 'text', ...message } }).then(
      () => {
        if (useMessageList.getState().id === id) jumpToLatest()
      },
      error => {
        toastError(error)
        // It stands in the composer again, above what was written since, or is the draft of the conversation left.
        if (editor.isDestroyed) keepDraft.now(draftOf(message))
        else editor.commands.setContent(documentOf(joined(message, composedTextOf(editor.getJSON()))) as JSONContent)
      },
    )
  }
  now.current = {
    members,
    language,
    meId,
    everyone: t('everyone'),
    placeholder: t('composer', { name }),
    open: picker !== null,
    send,
  }

  const editor = useEditor({
    injectCSS: false,
    shouldRerenderOnTransaction: false,
    content: documentOf(written) as JSONContent,
    autofocus: 'end',
    coreExtensionOptions: { clipboardTextSerializer: { blockSeparator: '\n' } },
    extensions: [
      Document,
      Paragraph,
      Text,
      HardBreak,
      UndoRedo,
      Placeholder.configure({ placeholder: () => now.current.placeholder }),
      Mention.configure({
        deleteTriggerWithBackspace: true,
        renderText: ({ node }) => `@${node.attrs.label}`,
        renderHTML: ({ node }) => [
          'span',
          { class: 'messages-mention', 'data-id': node.attrs.id },
          `@${node.attrs.label}`,
        ],
        suggestion: {
          decorationClass: 'messages-suggestion',
          allowedPrefixes: null,
          allow: () => now.current.members !== null,
          items: ({ query }) => {
            const { members: list, language, meId: me, everyone } = now.current
            return mentionOptions(list ?? [], query, { language, meId: me, everyone })
          },
          render: () => ({
            onStart: setPicker,
            onUpdate: setPicker,
            onExit: () => setPicker(null),
            onKeyDown: ({ event }) => !event.isComposing && (pickerKeys.current?.key(event.key) ?? false),
          }),
        },
      }),
    ],
    editorProps: {
      attributes: {
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-label': t('composer', { name }),
        class: 'messages-composer-text',
      },
      handleKeyDown: (view, event) => {
        if (event.key !== 'Enter' || event.shiftKey) return false
        // Enter that ends an IME composition picks a word; it never sends.
        if (isComposing(event) || view.composing) return false
        if (now.current.open && pickerKeys.current?.hasOptions()) return false
        event.preventDefault()
        if (editorNow.current) now.current.send(editorNow.current)
        return true
      },
      handlePaste: (view, event) => {
        const text = event.clipboardData?.getData('text/plain')
        if (!text) return false
        const { schema } = view.state
        const lines = text.replace(/\r\n?/g, '\n').split('\n')
        const paragraphs = lines.map(line => schema.nodes.paragraph?.create(null, line ? schema.text(line) : null))
        view.dispatch(
          view.state.tr
            .replaceSelection(new Slice(Fragment.from(paragraphs.filter(node => node !== undefined)), 1, 1))
            .scrollIntoView(),
        )
        return true
      },
    },
    onUpdate: ({ editor: changed }) => {
      const next = composedTextOf(changed.getJSON())
      setWritten(next)
      keepDraft.soon(draftOf(next))
      if (next.text.trim()) tellTyping()
    },
    onFocus: () => setFocused(true),
    onBlur: () => {
      setFocused(false)
      keepDraft.flush()
    },
  })
  const editorNow = useRef<Editor | null>(null)
  editorNow.current = editor

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

  const left = shownLimits.textChars - written.text.length
  const empty = written.text.trim() === ''
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
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a click beside the words goes on writing them */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard is in the editor already */}
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
        <span className={cx('hint', left < 0 && 'over')} role={left < countFrom ? 'status' : undefined}>
          {left < 0
            ? t('charsOver', { count: -left })
            : left < countFrom
              ? t('charsLeft', { count: left })
              : !online
                ? t('waitsForNetwork')
                : t(isMac ? 'sendHintMac' : 'sendHint')}
        </span>
        <Button size="small" kind="primary" disabled={empty || left < 0} onClick={() => send(editor)}>
          <Send className="icon-sm" aria-hidden="true" />
          {t('send')}
        </Button>
      </div>
    </div>
  )
}

/** The drafts as they were last kept: who returns quickly finds what the cache may still be taking in. */
const lastDrafts = new Map<string, string>()
// Nothing of one person is shown to the next who signs in.
useSession.subscribe((now, before) => {
  if (now.session?.user?.id !== before.session?.user?.id) lastDrafts.clear()
})

/** Keeps the draft: soon after each change, and at once when the composer or the conversation is left. */
function useDraft(id: string): { soon: (draft: string) => void; now: (draft: string) => void; flush: () => void } {
  const pending = useRef<{ draft: string; since: number; timer: ReturnType<typeof setTimeout> } | null>(null)
  const [keep] = useState(() => {
    const now = (draft: string) => {
      clearTimeout(pending.current?.timer)
      pending.current = null
      const text = draft.trim() === '' ? '' : draft.slice(0, 20_000)
      lastDrafts.set(id, text)
      call('conversations.setDraft', { id, text }).catch(error => {
        // The session is blocked meanwhile: the text waits here for its way back.
        if (errorCode(error) !== 'signed_out') toastError(error)
      })
    }
    return {
      now,
      soon: (draft: string) => {
        const since = pending.current?.since ?? Date.now()
        clearTimeout(pending.current?.timer)
        const wait = Math.max(0, Math.min(draftDelay, since + draftEvery - Date.now()))
        pending.current = { draft, since, timer: setTimeout(() => now(draft), wait) }
      },
      flush: () => {
        if (pending.current) now(pending.current.draft)
      },
    }
  })
  useEffect(() => {
    const off = on('quitting', keep.flush)
    window.addEventListener('pagehide', keep.flush)
    return () => {
      off()
      window.removeEventListener('pagehide', keep.flush)
      keep.flush()
    }
  }, [keep])
  return keep
}

/** Says that the person is typing, at most every three seconds; nothing is lost if it fails. */
function useTyping(id: string): () => void {
  const online = useOnline()
  const last = useRef(0)
  return () => {
    if (!online || Date.now() - last.current < typingEvery) return
    last.current = Date.now()
    call('conversations.typing', { id }).catch(error => console.info('conversations.typing', error))
  }
}

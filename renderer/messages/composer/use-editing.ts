import type { Editor, JSONContent } from '@tiptap/core'
import { useRef, useState } from 'react'
import type { MessageItem } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'
import { translator } from '../../i18n.ts'
import { serverNow, toast, toastError } from '../../ui/index.ts'
import type { EditorNode } from '../composer-text.ts'
import { rewriteOf } from '../kinds/index.ts'
import { shownLimits } from '../limits.ts'
import { useMessageList } from '../message-list-store.ts'
import { documentOfWritten, type Written, writtenOf } from './document.ts'

interface Editing {
  seq: number
  was: Written
  /** The draft, which is put back afterwards. */
  draft: EditorNode
}

/** Whether the user may edit a message now. `now`: the server's time. */
export function isEditableNow(message: MessageItem, now: number): boolean {
  const { own, state, seq, sentAt, content } = message
  return own && state === 'sent' && seq > 0 && now - sentAt < shownLimits.editMs && rewriteOf(content) !== null
}

/** Editing a sent message in the composer. */
export function useEditing(id: string) {
  const [seq, setSeq] = useState<number | null>(null)
  const editing = useRef<Editing | null>(null)
  const saving = useRef(false)
  const show = (editor: Editor, doc: EditorNode) =>
    editor
      .chain()
      .setContent(doc as JSONContent)
      .focus('end')
      .run()
  const stop = (editor: Editor) => {
    const was = editing.current
    if (was === null) return
    editing.current = null
    setSeq(null)
    if (!editor.isDestroyed) show(editor, was.draft)
  }
  const begin = (editor: Editor, message: MessageItem): boolean => {
    const was = rewriteOf(message.content)
    if (was === null) return false
    const draft = editing.current?.draft ?? editor.getJSON()
    // Before the text changes, so that it is not taken for the draft.
    editing.current = { seq: message.seq, was, draft }
    setSeq(message.seq)
    show(editor, documentOfWritten(was))
    return true
  }
  return {
    /** The message that is edited, or null. */
    seq,
    /** Whether the text in the editor is that of a sent message, no draft. */
    isOn: () => editing.current !== null,
    begin,
    stop,
    /** Edits the last message of the user that can be; false if there is none. */
    beginLast(editor: Editor): boolean {
      const { items } = useMessageList.getState().window
      const message = items.findLast(({ own, bubble }) => own && bubble)
      return message !== undefined && isEditableNow(message, serverNow()) && begin(editor, message)
    },
    /** Saves what was written; the text stays in the editor when that fails. */
    save(editor: Editor): void {
      const { current } = editing
      if (current === null || saving.current) return
      const content = writtenOf(editor.getJSON())
      if (JSON.stringify(content) === JSON.stringify(writtenOf(documentOfWritten(current.was)))) {
        stop(editor)
        return
      }
      saving.current = true
      call('messages.edit', { id, seq: current.seq, content })
        .then(() => {
          if (editing.current === current) stop(editor)
          toast({ kind: 'done', text: translator('composer')('edited') })
        }, toastError)
        .finally(() => {
          saving.current = false
        })
    },
  }
}

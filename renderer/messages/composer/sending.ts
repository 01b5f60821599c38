import type { Editor, JSONContent } from '@tiptap/react'
import { call } from '../../desktop.ts'
import { translator } from '../../i18n.ts'
import { toast, toastError } from '../../ui/index.ts'
import { shownLimits } from '../limits.ts'
import { attach, hasAttachments, removeAttachment, sendTray, takesCaption } from '../media/outgoing/attachments.ts'
import { jumpToLatest, useMessageList } from '../message-list-store.ts'
import { setAsk, takeAsk } from '../requests/asks.ts'
import { composerKey, setTarget, targetOf } from '../talk/target.ts'
import { drafts } from '../use-draft.ts'
import {
  documentOfDraft,
  documentOfWritten,
  draftOfDocument,
  isTooFormatted,
  joinedDocuments,
  type Written,
  wordsOf,
  writtenOf,
} from './document.ts'
import { fileOfText, longFrom } from './long-text.ts'

/* What becomes of what is written: sent, sent with the files of the tray, or made a file itself. */

/** Shows the number of characters left from here on. */
export const countFrom = 500

/** The editors on the screen, by conversation. */
const openEditors = new Map<string, Editor>()

/** Lets what comes back be put into the editor of a conversation while it is on the screen. @returns takes it away again */
export function registerEditor(key: string, editor: Editor): () => void {
  openEditors.set(key, editor)
  return () => {
    if (openEditors.get(key) === editor) openEditors.delete(key)
  }
}

/** What the buttons and the hint need to know of the text; it changes seldom. */
export interface Status {
  blank: boolean
  /** Remaining characters, at most `countFrom`. */
  left: number
  tooFormatted: boolean
  /** Whether it is offered to be sent as a file. */
  long: boolean
}

/** What the buttons and the hint need to know of what is written. */
export function statusOf(written: Written): Status {
  const words = wordsOf(written)
  return {
    blank: words.trim() === '',
    left: Math.min(countFrom, shownLimits.textChars - words.length),
    tooFormatted: isTooFormatted(written),
    long: words.length >= longFrom,
  }
}

/** Whether what is written may be sent as it is. */
export const isSendable = ({ blank, left, tooFormatted }: Status) => !blank && left >= 0 && !tooFormatted

/** Where a composer sends to: a conversation, or a thread in it. */
export interface Place {
  id: string
  thread: number | undefined
}

/**
 * Sends what is written, which takes the draft and the message that it replies to with it, and empties the editor; both
 * come back when the call fails.
 */
export function send(editor: Editor, place: Place): void {
  const content = writtenOf(editor.getJSON())
  if (place.thread === undefined && hasAttachments(place.id)) sendAttached(editor, place, content)
  else sendText(editor, place, content)
}

/** Sends what is in the tray, with the text as its caption where it can be one, or as the next message. */
function sendAttached(editor: Editor, place: Place, content: Written): void {
  const { id } = place
  const status = statusOf(content)
  if (!status.blank && !isSendable(status)) return
  const words = content.type === 'text' && content.mentions.length === 0 ? content.text : null
  const caption = words !== null && takesCaption(id, words) ? words : undefined
  const target = takeTarget(place)
  // Where the words are a message of their own, that one asks.
  const ask = caption !== undefined || status.blank ? takeAsk(composerKey(id), content) : null
  if (caption !== undefined) {
    editor.commands.clearContent(true)
    drafts.taken(id, '')
  }
  sendTray(id, {
    ...(caption === undefined ? {} : { caption }),
    ...(target === null ? {} : { replyTo: target.message.seq }),
    ...(ask === null ? {} : { ask }),
  }).then(
    () => {
      if (caption === undefined && !status.blank) sendText(editor, place, content)
      else if (useMessageList.getState().id === id) jumpToLatest()
    },
    error => {
      toastError(error)
      if (target) setTarget(composerKey(id), target)
      setAsk(composerKey(id), ask)
      if (caption !== undefined) putBack(editor, place, content)
    },
  )
}

/** Puts a text that is too long for the composer into the tray as a file, which can be undone; else the tray says why. */
export function attachText(id: string, text: string): void {
  const t = translator('composer')
  const [added] = attach(id, [fileOfText(text, t('textFileName'))])
  if (added === undefined) return
  const undo = () => removeAttachment(id, added.key)
  toast({ kind: 'done', text: t('pasteIsFile'), action: { label: t('undo'), onSelect: () => void undo() } })
}

/** Puts what is written into the tray as a file; it can be undone until the file is sent. */
export function makeFile(editor: Editor, place: Place): void {
  const t = translator('composer')
  const content = writtenOf(editor.getJSON())
  const [added] = attach(place.id, [fileOfText(wordsOf(content), t('textFileName'))])
  if (added === undefined) return
  editor.chain().clearContent(true).focus().run()
  const undo = () => {
    if (removeAttachment(place.id, added.key)) putBack(editor, place, content)
  }
  toast({ kind: 'done', text: t('textIsFile'), action: { label: t('undo'), onSelect: undo } })
}

/** What the composer replies to, which it does no more from then on. */
function takeTarget({ id, thread }: Place) {
  const key = composerKey(id, thread)
  const target = targetOf(key)
  if (target) setTarget(key, null)
  return target
}

/** Puts a text back above newer text; when the conversation is closed, keeps it as the draft. */
function putBack(editor: Editor, { id, thread }: Place, content: Written): void {
  const message = documentOfWritten(content)
  const open = editor.isDestroyed ? openEditors.get(composerKey(id, thread)) : editor
  if (open === undefined)
    drafts.write(id, draftOfDocument(joinedDocuments(message, documentOfDraft(drafts.last(id) ?? ''))))
  else open.commands.setContent(joinedDocuments(message, open.getJSON()) as JSONContent)
}

function sendText(editor: Editor, place: Place, content: Written): void {
  if (!isSendable(statusOf(content))) return
  const { id, thread } = place
  const target = takeTarget(place)
  const replyTo = target?.message.seq ?? thread
  const ask = takeAsk(composerKey(id, thread), content)
  editor.commands.clearContent(true)
  if (thread === undefined) drafts.taken(id, '')
  call('messages.send', {
    id,
    content,
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(ask === null ? {} : { ask }),
    ...(thread === undefined ? { draft: '' } : {}),
  }).then(
    () => {
      if (thread === undefined && useMessageList.getState().id === id) jumpToLatest()
    },
    error => {
      toastError(error)
      if (target) setTarget(composerKey(id, thread), target)
      setAsk(composerKey(id, thread), ask)
      putBack(editor, place, content)
    },
  )
}

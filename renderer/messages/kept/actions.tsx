import { AlarmClock, Bookmark, BookmarkX, Tags, Trash2 } from 'lucide-react'
import type { MessageItem } from '../../../preload/contract/index.ts'
import { call, DesktopError, errorText, on } from '../../desktop.ts'
import { type Language, translator, translatorIn } from '../../i18n.ts'
import { confirm, toast, toastError } from '../../ui/index.ts'
import type { MessageAction } from '../kinds/index.ts'
import { editLabels } from './LabelsDialog.tsx'
import { askReminder } from './RemindDialog.tsx'

/** Saves a message, or takes it out; a toast leads to its labels, or back. */
export function toggleSaved({ id, seq }: { id: string; seq: number }, labels: readonly string[] | null): void {
  const t = translator('saved')
  const next = labels === null ? [] : null
  const again = () => void call('messages.save', { id, seq, labels: [...(labels ?? [])] }).catch(toastError)
  call('messages.save', { id, seq, labels: next }).then(
    () =>
      toast(
        labels === null
          ? {
              kind: 'done',
              text: t('savedToast'),
              action: { label: t('addLabels'), onSelect: () => editLabels({ id, seq }, []) },
            }
          : { kind: 'done', text: t('removed'), action: { label: t('undo'), onSelect: again } },
      ),
    toastError,
  )
}

/** Saves those of several messages that are not saved yet. `done`: they are. */
export function saveMessages(messages: readonly MessageItem[], done = () => {}): void {
  const others = messages.filter(({ kept }) => (kept?.labels ?? null) === null)
  Promise.all(others.map(({ conversationId: id, seq }) => call('messages.save', { id, seq, labels: [] }))).then(() => {
    toast({ kind: 'done', text: translator('saved')('savedCount', { count: messages.length }) })
    done()
  }, toastError)
}

/** What one has of one's own about a message. `readOnly`: the user is out of its conversation. */
export function keepActions(
  message: MessageItem,
  { language, readOnly }: { language: Language; readOnly: boolean },
): MessageAction[] {
  if (message.seq === 0) return []
  const t = translatorIn(language, 'saved')
  const place = { id: message.conversationId, seq: message.seq }
  const labels = message.kept?.labels ?? null
  const remindAt = message.kept?.remindAt ?? null
  const save: MessageAction = {
    id: 'save',
    begins: true,
    label: t(labels === null ? 'save' : 'remove'),
    icon: labels === null ? <Bookmark /> : <BookmarkX />,
    run: () => toggleSaved(place, labels),
  }
  const editing: MessageAction = {
    id: 'labels',
    label: t('editLabels'),
    icon: <Tags />,
    run: () => editLabels(place, labels ?? []),
  }
  const remind: MessageAction = {
    id: 'remind',
    label: t(remindAt === null ? 'remind' : 'reminderOff'),
    icon: <AlarmClock />,
    run: () =>
      remindAt === null
        ? askReminder(place, null)
        : void call('messages.remind', { ...place, at: null }).catch(toastError),
  }
  // Nothing new can be kept of a conversation that the user is out of, only taken out.
  const saved = labels === null ? [] : [save, editing]
  if (!readOnly) return [...(labels === null ? [save] : saved), remind]
  return [...saved, ...(remindAt === null ? [] : [remind])]
}

/** Deletes messages for the user alone, after asking. `done`: they were deleted. */
export function hideMessages(messages: readonly MessageItem[], done = () => {}): void {
  const t = translator('saved')
  const [first] = messages
  if (first === undefined) return
  const seqs = messages.map(({ seq }) => seq)
  void confirm({
    title: t('hideTitle', { count: messages.length }),
    text: t('hideText'),
    action: t('hide'),
    danger: true,
    onConfirm: () => call('messages.hide', { id: first.conversationId, seqs }),
  }).then(confirmed => confirmed && done())
}

/** Deleting a message for the user alone. */
export function hideAction(message: MessageItem, language: Language): MessageAction[] {
  if (message.seq === 0) return []
  const t = translatorIn(language, 'saved')
  return [{ id: 'hide', label: t('hide'), icon: <Trash2 />, danger: true, run: () => hideMessages([message]) }]
}

const refusedWords = {
  'message.save': 'refused_save',
  'message.remind': 'refused_remind',
  'message.hide': 'refused_hide',
  'message.respond': 'refused_respond',
} as const

/** Says what the server refused. Returns the function that stops. */
export function startKept(): () => void {
  return on('state.refused', ({ change, error }) => {
    const t = translator('saved')
    toast({
      kind: 'failed',
      text: t('refused', { what: t(refusedWords[change]), reason: errorText(new DesktopError(error, '')) }),
    })
  })
}

import {
  BellRing,
  Check,
  CircleCheckBig,
  CircleHelp,
  CornerUpLeft,
  Flag,
  Forward,
  Link,
  ListChecks,
  MailOpen,
  MessageSquareText,
  Pencil,
  Pin,
  PinOff,
  SmilePlus,
  Unlink,
  Wrench,
  X,
} from 'lucide-react'
import type { GroupItem, MessageItem } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'
import { translatorIn } from '../../i18n.ts'
import { copyText, toastError } from '../../ui/index.ts'
import { isEditableNow } from '../composer/use-editing.ts'
import type { LineContext, MessageAction } from '../kinds/index.ts'
import { markUnreadFrom } from '../message-list-store.ts'
import { askAbout } from '../requests/AskDialog.tsx'
import { forwardMessages } from './ForwardDialog.tsx'
import { showThread } from './panel.ts'
import { showReactions } from './Reactions.tsx'
import { startSelecting } from './selection.ts'
import { composerKey, setTarget } from './target.ts'

export interface TalkContext extends LineContext {
  group: boolean
  readOnly: boolean
  may: GroupItem['may']
  openedSeq: number | null
  thread?: number | undefined
}

/** The address of a message, which opens it in Lianqun. */
export function messageLink({ conversationId, seq }: MessageItem): string {
  return `lianqun://conversation/${conversationId}/${seq}`
}

export function replyTo(message: MessageItem, thread?: number): void {
  setTarget(composerKey(message.conversationId, thread), { kind: 'reply', message })
}

const change = (request: Promise<unknown>) => void request.catch(toastError)

/** Actions on what is said: those that come before the others. */
export function leadingActions(message: MessageItem, context: TalkContext): MessageAction[] {
  const t = translatorIn(context.language, 'talk')
  if (message.seq === 0) return []
  const { conversationId: id, seq, attributes } = message
  const forward: MessageAction = {
    id: 'forward',
    label: t('forward'),
    icon: <Forward />,
    bar: true,
    run: () => forwardMessages([message]),
  }
  if (context.readOnly) return [forward]
  const actions: MessageAction[] = []
  if (context.may.speak)
    actions.push({
      id: 'reply',
      label: t('reply'),
      icon: <CornerUpLeft />,
      hint: 'R',
      bar: true,
      run: () => replyTo(message, context.thread),
    })
  if (context.thread === undefined)
    actions.push({
      id: 'thread',
      label: t('openThread'),
      icon: <MessageSquareText />,
      hint: 'T',
      bar: true,
      run: () => showThread(id, attributes.thread ?? seq),
    })
  return [...actions, forward]
}

/** The other actions on what is said, before those that take something away. `now`: by the server's clock. */
export function trailingActions(message: MessageItem, context: TalkContext, now: number): MessageAction[] {
  const t = translatorIn(context.language, 'talk')
  if (message.seq === 0) return []
  const { conversationId: id, seq, attributes } = message
  const link: MessageAction = {
    id: 'link',
    begins: true,
    label: t('copyLink'),
    icon: <Link />,
    run: () => void copyText(messageLink(message), t('linkCopied')),
  }
  const select: MessageAction = {
    id: 'select',
    label: t('select'),
    icon: <ListChecks />,
    run: () => startSelecting(message),
  }
  if (context.readOnly) return [link, select]
  const actions = context.thread === undefined ? [link, select] : [link]
  if (context.may.speak && context.may.editMessages && isEditableNow(message, now))
    actions.push({
      id: 'edit',
      label: t('edit'),
      icon: <Pencil />,
      hint: 'E',
      run: () => setTarget(composerKey(id, context.thread), { kind: 'edit', message }),
    })
  if (message.own)
    actions.push({
      id: 'ask',
      label: translatorIn(context.language, 'requests')('ask'),
      icon: <BellRing />,
      run: () => askAbout(message),
    })
  if (message.own && attributes.preview?.title !== undefined && !attributes.preview.removed)
    actions.push({
      id: 'removePreview',
      label: t('removePreview'),
      icon: <Unlink />,
      run: () => change(call('messages.removePreview', { id, seq })),
    })
  if (context.thread === undefined)
    actions.push({
      id: 'unread',
      label: translatorIn(context.language, 'list')('markUnreadFrom'),
      icon: <MailOpen />,
      hint: 'U',
      run: () => change(markUnreadFrom(id, seq)),
    })
  if (attributes.reactions?.length)
    actions.push({ id: 'reactions', label: t('whoReacted'), icon: <SmilePlus />, run: () => showReactions(message) })
  const on = attributes.pinned === undefined
  if (context.may.pin)
    actions.push({
      id: 'pin',
      begins: true,
      label: t(on ? 'pinMessage' : 'unpinMessage'),
      icon: on ? <Pin /> : <PinOff />,
      run: () => change(call('messages.pin', { id, seq, on })),
    })
  if (context.may.mark) actions.push(...markActions(message, context))
  return actions
}

/** Marking a message; what stops the clock of a problem only where one runs that it can stop. */
function markActions({ conversationId: id, seq, attributes }: MessageItem, context: TalkContext): MessageAction[] {
  const t = translatorIn(context.language, 'talk')
  const tc = translatorIn(context.language, 'clock')
  const marks = [
    { kind: 'decision', icon: <Flag />, mark: t('markDecision'), unmark: t('unmarkDecision') },
    { kind: 'question', icon: <CircleHelp />, mark: t('markQuestion'), unmark: t('unmarkQuestion') },
    { kind: 'fix', icon: <Wrench />, mark: tc('markFix'), unmark: tc('unmarkFix') },
    { kind: 'result', icon: <CircleCheckBig />, mark: tc('markResult'), unmark: tc('unmarkResult') },
  ] as const
  const timed = context.openedSeq !== null && seq > context.openedSeq
  const on = attributes.mark?.kind
  return marks
    .filter(({ kind }) => timed || kind === on || kind === 'decision' || kind === 'question')
    .map(({ kind, icon, mark, unmark }) => ({
      id: kind,
      label: kind === on ? unmark : mark,
      icon,
      run: () => change(call('messages.mark', { id, seq, kind: kind === on ? null : kind })),
    }))
}

/**
 * Accepting a reply as the answer, for the person who asked. `question`: what it replies to.
 */
export function acceptAction(
  message: MessageItem,
  question: MessageItem | undefined,
  context: TalkContext,
): MessageAction[] {
  if (question === undefined || context.readOnly || message.seq === 0 || !question.own) return []
  const { mark } = question.attributes
  if (mark?.kind !== 'question' || question.seq === message.seq) return []
  const t = translatorIn(context.language, 'talk')
  const accepted = mark.answer === message.seq
  const { conversationId: id, seq } = question
  return [
    {
      id: 'accept',
      label: t(accepted ? 'unaccept' : 'accept'),
      icon: accepted ? <X /> : <Check />,
      run: () =>
        change(call('messages.mark', { id, seq, kind: 'question', ...(accepted ? {} : { answer: message.seq }) })),
    },
  ]
}

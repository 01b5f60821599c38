import type { ComponentType, ReactElement } from 'react'
import type { MessageItem, PersonName } from '../../../preload/contract/index.ts'
import type { Language, Translate } from '../../i18n.ts'
import type { Written } from '../composer/document.ts'

/** The reader and their language. */
export interface LineContext {
  t: Translate<'messages'>
  language: Language
  meId: string
}

/** The sender of a message, and the people it mentions. */
export interface MessageNames {
  sender: PersonName
  people: readonly PersonName[]
}

export interface BodyProps<C> {
  content: C
  message: MessageItem
  /** Whether its content is in the tab order. */
  tabbable: boolean
}

/** An action on a message: an entry of its menu. */
export interface MessageAction {
  /** Unique among the actions of a message. */
  id: string
  label: string
  icon: ReactElement
  /** Also a button of the action bar; the others are in the menu alone. */
  bar?: boolean
  /** A line stands above it in the menu. */
  begins?: boolean
  /** A destructive action: the menu marks it. */
  danger?: boolean
  /** Beside the label in the menu. */
  hint?: string
  /** `selection`: the selected text when chosen from the menu, else empty. */
  run(selection: string): void
}

/** The view of a message kind. Its data is defined in `protocol/contents/<kind>.ts`. */
export interface KindView<C> {
  /** The content of the bubble, or the centred line of a notice. */
  Body: ComponentType<BodyProps<C>>
  /** The message as one line, without its sender: in the list, and for a screen reader. */
  line(content: C, names: MessageNames, context: LineContext): string
  /** The text to copy. A kind without it cannot be copied. */
  copyText?(content: C): string
  /** The same with its format, as HTML. */
  copyHtml?(content: C): string
  /** What to edit again: after a recall, or in place. A kind without it cannot be edited. */
  rewrite?(content: C): Written
  /** Actions of this kind only. Copying, mentioning and recalling are handled for every kind. */
  actions?(content: C, message: MessageItem, context: LineContext): MessageAction[]
}

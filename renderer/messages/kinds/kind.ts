import type { ComponentType, ReactElement } from 'react'
import type { MessageItem, PersonName } from '../../../preload/contract/index.ts'
import type { Language, Translate } from '../../i18n.ts'
import type { ComposedText } from '../composer-text.ts'

/** Who reads, in which language. */
export interface LineContext {
  t: Translate<'messages'>
  language: Language
  meId: string
}

/** Who wrote a message, and the names of those whom it names. */
export interface MessageNames {
  sender: PersonName
  people: readonly PersonName[]
}

export interface BodyProps<C> {
  content: C
  message: MessageItem
  /** What is in it takes the Tab key. */
  tabbable: boolean
}

/** Something that can be done with a message: an entry of its menu, and a button of the bar over it. */
export interface MessageAction {
  /** Names it among the actions of a message. */
  id: string
  label: string
  icon: ReactElement
  /** It takes something away: the menu sets it apart. */
  danger?: boolean
  /** Beside the label in the menu. */
  hint?: string
  /** `selection`: what is selected on the page when it is chosen from the menu, else empty. */
  run(selection: string): void
}

/** How a message kind looks. What it means is in `protocol/contents/<kind>.ts`. */
export interface KindView<C> {
  /** Inside the bubble, or the line in the middle when the kind is a notice. */
  Body: ComponentType<BodyProps<C>>
  /** The message as one line, without its sender: in the list, and for a screen reader. */
  line(content: C, names: MessageNames, context: LineContext): string
  /** The words that are copied. A kind without them cannot be copied. */
  copyText?(content: C): string
  /** What the composer takes so that a recalled message can be written again. A kind without it cannot be. */
  rewrite?(content: C): ComposedText
  /** What can be done with this kind alone. Copying, mentioning and recalling are there for every kind. */
  actions?(content: C, message: MessageItem, context: LineContext): MessageAction[]
}

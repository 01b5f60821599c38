import type { ComponentType } from 'react'
import type { MessageItem, PersonName } from '../../../preload/contract/index.ts'
import type { Language, Translate } from '../../i18n.ts'
import type { ComposedText } from '../composer-text.ts'

/** Who reads, in which language. */
export interface LineContext {
  t: Translate<'messages'>
  language: Language
  meId: string
}

/** Who said it, and the names of those whom it names. */
export interface Said {
  sender: PersonName
  people: readonly PersonName[]
}

export interface BodyProps<C> {
  content: C
  message: MessageItem
  /** What is in it takes the Tab key. */
  tabbable: boolean
}

/** How a message kind looks. What it means is in `protocol/contents/<kind>.ts`. */
export interface KindView<C> {
  /** Inside the bubble, or the line in the middle when the kind is a notice. */
  Body: ComponentType<BodyProps<C>>
  /** It in one line, without its sender: in the list, and for a screen reader. */
  line(content: C, said: Said, context: LineContext): string
  /** What the composer takes so that a recalled message can be written again; kinds without cannot. */
  rewrite?(content: C): ComposedText
}

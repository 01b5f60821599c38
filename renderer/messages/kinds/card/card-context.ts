import type {
  Card,
  CardAction,
  CardInput,
  CardMention,
  ExecuteAction,
  FileRef,
  ShowCardAction,
  SubmitAction,
  ToggleVisibilityAction,
} from '@lianqun/protocol'
import { createContext, type ReactNode, useContext } from 'react'
import type { Language, Translate } from '../../../i18n.ts'
import type { Problem } from './inputs.ts'
import type { CardPeople } from './people.ts'

/** What became of an action. */
export type CardOutcome =
  | { answer: 'done' | 'waiting'; notice?: string }
  /** `reason`: what happened, as a sentence. `again`: it may work another time. */
  | { answer: 'failed'; reason: string; again: boolean }
  /** The card is another by now. */
  | { answer: 'conflict' }
  /** What is wrong by the id of an input, as sentences. */
  | { answer: 'errors'; errors: Readonly<Record<string, string>> }
  /** What comes of it is shown elsewhere, or is the next card: what is typed stays. */
  | { answer: 'shown' }

/** Where a card is shown: all that it does and needs beyond itself. */
export interface CardHost {
  language: Language
  /** Does an action that somebody has to answer. It never throws. */
  act(actionId: string, inputs: Record<string, string>): Promise<CardOutcome>
  openLink(url: string): void
  /** Draws a picture into a box whose size is known. */
  pictureOf(file: FileRef): ReactNode
  /** The people whom its inputs ask for. */
  people: CardPeople
  /** Draws the name of a person. */
  mentionOf(mention: CardMention): ReactNode
}

/** What sends a card from outside of it: the button of the dialog that it is the form of. */
export interface CardForm {
  /** Sends all inputs, with an empty id of an action, where none is wrong. */
  submit(): void
}

/** Why nothing can be answered now. */
export type BlockedBy = 'expired' | 'offline' | 'unsent' | 'left'

export type AnsweredAction = SubmitAction | ExecuteAction

/** What the elements of a card share. */
export interface CardContext {
  card: Card
  host: CardHost
  t: Translate<'card'>
  /** Of what is in the tab order with its message. */
  tabIndex: 0 | -1
  /** The level of headings in it. */
  level: 2 | 3
  isShown(element: { id?: string; isVisible?: boolean }): boolean
  typedIn(input: CardInput): string
  type(input: CardInput, value: string): void
  /** What is wrong with an input, once somebody tried to send it. */
  problemOf(input: CardInput): Problem | null
  toggle(action: ToggleVisibilityAction): void
  /** Whether all that an action shows and hides is shown; undefined: it only ever does one of the two. */
  isOpened(action: ToggleVisibilityAction): boolean | undefined
  /** Whether the card of an action is shown. */
  expands(action: ShowCardAction): boolean
  /** Shows the card of an action or hides it; of those beside it none is shown. */
  expand(action: ShowCardAction, beside: readonly CardAction[]): void
  submit(action: AnsweredAction, scope: readonly CardInput[]): void
  /** The action that is being answered; null: none. */
  busy: string | null
  /** Names the line that says why nothing can be answered; undefined: it can. */
  blockedId: string | undefined
}

export const CardContext = createContext<CardContext | null>(null)

export function useCard(): CardContext {
  const context = useContext(CardContext)
  if (!context) throw new Error('useCard outside of a card')
  return context
}

/** The inputs that an action sends: of its card and of those around that. */
export const ScopeContext = createContext<readonly CardInput[]>([])

/** What an action is known by while it is being answered. */
export function actionKey(action: { id?: string; title?: string; type: string }): string {
  return action.id ?? `${action.type} ${action.title ?? ''}`
}

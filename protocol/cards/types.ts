import type { FileRef } from '../files.ts'

/*
 * A card: a closed subset of Adaptive Cards 1.6 (https://adaptivecards.io/explorer/) with the names of that standard.
 * What is not in it is marked “ours”: header, footer, `Steps`, `Sparkline`, `CodeBlock`, `Input.Person`, the inline
 * `Mention`, `file` of a picture, and `confirm` of an action.
 */

export type CardSpacing = 'none' | 'small' | 'default' | 'medium' | 'large' | 'extraLarge' | 'padding'
export type CardColor = 'default' | 'dark' | 'light' | 'accent' | 'good' | 'warning' | 'attention'
export type CardTextSize = 'default' | 'small' | 'medium' | 'large' | 'extraLarge'
export type CardWeight = 'default' | 'lighter' | 'bolder'
export type CardAlignment = 'left' | 'center' | 'right'
export type CardVerticalAlignment = 'top' | 'center' | 'bottom'
export type CardContainerStyle = 'default' | 'emphasis' | 'good' | 'attention' | 'warning' | 'accent'
/** How a card stands: yours to do, failing, taken by somebody, running, well, over. */
export type CardTone = 'todo' | 'failing' | 'taken' | 'running' | 'good' | 'over'

interface Base<T extends string> {
  type: T
  id?: string
  isVisible?: boolean
  separator?: boolean
  spacing?: CardSpacing
  height?: 'auto' | 'stretch'
  /** What is shown by who does not know this element. */
  fallback?: CardElement | 'drop'
}

interface TextStyle {
  color?: CardColor
  fontType?: 'default' | 'monospace'
  isSubtle?: boolean
  size?: CardTextSize
  weight?: CardWeight
}

/** `text`: the subset of Markdown of the standard: bold, italic, lists and links. */
export interface TextBlock extends Base<'TextBlock'>, TextStyle {
  text: string
  horizontalAlignment?: CardAlignment
  maxLines?: number
  wrap?: boolean
  style?: 'default' | 'heading'
}

export interface TextRun extends TextStyle {
  type: 'TextRun'
  text: string
  highlight?: boolean
  italic?: boolean
  strikethrough?: boolean
  underline?: boolean
  selectAction?: CardAction
}

/** Ours: names a person, who is notified; `userId` is `all` for everyone. `text`: as it is read, with its @. */
export interface CardMention {
  type: 'Mention'
  userId: string
  text: string
}

export type CardInline = string | TextRun | CardMention

export interface RichTextBlock extends Base<'RichTextBlock'> {
  inlines: CardInline[]
  horizontalAlignment?: CardAlignment
}

/**
 * A picture. `url` is where its writer has it, and is loaded by the server alone; `file` (ours) is what the server made
 * of it, and what is shown.
 */
export interface CardImage extends Omit<Base<'Image'>, 'height'> {
  url?: string
  file?: FileRef
  altText?: string
  size?: 'auto' | 'stretch' | 'small' | 'medium' | 'large'
  /** CSS pixels as `40px`. */
  width?: string
  /** CSS pixels as `40px`; without a width the picture keeps its shape. */
  height?: string
  style?: 'default' | 'person'
  horizontalAlignment?: CardAlignment
  selectAction?: CardAction
}

export interface ImageSet extends Base<'ImageSet'> {
  images: CardImage[]
  imageSize?: 'small' | 'medium' | 'large'
}

export interface FactSet extends Base<'FactSet'> {
  facts: { title: string; value: string }[]
}

export interface Container extends Base<'Container'> {
  items: CardElement[]
  style?: CardContainerStyle
  bleed?: boolean
  verticalContentAlignment?: CardVerticalAlignment
  /** CSS pixels as `40px`. */
  minHeight?: string
  selectAction?: CardAction
}

export interface Column extends Omit<Container, 'type' | 'items'> {
  type?: 'Column'
  items?: CardElement[]
  /** `auto`, `stretch`, a weight, or CSS pixels as `40px`. */
  width?: string | number
}

export interface ColumnSet extends Base<'ColumnSet'> {
  columns: Column[]
  style?: CardContainerStyle
  bleed?: boolean
  minHeight?: string
  horizontalAlignment?: CardAlignment
  selectAction?: CardAction
}

export interface TableCell extends Omit<Container, 'type'> {
  type?: 'TableCell'
}

export interface TableRow {
  type?: 'TableRow'
  cells: TableCell[]
  style?: CardContainerStyle
}

export interface Table extends Base<'Table'> {
  /** `width`: a weight, or CSS pixels as `40px`. */
  columns?: { width?: string | number; horizontalCellContentAlignment?: CardAlignment }[]
  rows: TableRow[]
  firstRowAsHeader?: boolean
  showGridLines?: boolean
}

export interface Carousel extends Base<'Carousel'> {
  pages: { type?: 'CarouselPage'; items: CardElement[]; selectAction?: CardAction }[]
}

export interface ActionSet extends Base<'ActionSet'> {
  actions: CardAction[]
}

/** Ours: how far something has come, step by step. `progress`: of the step that is now, 0 to 1. */
export interface Steps extends Base<'Steps'> {
  steps: { title: string; text?: string; state: 'done' | 'now' | 'failed' | 'todo'; progress?: number }[]
}

/** Ours: a line of values over time, with the value that it should stay below or above. */
export interface Sparkline extends Base<'Sparkline'> {
  values: number[]
  threshold?: number
  color?: CardColor
  /** What it shows, for those who do not see it too. */
  altText: string
}

/** Of Teams. */
export interface CodeBlock extends Base<'CodeBlock'> {
  codeSnippet: string
  language?: string
}

interface InputBase<T extends string> extends Base<T> {
  id: string
  label?: string
  isRequired?: boolean
  errorMessage?: string
}

export interface TextInput extends InputBase<'Input.Text'> {
  placeholder?: string
  value?: string
  maxLength?: number
  isMultiline?: boolean
  style?: 'text' | 'tel' | 'url' | 'email' | 'password'
  /** What the whole text has to match, as an ECMAScript regular expression. */
  regex?: string
  inlineAction?: CardAction
}

export interface NumberInput extends InputBase<'Input.Number'> {
  placeholder?: string
  value?: number
  min?: number
  max?: number
}

/** Days as `2026-11-30`. */
export interface DateInput extends InputBase<'Input.Date'> {
  placeholder?: string
  value?: string
  min?: string
  max?: string
}

/** Times as `09:30`. */
export interface TimeInput extends InputBase<'Input.Time'> {
  placeholder?: string
  value?: string
  min?: string
  max?: string
}

export interface ToggleInput extends InputBase<'Input.Toggle'> {
  title: string
  value?: string
  valueOn?: string
  valueOff?: string
  wrap?: boolean
}

/** `value`: the values that are chosen, with commas between them. */
export interface ChoiceSetInput extends InputBase<'Input.ChoiceSet'> {
  choices: { title: string; value: string }[]
  isMultiSelect?: boolean
  style?: 'compact' | 'expanded' | 'filtered'
  value?: string
  placeholder?: string
  wrap?: boolean
}

/** Ours: people of the company, or one. `value`: their user ids, with commas between them. */
export interface PersonInput extends InputBase<'Input.Person'> {
  isMultiSelect?: boolean
  value?: string
  placeholder?: string
}

export type CardInput = TextInput | NumberInput | DateInput | TimeInput | ToggleInput | ChoiceSetInput | PersonInput

/** An element of a later version, or one that cannot be read. `shown`: its fallback, where that can be. */
export interface UnsupportedElement extends Base<'Unsupported'> {
  was: unknown
  shown?: CardElement
}

export type CardElement =
  | TextBlock
  | RichTextBlock
  | CardImage
  | ImageSet
  | FactSet
  | Container
  | ColumnSet
  | Table
  | Carousel
  | ActionSet
  | Steps
  | Sparkline
  | CodeBlock
  | CardInput
  | UnsupportedElement

interface ActionBase<T extends string> {
  type: T
  /** In a message: what the server knows the action by. Opaque. */
  id?: string
  title?: string
  tooltip?: string
  style?: 'default' | 'positive' | 'destructive'
  mode?: 'primary' | 'secondary'
  isEnabled?: boolean
  /** Ours: what is asked before it is done. */
  confirm?: { title: string; text?: string; yes?: string; no?: string }
}

/** Opens an address of the web or of mail. */
export interface OpenUrlAction extends ActionBase<'Action.OpenUrl'> {
  url: string
}

interface Answered {
  /** What goes back to who made the card. It stays on the server. */
  data?: unknown
  /** Whether what is filled in goes with it; `auto` when left out. */
  associatedInputs?: 'auto' | 'none'
}

export interface SubmitAction extends ActionBase<'Action.Submit'>, Answered {}

/** `verb`: what who made the card calls it. It stays on the server. */
export interface ExecuteAction extends ActionBase<'Action.Execute'>, Answered {
  verb?: string
}

export interface ShowCardAction extends ActionBase<'Action.ShowCard'> {
  card: Pick<Card, 'type' | 'body' | 'actions'>
}

export interface ToggleVisibilityAction extends ActionBase<'Action.ToggleVisibility'> {
  targetElements: (string | { elementId: string; isVisible?: boolean })[]
}

export type CardAction = OpenUrlAction | SubmitAction | ExecuteAction | ShowCardAction | ToggleVisibilityAction

/** Ours: the head of a card. `icon`: one of those that this version draws; another is left out. */
export interface CardHeader {
  title: string
  subtitle?: string
  icon?: string
  tone?: CardTone
  tag?: { text: string; tone?: CardTone }
}

/** Ours: the last line of a card: who did what became of it, or where it comes from. */
export interface CardFooter {
  text: string
  note?: string
  state?: 'done' | 'failed'
}

export interface Card {
  type: 'AdaptiveCard'
  version?: string
  header?: CardHeader
  body?: CardElement[]
  actions?: CardAction[]
  footer?: CardFooter
  /** What says it all where the card cannot be shown: in notifications before its text. */
  fallbackText?: string
  rtl?: boolean
  selectAction?: CardAction
  refresh?: { action: ExecuteAction; userIds?: string[]; expires?: string }
}

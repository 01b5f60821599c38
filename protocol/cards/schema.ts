import { z } from 'zod'
import { isCardLink } from '../core/card-text.ts'
import { dropControls } from '../core/characters.ts'
import { idSchema, readableItems, referenceSchema } from '../core/fields.ts'
import { limits } from '../core/limits.ts'
import { fileRefSchema } from '../files.ts'
import type { Card, CardAction, CardElement, CardMention, Column, TableCell, TextRun } from './types.ts'

/** The shape of a type, so that schema and type cannot say different things. */
type Shape<T> = { [K in keyof Required<Omit<T, 'type'>>]: z.ZodType<Exclude<T, string>[K & keyof Exclude<T, string>]> }
type ElementOf<T extends CardElement['type']> = Extract<CardElement, { type: T }>
type ActionOf<T extends CardAction['type']> = Extract<CardAction, { type: T }>

const pixels = z.string().regex(/^\d{1,4}px$/, 'pixels, such as 40px')
const width = z.union([
  z.enum(['auto', 'stretch']),
  pixels,
  z.number().min(0).max(1_000),
  z.string().regex(/^\d{1,4}$/),
])
const day = z.iso.date()
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time, such as 09:30')
const alignment = z.enum(['left', 'center', 'right'])
const vertical = z.enum(['top', 'center', 'bottom'])
const containerStyle = z.enum(['default', 'emphasis', 'good', 'attention', 'warning', 'accent'])
const color = z.enum(['default', 'dark', 'light', 'accent', 'good', 'warning', 'attention'])
const tone = z.enum(['todo', 'failing', 'taken', 'running', 'good', 'over'])
const flag = z.boolean().optional()

/**
 * The schemas of a card. `written`: as its writer gives it, where everything unknown is an error that names its place.
 * Else as it is received: later fields are kept, an element that this version cannot read becomes `Unsupported`, and an
 * action that it cannot read is left out.
 */
function schemasOf(written: boolean) {
  const text = written ? z.string().max(limits.cardTextChars).overwrite(dropControls) : z.string()
  const line = written ? z.string().max(limits.cardLineChars).overwrite(dropControls) : z.string()
  const id = written ? z.string().min(1).max(limits.cardIdChars) : z.string()
  const list = <S extends z.ZodType>(item: S): z.ZodType<z.output<S>[]> =>
    written ? z.array(item).max(limits.cardItems) : readableItems(item)
  // `never` as the index signature: what a looseObject adds to the type is no part of the model.
  const object = <T>(shape: Record<string, unknown>) =>
    (written
      ? z.strictObject(shape as z.core.$ZodShape)
      : z.looseObject(shape as z.core.$ZodShape)) as unknown as z.ZodObject & z.ZodType<T>

  const element: z.ZodType<CardElement> = z.lazy(() => anyElement)
  const action: z.ZodType<CardAction> = z.lazy(() => anyAction)
  const elements = z.lazy(() => list(element))
  const actions = z.lazy(() => list(action))

  const base = {
    id: id.optional(),
    isVisible: flag,
    separator: flag,
    spacing: z.enum(['none', 'small', 'default', 'medium', 'large', 'extraLarge', 'padding']).optional(),
    height: z.enum(['auto', 'stretch']).optional(),
    fallback: z.union([z.literal('drop'), element]).optional(),
  }
  const textStyle = {
    color: color.optional(),
    fontType: z.enum(['default', 'monospace']).optional(),
    isSubtle: flag,
    size: z.enum(['default', 'small', 'medium', 'large', 'extraLarge']).optional(),
    weight: z.enum(['default', 'lighter', 'bolder']).optional(),
  }
  const container = {
    ...base,
    style: containerStyle.optional(),
    bleed: flag,
    verticalContentAlignment: vertical.optional(),
    minHeight: pixels.optional(),
    selectAction: action.optional(),
  }
  const input = {
    ...base,
    id,
    label: text.optional(),
    isRequired: flag,
    errorMessage: line.optional(),
  }
  const range = <S extends z.ZodType>(value: S) => ({
    placeholder: line.optional(),
    value: value.optional(),
    min: value.optional(),
    max: value.optional(),
  })
  const run = object<TextRun>({
    type: z.literal('TextRun'),
    text,
    ...textStyle,
    highlight: flag,
    italic: flag,
    strikethrough: flag,
    underline: flag,
    selectAction: action.optional(),
  })
  const mention = object<CardMention>({
    type: z.literal('Mention'),
    userId: written ? idSchema : referenceSchema,
    text: line,
  })
  const image = {
    ...base,
    url: z
      .string()
      .max(written ? limits.cardPictureChars : Number.MAX_SAFE_INTEGER)
      .optional(),
    file: fileRefSchema.optional(),
    altText: line.optional(),
    size: z.enum(['auto', 'stretch', 'small', 'medium', 'large']).optional(),
    width: pixels.optional(),
    height: z.union([z.enum(['auto', 'stretch']), pixels]).optional(),
    style: z.enum(['default', 'person']).optional(),
    horizontalAlignment: alignment.optional(),
    selectAction: action.optional(),
  }
  const typed = <T extends string, S>(type: T, shape: S) => ({ type: z.literal(type), ...shape })
  const imageSchema = object<ElementOf<'Image'>>(typed('Image', image))

  const shapes: { [T in Exclude<CardElement['type'], 'Unsupported'>]: Shape<ElementOf<T>> } = {
    TextBlock: {
      ...base,
      ...textStyle,
      text,
      horizontalAlignment: alignment.optional(),
      maxLines: z.number().int().min(1).optional(),
      wrap: flag,
      style: z.enum(['default', 'heading']).optional(),
    },
    RichTextBlock: {
      ...base,
      inlines: list(z.union([text, run, mention])),
      horizontalAlignment: alignment.optional(),
    },
    Image: image,
    ImageSet: { ...base, images: list(imageSchema), imageSize: z.enum(['small', 'medium', 'large']).optional() },
    FactSet: { ...base, facts: list(object<{ title: string; value: string }>({ title: text, value: text })) },
    Container: { ...container, items: elements },
    ColumnSet: {
      ...base,
      columns: list(
        object<Column>({
          ...container,
          type: z.literal('Column').optional(),
          items: elements.optional(),
          width: width.optional(),
        }),
      ),
      style: containerStyle.optional(),
      bleed: flag,
      minHeight: pixels.optional(),
      horizontalAlignment: alignment.optional(),
      selectAction: action.optional(),
    },
    Table: {
      ...base,
      columns: list(
        object<NonNullable<ElementOf<'Table'>['columns']>[number]>({
          width: width.optional(),
          horizontalCellContentAlignment: alignment.optional(),
        }),
      ).optional(),
      rows: list(
        object<ElementOf<'Table'>['rows'][number]>({
          type: z.literal('TableRow').optional(),
          style: containerStyle.optional(),
          cells: list(
            object<TableCell>({
              ...container,
              type: z.literal('TableCell').optional(),
              items: elements,
            }),
          ),
        }),
      ),
      firstRowAsHeader: flag,
      showGridLines: flag,
    },
    Carousel: {
      ...base,
      pages: list(
        object<ElementOf<'Carousel'>['pages'][number]>({
          type: z.literal('CarouselPage').optional(),
          items: elements,
          selectAction: action.optional(),
        }),
      ),
    },
    ActionSet: { ...base, actions },
    Steps: {
      ...base,
      steps: list(
        object<ElementOf<'Steps'>['steps'][number]>({
          title: line,
          text: line.optional(),
          state: z.enum(['done', 'now', 'failed', 'todo']),
          progress: z.number().min(0).max(1).optional(),
        }),
      ),
    },
    Sparkline: {
      ...base,
      values: z.array(z.number()).min(2).max(limits.cardItems),
      threshold: z.number().optional(),
      color: color.optional(),
      altText: line,
    },
    CodeBlock: { ...base, codeSnippet: text, language: z.string().max(40).optional() },
    'Input.Text': {
      ...input,
      placeholder: line.optional(),
      value: text.optional(),
      maxLength: z.number().int().min(1).optional(),
      isMultiline: flag,
      style: z.enum(['text', 'tel', 'url', 'email', 'password']).optional(),
      regex: line.optional(),
      inlineAction: action.optional(),
    },
    'Input.Number': { ...input, ...range(z.number()) },
    'Input.Date': { ...input, ...range(day) },
    'Input.Time': { ...input, ...range(time) },
    'Input.Toggle': {
      ...input,
      title: line,
      value: line.optional(),
      valueOn: line.optional(),
      valueOff: line.optional(),
      wrap: flag,
    },
    'Input.ChoiceSet': {
      ...input,
      choices: list(object<{ title: string; value: string }>({ title: line, value: line })),
      isMultiSelect: flag,
      style: z.enum(['compact', 'expanded', 'filtered']).optional(),
      value: text.optional(),
      placeholder: line.optional(),
      wrap: flag,
    },
    'Input.Person': { ...input, isMultiSelect: flag, value: text.optional(), placeholder: line.optional() },
  }
  const known = z.discriminatedUnion(
    'type',
    Object.entries(shapes).map(([type, shape]) =>
      type === 'Image' ? imageSchema : object(typed(type, shape)),
    ) as unknown as [z.ZodObject<{ type: z.ZodLiteral<string> }>],
  ) as unknown as z.ZodType<CardElement>
  const anyElement = written ? known : tolerant(known)

  const actionBase = {
    id: id.optional(),
    title: line.optional(),
    tooltip: line.optional(),
    style: z.enum(['default', 'positive', 'destructive']).optional(),
    mode: z.enum(['primary', 'secondary']).optional(),
    isEnabled: flag,
    confirm: object<NonNullable<CardAction['confirm']>>({
      title: line,
      text: line.optional(),
      yes: line.optional(),
      no: line.optional(),
    }).optional(),
  }
  const answered = { data: z.unknown().optional(), associatedInputs: z.enum(['auto', 'none']).optional() }
  const actionShapes: { [T in CardAction['type']]: Shape<ActionOf<T>> } = {
    'Action.OpenUrl': {
      ...actionBase,
      url: z.string().max(limits.linkChars).refine(isCardLink, 'an address of the web or of mail'),
    },
    'Action.Submit': { ...actionBase, ...answered },
    'Action.Execute': { ...actionBase, ...answered, verb: line.optional() },
    'Action.ShowCard': {
      ...actionBase,
      card: object<Card>({
        type: z.literal('AdaptiveCard'),
        body: elements.optional(),
        actions: actions.optional(),
      }),
    },
    'Action.ToggleVisibility': {
      ...actionBase,
      targetElements: list(
        z.union([id, object<{ elementId: string; isVisible?: boolean }>({ elementId: id, isVisible: flag })]),
      ),
    },
  }
  const anyAction = z.discriminatedUnion(
    'type',
    Object.entries(actionShapes).map(([type, shape]) => object(typed(type, shape))) as unknown as [
      z.ZodObject<{ type: z.ZodLiteral<string> }>,
    ],
  ) as unknown as z.ZodType<CardAction>

  const cardShape: Shape<Card> = {
    version: z.string().max(10).optional(),
    header: object<NonNullable<Card['header']>>({
      title: line,
      subtitle: line.optional(),
      icon: z.string().max(40).optional(),
      tone: tone.optional(),
      tag: object<{ text: string }>({ text: line, tone: tone.optional() }).optional(),
    }).optional(),
    body: elements.optional(),
    actions: actions.optional(),
    footer: object<NonNullable<Card['footer']>>({
      text: line,
      note: line.optional(),
      state: z.enum(['done', 'failed']).optional(),
    }).optional(),
    fallbackText: text.optional(),
    rtl: flag,
    selectAction: action.optional(),
    refresh: object<NonNullable<Card['refresh']>>({
      action: object(typed('Action.Execute', actionShapes['Action.Execute'])),
      userIds: z.array(referenceSchema).max(60).optional(),
      expires: z.string().max(40).optional(),
    }).optional(),
  }
  return { card: object<Card>(typed('AdaptiveCard', cardShape)) as z.ZodType<Card> }
}

/** Reads any element: one that the schema does not take becomes `Unsupported`, and is tried again when it is read again. */
function tolerant(known: z.ZodType<CardElement>): z.ZodType<CardElement> {
  return z.looseObject({ type: z.string() }).transform((received): CardElement => {
    const was: unknown = received.type === 'Unsupported' ? received.was : received
    const read = known.safeParse(was)
    if (read.success) return read.data
    const fallback = typeof was === 'object' && was !== null && 'fallback' in was ? was.fallback : undefined
    const shown = known.safeParse(fallback)
    return { type: 'Unsupported', was, ...(shown.success && { shown: shown.data }) }
  }) as unknown as z.ZodType<CardElement>
}

/** Whether no element or action is deeper than a reader follows: checked before anything descends into the value. */
function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  return depth > 0 && Object.values(value).every(inner => isShallow(inner, depth - 1))
}

const shallow = z.unknown().refine(value => isShallow(value, limits.cardDepth), 'a card that is not so deep')

/** A card as it is received. Unknown fields are kept. */
export const receivedCardSchema = shallow.pipe(schemasOf(false).card) as unknown as z.ZodType<Card>

/** A card as its writer gives it: every error names its place. */
export const writtenCardSchema = shallow
  .refine(
    value => (JSON.stringify(value)?.length ?? 0) <= limits.cardChars,
    `at most ${limits.cardChars} characters of JSON`,
  )
  .pipe(schemasOf(true).card) as unknown as z.ZodType<Card>

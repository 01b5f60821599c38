import { z } from 'zod'

/** Ids are opaque to everyone but their maker. */
export const idSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'an id of 1 to 64 letters, digits, - or _')
/** A UUIDv7 (RFC 9562) that the client makes before the first attempt; with the sender it names a message for good. */
export const clientIdSchema = z.uuid()
/** An id that a row refers to. It is only looked up and shown, so it may have a form that a later version gives. */
export const referenceSchema = z.string().min(1).max(200)
/** Milliseconds since 1970-01-01 UTC, up to the last that ECMAScript's `Date` can hold. */
export const timeSchema = z.number().int().min(0).max(8_640_000_000_000_000)
/** A place in a scope's dense counter; 0 is before the first change. */
export const revisionSchema = z.number().int().min(0)
/** Where a conversation stands: a revision that the client's cache can hold, for messages lie at their revision. */
export const placeSchema = revisionSchema.max(2 ** 30 - 1)
/** A message's place in its conversation. */
export const seqSchema = placeSchema.min(1)
export const ordinalSchema = z.number().int().min(0)
/** Changes when the server was restored from a backup: cursors of the epoch before mean nothing then. */
export const epochSchema = z.string().min(1).max(64)
export const nameSchema = z.string().max(200)
export const emptySchema = z.object({})

/**
 * A word of a set that grows: any short string is read, and what is not in `known` is shown with a fallback by whoever
 * narrows it. The type offers the known words.
 */
export function openEnum<const K extends string>(known: readonly K[]): z.ZodType<K | (string & {})> {
  return z.string().min(1).max(40).meta({ known })
}

/**
 * An object whose later fields are kept: for what is stored as it came and read again by a later version of the app.
 * The type has the fields of `shape` only, so that a misspelt one is still an error.
 */
export function keptObject<S extends z.core.$ZodShape>(shape: S): z.ZodObject<S> {
  return z.looseObject(shape) as unknown as z.ZodObject<S>
}

/** How deep and how large (characters, and a share for each value) what is kept without being understood may be. */
const keptDepth = 32
const keptSize = 256 * 1_024

/** Whether a value is small enough to be kept and passed on although this version does not understand it. */
export function isKeepable(value: unknown): boolean {
  let size = 0
  const fits = (inner: unknown, depth: number): boolean => {
    if (depth > keptDepth || ++size > keptSize) return false
    if (typeof inner === 'string') {
      size += inner.length
      return size <= keptSize
    }
    if (typeof inner !== 'object' || inner === null) return true
    for (const [name, field] of Object.entries(inner)) {
      size += name.length
      if (!fits(field, depth + 1)) return false
    }
    return true
  }
  return fits(value, 0)
}

/** A row whose later fields are kept cannot be read when it is too large or too deep for that. */
export function keepable<S extends z.ZodType>(row: S): S {
  return row.refine(isKeepable, 'small enough to be kept with the fields of a later version')
}

const skipped = Symbol('an item that this version cannot read')
const skippedSchema = z.unknown().transform((): typeof skipped => skipped)

/** A list of which it counts what this version cannot read: `unread` items were left out. */
export function countedItems<S extends z.ZodType>(
  item: S,
): z.ZodType<{ items: z.output<S>[]; unread: number }, z.input<S>[]> {
  return z.array(z.union([item, skippedSchema])).transform(all => {
    const items = all.filter(value => value !== skipped)
    return { items, unread: all.length - items.length }
  }) as unknown as z.ZodType<{ items: z.output<S>[]; unread: number }, z.input<S>[]>
}

/** A list as it is received: an item that this version cannot read is left out, and refuses no other. */
export function readableItems<S extends z.ZodType>(item: S): z.ZodType<z.output<S>[], z.input<S>[]> {
  return z
    .array(z.union([item, skippedSchema]))
    .transform(items => items.filter(value => value !== skipped)) as unknown as z.ZodType<z.output<S>[], z.input<S>[]>
}

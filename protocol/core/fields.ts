import { z } from 'zod'
import { limits } from './limits.ts'

/** Ids are opaque to everyone but their creator. */
export const idSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'an id of 1 to 64 letters, digits, - or _')
/** A UUIDv7 (RFC 9562) that the client creates before the first attempt. With the sender it identifies a message. */
export const clientIdSchema = z.uuid()
/** An id that a row refers to. It is only looked up and shown, so any form of a later version is accepted. */
export const referenceSchema = z.string().min(1).max(200)
/** Milliseconds since 1970-01-01 UTC, up to the maximum of ECMAScript's `Date`. */
export const timeSchema = z.number().int().min(0).max(8_640_000_000_000_000)
/** A value of a scope's dense counter; 0 is before the first change. */
export const revisionSchema = z.number().int().min(0)
/** Where a conversation stands: a revision that the client's cache can hold, for messages lie at their revision. */
export const placeSchema = revisionSchema.max(2 ** 30 - 1)
/** A message's place in its conversation. */
export const seqSchema = placeSchema.min(1)
export const ordinalSchema = z.number().int().min(0)
/** Changes when the server was restored from a backup: cursors of an earlier epoch are invalid. */
export const epochSchema = z.string().min(1).max(64)
/** How far a server's data had come. Opaque: a client keeps the last one that it was sent, for the next `sync.hello`. */
export const checkpointSchema = z.string().regex(/^[!-~]{1,200}$/, '1 to 200 visible ASCII characters')
/** Milliseconds over which clients come back. A longer time counts as the longest. */
export const returnWindowSchema = z
  .number()
  .min(0)
  .transform(ms => Math.min(ms, limits.returnMs))
export const nameSchema = z.string().max(200)
export const emptySchema = z.object({})

/**
 * An enum that later versions may extend: any short string is accepted, and whoever narrows it needs a fallback for
 * values that are not in `known`.
 */
export function openEnum<const K extends string>(known: readonly K[]): z.ZodType<K | (string & {})> {
  return z.string().min(1).max(40).meta({ known })
}

/**
 * An object whose unknown fields are kept: for rows that are stored as received and read again by a later version of
 * the app. The type has only the fields of `shape`, so that a misspelt one is still an error.
 */
export function keptObject<S extends z.core.$ZodShape>(shape: S): z.ZodObject<S> {
  return z.looseObject(shape) as unknown as z.ZodObject<S>
}

/** Limits of values that are kept without being understood: depth, and size (characters plus one for each value). */
const keptDepth = 32
const keptSize = 256 * 1_024

/** Whether a value that this version does not understand is small enough to be kept and passed on. */
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

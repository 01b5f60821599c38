import { z } from 'zod'

/** Ids are opaque to everyone but their maker. */
export const idSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'an id of 1 to 64 letters, digits, - or _')
/** A UUIDv7 (RFC 9562) that the client makes before the first attempt; with the sender it names a message for good. */
export const clientIdSchema = z.uuid()
/** Milliseconds since 1970-01-01 UTC. */
export const timeSchema = z.number().int().min(0)
/** A place in a scope's dense counter; 0 is before the first change. */
export const revisionSchema = z.number().int().min(0)
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

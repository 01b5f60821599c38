import { z } from 'zod'

/**
 * How many rows of a page are wanted. Who asks for more than `max`, as a newer client may, gets a page of `max`.
 * `from` reads the number: a query string needs `z.coerce.number()`.
 */
export function pageLimit(max: number, from: z.ZodNumber = z.number()): z.ZodNumber {
  return from
    .int()
    .min(1)
    .overwrite(wanted => Math.min(wanted, max))
    .meta({ maximum: max })
}

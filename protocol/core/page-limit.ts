import { z } from 'zod'

/**
 * The number of rows in a page. More than `max`, as a newer client may request, is reduced to `max`.
 * `from` parses the number: a query string needs `z.coerce.number()`.
 */
export function pageLimit(max: number, from: z.ZodNumber = z.number()): z.ZodNumber {
  return from
    .int()
    .min(1)
    .overwrite(wanted => Math.min(wanted, max))
    .meta({ maximum: max })
}

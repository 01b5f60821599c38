import { z } from 'zod'
import type { MethodDef } from './core/feature.ts'
import { idSchema, seqSchema } from './core/fields.ts'

/** A language as BCP 47 writes it, as `en` or `zh-Hant`. */
export const languageTagSchema = z
  .string()
  .max(35)
  .regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/, 'a language as BCP 47 writes it')

export const translationMethods = {
  'translation.get': {
    summary:
      'What a message that the caller may see says, in another language: made by the translation service of the company, and kept nowhere. `from`: the language that the service takes it to be in, where it says so. A workspace without the feature `translation` answers `unknown_method`.',
    auth: true,
    params: z.object({ conversationId: idSchema, seq: seqSchema, language: languageTagSchema }),
    result: z.object({ text: z.string(), from: languageTagSchema.nullable().catch(null) }),
  },
} as const satisfies Record<string, MethodDef>

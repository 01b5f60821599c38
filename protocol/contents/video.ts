import { z } from 'zod'
import { keptObject } from '../core/fields.ts'
import { limits } from '../core/limits.ts'
import { fileRefSchema, sendableFileSchema } from '../files.ts'
import { defineContent } from './content.ts'
import { captionSchema } from './image.ts'

const example = {
  id: 'f_4',
  name: '彩排机位 3.mp4',
  size: 61_482_113,
  mediaType: 'video/mp4',
  width: 1920,
  height: 1080,
  durationMs: 42_300,
}
const poster = { id: 'f_5', name: 'poster.webp', size: 41_000, mediaType: 'image/webp', width: 1280, height: 720 }

/** A video that plays in place. `poster` is a frame of it, shown until then. */
export const video = defineContent({
  schema: keptObject({
    type: z.literal('video'),
    file: fileRefSchema,
    poster: fileRefSchema.optional(),
    caption: z.string().optional(),
  }),
  sendable: z.object({
    type: z.literal('video'),
    file: sendableFileSchema.extend({ mediaType: z.string().max(120).startsWith('video/') }),
    poster: sendableFileSchema.extend({ mediaType: z.string().max(120).startsWith('image/') }).optional(),
    caption: captionSchema.optional(),
  }),
  bubble: true,
  counted: true,
  editable: false,
  text: ({ file, caption }) => (caption ? `${caption}\n${file.name}` : file.name),
  words: ({ caption }) => caption ?? '',
  people: () => [],
  mentions: () => [],
  files: ({ file, poster }) => (poster ? [file, poster] : [file]),
  examples: {
    good: [
      { type: 'video', file: example },
      { type: 'video', file: example, poster, caption: '第三机位' },
    ],
    unreadable: [{ type: 'video' }, { type: 'video', file: { ...example, durationMs: -1 } }],
    notSendable: [
      { type: 'video', file: { ...example, mediaType: 'text/html' } },
      { type: 'video', file: example, poster: example },
      { type: 'video', file: example, caption: 'x'.repeat(limits.captionChars + 1) },
    ],
  },
})

import { z } from 'zod'
import { dropControls } from '../core/characters.ts'
import { keptObject } from '../core/fields.ts'
import { limits } from '../core/limits.ts'
import { fileRefSchema, sendableFileSchema } from '../files.ts'
import { defineContent } from './content.ts'

/** Words under pictures or a video, as a client may send them. */
export const captionSchema = z.string().min(1).max(limits.captionChars).overwrite(dropControls)

const example = {
  id: 'f_2',
  name: '西岸主舞台 0609.jpg',
  size: 2_482_113,
  mediaType: 'image/jpeg',
  width: 2400,
  height: 1500,
  placeholder: '1QcSHQRnh493V4dIh4eXh1h4kJUI',
  previews: true,
}
const picture = sendableFileSchema.extend({
  mediaType: z.string().max(120).startsWith('image/'),
  width: z.number().int().min(1).max(65_535),
  height: z.number().int().min(1).max(65_535),
})

/** Pictures, shown as they are; several are an album. */
export const image = defineContent({
  schema: keptObject({
    type: z.literal('image'),
    images: z.array(fileRefSchema).min(1),
    caption: z.string().optional(),
  }),
  sendable: z.object({
    type: z.literal('image'),
    images: z.array(picture).min(1).max(limits.albumImages),
    caption: captionSchema.optional(),
  }),
  bubble: true,
  counted: true,
  editable: false,
  text: ({ images, caption }) => [caption, ...images.map(({ name }) => name)].filter(Boolean).join('\n'),
  words: ({ caption }) => caption ?? '',
  people: () => [],
  mentions: () => [],
  files: content => content.images,
  examples: {
    good: [
      { type: 'image', images: [example] },
      { type: 'image', images: [example, { ...example, id: 'f_3', name: 'b.png' }], caption: '主舞台' },
    ],
    unreadable: [{ type: 'image' }, { type: 'image', images: [] }, { type: 'image', images: [{ id: 'f_1' }] }],
    notSendable: [
      { type: 'image', images: [] },
      { type: 'image', images: Array(limits.albumImages + 1).fill(example) },
      { type: 'image', images: [{ ...example, mediaType: 'text/html' }] },
      { type: 'image', images: [{ ...example, width: undefined }] },
      { type: 'image', images: [example], caption: '' },
      { type: 'image', images: [example], caption: 'x'.repeat(limits.captionChars + 1) },
    ],
  },
})

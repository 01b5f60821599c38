import { z } from 'zod'
import { keptObject } from '../core/fields.ts'
import { fileRefSchema, sendableFileSchema } from '../files.ts'
import { defineContent } from './content.ts'

const example = { id: 'f_1', name: '报价单.xlsx', size: 482_113, mediaType: 'application/zip' }

/** A file of any type. */
export const file = defineContent({
  schema: keptObject({ type: z.literal('file'), file: fileRefSchema }),
  sendable: z.object({ type: z.literal('file'), file: sendableFileSchema }),
  bubble: true,
  counted: true,
  editable: false,
  text: content => content.file.name,
  people: () => [],
  mentions: () => [],
  files: content => [content.file],
  examples: {
    good: [
      { type: 'file', file: example },
      {
        type: 'file',
        file: { ...example, name: '群.png', mediaType: 'image/png', width: 800, height: 600, previews: true },
      },
    ],
    unreadable: [{ type: 'file' }, { type: 'file', file: { ...example, size: -1 } }],
    notSendable: [
      { type: 'file', file: { ...example, name: '' } },
      { type: 'file', file: { ...example, id: '../x' } },
      { type: 'file', file: { ...example, size: 1.5 } },
    ],
  },
})

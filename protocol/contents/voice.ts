import { z } from 'zod'
import { keptObject } from '../core/fields.ts'
import { limits } from '../core/limits.ts'
import { fileRefSchema, sendableFileSchema } from '../files.ts'
import { defineContent } from './content.ts'

const example = { id: 'f_6', name: 'voice.webm', size: 48_113, mediaType: 'video/webm', durationMs: 18_400 }
const waveform = [0, 12, 64, 100, 31, 7]
/** A recording's container with sound alone passes for a video with those who look at its first bytes. */
const recordingType = /^(audio|video)\//

/** A voice note. `waveform` is its loudness over time, from 0 to 100. */
export const voice = defineContent({
  schema: keptObject({ type: z.literal('voice'), file: fileRefSchema, waveform: z.array(z.number().min(0)) }),
  sendable: z.object({
    type: z.literal('voice'),
    file: sendableFileSchema.extend({
      mediaType: z.string().max(120).regex(recordingType),
      durationMs: z.number().int().min(1).max(limits.voiceMs),
    }),
    waveform: z.array(z.number().int().min(0).max(100)).max(limits.waveformBars),
  }),
  bubble: true,
  counted: true,
  editable: false,
  // The recorder makes the name, and nobody looks for it.
  text: () => '',
  people: () => [],
  mentions: () => [],
  files: content => [content.file],
  examples: {
    good: [
      { type: 'voice', file: example, waveform },
      { type: 'voice', file: { ...example, mediaType: 'audio/ogg' }, waveform: [] },
    ],
    unreadable: [
      { type: 'voice', file: example },
      { type: 'voice', file: example, waveform: ['x'] },
    ],
    notSendable: [
      { type: 'voice', file: example, waveform: [101] },
      { type: 'voice', file: example, waveform: Array(limits.waveformBars + 1).fill(1) },
      { type: 'voice', file: { ...example, durationMs: undefined }, waveform },
      { type: 'voice', file: { ...example, durationMs: limits.voiceMs + 1 }, waveform },
      { type: 'voice', file: { ...example, mediaType: 'text/html' }, waveform },
    ],
  },
})

import { idSchema, limits, seqSchema } from '@lianqun/protocol'
import { z } from 'zod'
import { askSchema, type Calls, conversationId, count, type Events, none, text } from './shared.ts'

/** How far a file is on its way, up or down. `paused` waits for the person, `waiting` for the network or its turn. */
export const transferSchema = z.object({
  state: z.enum(['waiting', 'running', 'paused', 'failed', 'done']),
  /** Bytes. */
  done: count,
  total: count,
  /** A protocol error name, or one of the client's. */
  error: text.nullable(),
})

/** A file that is ready to be sent. `url` shows it; the same address without `staged` shows it while it is queued. */
export const stagedSchema = z.object({
  id: idSchema,
  name: text,
  /** Bytes. */
  size: count,
  /** As its name and its source say; the server finds it in the content. */
  mediaType: text,
  /** Pixels, of a picture. */
  width: count.optional(),
  height: count.optional(),
  durationMs: count.optional(),
  url: text,
})

/** A file that the server holds, under the name that the message gives it. */
const onFile = z.object({ fileId: idSchema, name: text })
/** A queued message by its client id, or a download by its file id. */
const onTransfer = z.object({ id: idSchema })

export const fileCalls = {
  /** Lets the person choose files in a dialog of the system; none when they cancel. */
  'files.choose': { args: z.object({ pictures: z.boolean() }), result: z.array(stagedSchema) },
  'files.unstage': { args: z.object({ ids: z.array(idSchema).max(1_000) }), result: none },
  /**
   * Queues one message of staged files: it is on the disk when this answers. Several pictures are an album; `video`,
   * `voice` and `file` take one file, and a video may have its poster as the second.
   */
  'messages.sendFiles': {
    args: z.object({
      id: conversationId,
      items: z
        .array(
          z.object({
            staged: idSchema,
            /** What the page measured, where main did not. */
            width: count.optional(),
            height: count.optional(),
            durationMs: count.optional(),
          }),
        )
        .min(1)
        .max(20),
      as: z.enum(['image', 'video', 'voice', 'file']),
      caption: z.string().max(limits.textChars).optional(),
      replyTo: seqSchema.optional(),
      /** What it asks of others once it is sent. */
      ask: askSchema.optional(),
      /** Loudness over time, 0 to 100, of a voice note. */
      waveform: z.array(z.number().int().min(0).max(100)).optional(),
    }),
    result: z.object({ clientId: text }),
  },
  /** All transfers that are not done. `fileId` is the client id of a queued message, or the id of a download. */
  'files.transfers': { args: none, result: z.array(transferSchema.extend({ fileId: text })) },
  'files.pause': { args: onTransfer, result: none },
  'files.resume': { args: onTransfer, result: none },
  /** Gives it up: a queued message is discarded. */
  'files.cancel': { args: onTransfer, result: none },
  'files.retry': { args: onTransfer, result: none },
  /** Loads the file into the store of this device, in the background. */
  'files.download': { args: onFile, result: none },
  /** Opens a file with the system's program for it. @throws `dangerous_file` for one that could run */
  'files.open': { args: onFile, result: none },
  /** Saves the file into the folder of downloads, unless it is there, and shows it. */
  'files.showInFolder': { args: onFile, result: none },
  'files.saveAs': { args: onFile, result: z.object({ saved: z.boolean() }) },
  /** What files take on this device, in bytes; `limit` is the most that is kept. */
  'files.usage': {
    args: none,
    result: z.object({
      total: count,
      limit: count,
      kinds: z.array(z.object({ kind: z.enum(['image', 'video', 'sound', 'other']), size: count, files: count })),
    }),
  },
  /** Removes loaded files from this device; the server has them still. Null: all kinds. */
  'files.clear': {
    args: z.object({ kind: z.enum(['image', 'video', 'sound', 'other']).nullable() }),
    result: none,
  },
  /** Bytes. */
  'files.setLimit': { args: z.object({ limit: z.number().int().min(100_000_000).max(1e13) }), result: none },
} as const satisfies Calls

export const fileEvents = {
  'files.progress': transferSchema.extend({ fileId: text }),
} as const satisfies Events

export type TransferState = z.infer<typeof transferSchema>
export type StagedFile = z.infer<typeof stagedSchema>

/**
 * Files come to main by a channel of their own that the page cannot reach: the preload script alone names paths, and
 * only of files that a person gave to the page.
 */
export const stageChannel = 'desktop:stage'
/** The most bytes of a file without a path in one message. */
export const stagePieceBytes = 4 * 1_048_576

const described = { name: text.max(1_000), mediaType: text.max(200) }
export const stageRequestSchema = z.discriminatedUnion('step', [
  z.object({ step: z.literal('path'), path: z.string().min(1).max(32_768), ...described }),
  z.object({ step: z.literal('begin'), size: count, ...described }),
  z.object({ step: z.literal('piece'), id: idSchema, bytes: z.instanceof(Uint8Array) }),
  z.object({ step: z.literal('end'), id: idSchema }),
])
export type StageRequest = z.infer<typeof stageRequestSchema>
/** `begin` and `piece` answer with the id; `path` and `end` with the staged file. */
export type StageAnswer =
  | { ok: true; id: string; file: StagedFile | null }
  | { ok: false; error: { code: string; message: string } }

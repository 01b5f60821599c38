import { z } from 'zod'
import type { MethodDef } from './core/feature.ts'
import { idSchema, keptObject, referenceSchema } from './core/fields.ts'
import { limits } from './core/limits.ts'
import { requiredNameSchema } from './core/text.ts'

/** SHA-256 of a file's bytes, hexadecimal. */
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in hexadecimal')
const sizeSchema = z.number().int().min(0)
const pixelsSchema = z.number().int().min(1).max(65_535)

const known = {
  /** In bytes. */
  size: sizeSchema,
  /** The media type as the server found it in the content, never as the sender claims it. */
  mediaType: z.string().min(1).max(120),
  /** Pixels as shown, of a picture or a video. */
  width: pixelsSchema.optional(),
  height: pixelsSchema.optional(),
  /** Milliseconds, of a sound or a video. */
  durationMs: z.number().int().min(0).optional(),
  /** A thumbhash in base64: what is shown until the picture is there. */
  placeholder: z.string().max(60).optional(),
  /** The server has smaller pictures of it: `thumbnail` and `preview`. */
  previews: z.boolean().optional(),
}

/** A file that the server holds, as a message names it. What it says is the server's word. */
export const fileRefSchema = keptObject({ id: referenceSchema, name: z.string(), ...known })
export type FileRef = z.infer<typeof fileRefSchema>

/** A file as a client may send it: what the upload answered. */
export const sendableFileSchema = z.object({ id: idSchema, name: requiredNameSchema(limits.fileNameChars), ...known })

/** Sizes of a picture: the longer side in pixels. */
export const fileVariants = { thumbnail: 400, preview: 1_600 } as const
export type FileVariant = keyof typeof fileVariants

/**
 * The HTTP side of files, below the workspace's address; every request has the access token as bearer. Uploads follow
 * tus 1.0 (https://tus.io/protocols/resumable-upload) with the metadata `name`, and `kind` (`image`, `video`, `voice`
 * or `file`); a finished upload answers `GET <upload>/file` with the {@link FileRef}. Downloads take `Range`.
 */
export const fileRoutes = {
  uploads: '/files/uploads',
  upload: (id: string): string => `/files/uploads/${encodeURIComponent(id)}`,
  uploaded: (id: string): string => `/files/uploads/${encodeURIComponent(id)}/file`,
  file: (id: string): string => `/files/${encodeURIComponent(id)}`,
  variant: (id: string, variant: FileVariant): string => `/files/${encodeURIComponent(id)}/${variant}`,
} as const

export const fileMethods = {
  'file.claim': {
    summary:
      'A file of these bytes under another name, without an upload: only of what the caller can see already. Null when there is none.',
    auth: true,
    params: z.object({ sha256: sha256Schema, name: requiredNameSchema(limits.fileNameChars) }),
    result: z.object({ file: fileRefSchema.nullable() }),
  },
} as const satisfies Record<string, MethodDef>

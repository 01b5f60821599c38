/*
 * What the window and the frame of documents tell each other.
 */

export type DocumentKind = 'pdf' | 'text' | 'docx' | 'xlsx'

/** Why a document is not shown. */
export const documentProblems = ['too_large', 'damaged', 'unsafe', 'password', 'unknown'] as const
export type DocumentProblem = (typeof documentProblems)[number]

/** To the frame: what to show, once; or a file of the PDF reader that it asked for. */
export type ToFrame =
  | {
      type: 'show'
      kind: DocumentKind
      name: string
      bytes: ArrayBuffer
      part: boolean
      dark: boolean
      words: FrameWords
    }
  | { type: 'resource'; name: string; bytes: ArrayBuffer | null }

/** The words that the frame shows, in the language of the window. */
export interface FrameWords {
  language: string
  part: string
  sheets: string
  /** Has `{{at}}` and `{{count}}`. */
  page: string
}

/** From the frame. */
export type FromFrame =
  | { type: 'ready' }
  | { type: 'shown' }
  | { type: 'failed'; problem: DocumentProblem }
  | { type: 'resource'; name: string }
  | { type: 'escape' }

/** The names of the PDF reader's files: character maps, fonts and decoders. */
export const resourceName =
  /^(cmaps\/[\w-]{1,60}\.bcmap|standard_fonts\/[\w-]{1,60}\.(pfb|ttf)|wasm\/(jbig2|openjpeg)\.wasm)$/

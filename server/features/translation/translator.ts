export interface Translation {
  text: string
  /** The language that the service takes the text to be in, where it says so. */
  from: string | null
}

/**
 * A translation service. `language` as BCP 47 writes it. It stops when `signal` is aborted.
 * @throws NoTranslation, or any other error
 */
export type Translator = (text: string, language: string, signal: AbortSignal) => Promise<Translation>

/** The service gave no translation. Its message names the reason and nothing of the text: it is for the log. */
export class NoTranslation extends Error {}

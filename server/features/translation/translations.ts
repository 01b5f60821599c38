import { createHash } from 'node:crypto'
import { dropControls, ProtocolError, limits as protocolLimits } from '@lianqun/protocol'
import { limitConcurrency } from '../../../common/limit-concurrency.ts'
import { NoTranslation, type Translation, type Translator } from './translator.ts'

interface Limits {
  /** How long a text waits for its translation, in milliseconds. */
  translateMs: number
  /** Texts that the service is asked for at the same time, and those that wait for it. */
  translationsAtOnce: number
  translationsWaiting: number
  /** Characters of the translations that are remembered. */
  translationCacheChars: number
}

/** Asks a translation service within bounds, each text once, and remembers its last answers in memory. */
export class Translations {
  readonly #translator: Translator
  readonly #limits: Limits
  readonly #failed: (reason: string) => void
  readonly #slots: ReturnType<typeof limitConcurrency>
  readonly #stopped = new AbortController()
  /** By hash of the text and language, the one that was asked for last at the end. */
  readonly #known = new Map<string, Translation>()
  readonly #asked = new Map<string, Promise<Translation>>()
  #knownChars = 0

  /** `failed` is told why the service gave no answer; of the text it says nothing. */
  constructor(translator: Translator, limits: Limits, failed: (reason: string) => void) {
    this.#translator = translator
    this.#limits = limits
    this.#failed = failed
    this.#slots = limitConcurrency(limits.translationsAtOnce)
  }

  /** @throws too_large, translation_unavailable */
  async translate(text: string, language: string): Promise<Translation> {
    if (text.length > protocolLimits.translatedChars) throw new ProtocolError('too_large')
    const key = `${createHash('sha256').update(text).digest('base64')} ${language}`
    const known = this.#known.get(key)
    if (known !== undefined) {
      this.#remember(key, known)
      return known
    }
    const asked = this.#asked.get(key)
    if (asked !== undefined) return asked
    const asking = this.#ask(text, language)
      .then(found => {
        this.#remember(key, found)
        return found
      })
      .finally(() => this.#asked.delete(key))
    this.#asked.set(key, asking)
    return asking
  }

  /** Gives up what the service was asked for. */
  stop(): void {
    this.#stopped.abort(new NoTranslation('the server stops'))
  }

  async #ask(text: string, language: string): Promise<Translation> {
    const { translateMs, translationsAtOnce, translationsWaiting } = this.#limits
    if (this.#asked.size >= translationsAtOnce + translationsWaiting) throw this.#unavailable('too many texts wait')
    const signal = AbortSignal.any([this.#stopped.signal, AbortSignal.timeout(translateMs)])
    try {
      const found = await Promise.race([
        this.#slots(async () => {
          signal.throwIfAborted()
          return this.#translator(text, language, signal)
        }),
        whenAborted(signal),
      ])
      return { ...found, text: dropControls(found.text) }
    } catch (error) {
      if (signal.aborted)
        throw this.#unavailable(this.#stopped.signal.aborted ? 'the server stops' : 'no answer in time')
      throw this.#unavailable(reasonOf(error))
    }
  }

  #unavailable(reason: string): ProtocolError {
    this.#failed(reason)
    return new ProtocolError('translation_unavailable')
  }

  #remember(key: string, found: Translation): void {
    this.#forget(key)
    this.#known.set(key, found)
    this.#knownChars += found.text.length
    for (const oldest of this.#known.keys()) {
      if (this.#knownChars <= this.#limits.translationCacheChars) break
      this.#forget(oldest)
    }
  }

  #forget(key: string): void {
    this.#knownChars -= this.#known.get(key)?.text.length ?? 0
    this.#known.delete(key)
  }
}

/** Rejects when a signal is aborted; what waits for a slot does not hear of it otherwise. */
function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

/** The reason of a failure, without what an error may quote of the text. */
function reasonOf(error: unknown): string {
  if (error instanceof NoTranslation) return error.message
  // `fetch` says what failed in the cause alone.
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (!(cause instanceof Error)) return 'unknown'
  return 'code' in cause ? String(cause.code) : cause.message
}

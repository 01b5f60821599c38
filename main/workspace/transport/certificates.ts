import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls'
import type { Log } from '../../log.ts'

export interface CertificateSources {
  /** Certificates of authorities that Node brings along or was given at its start, as PEM. */
  bundled(): readonly string[]
  /** Those of the operating system. May take a moment, and may throw. */
  system(): readonly string[]
  /** Those of the company's policy for this app. */
  extra(): readonly string[]
}

export const nodeCertificates: CertificateSources = {
  bundled: () => [...getCACertificates('bundled'), ...getCACertificates('extra')],
  system: () => getCACertificates('system'),
  extra: () => [],
}

/**
 * The authorities that a server or proxy is checked against. The system's are read only once a certificate is not
 * trusted without them: reading them blocks for a tenth of a second and more.
 */
export class Certificates {
  readonly #sources: CertificateSources
  readonly #log: Log
  #context: SecureContext | null = null
  #withSystem = false

  constructor(sources: CertificateSources, log: Log) {
    this.#sources = sources
    this.#log = log
  }

  /** The context for TLS connections; one for all, as making it is costly. */
  context(): SecureContext {
    this.#context ??= createSecureContext({ ca: [...this.#authorities()] })
    return this.#context
  }

  /** Adds the system's authorities. Returns whether `context()` now knows more than `used`. */
  addSystem(used: SecureContext | null = null): boolean {
    if (!this.#withSystem) {
      this.#withSystem = true
      this.#context = null
    }
    return this.context() !== used
  }

  #authorities(): Set<string> {
    const { bundled, system, extra } = this.#sources
    const all = new Set([...bundled(), ...extra()])
    if (!this.#withSystem) return all
    try {
      return new Set([...all, ...system()])
    } catch (error) {
      this.#log('the certificates of the system cannot be read', { error: String(error) })
      return all
    }
  }
}

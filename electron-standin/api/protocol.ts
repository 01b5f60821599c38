import type { CustomScheme } from 'electron'
import { registerScheme } from '../host/schemes.ts'
import { app } from './app.ts'

type ProtocolHandler = (request: Request) => Response | Promise<Response>

/** A session's protocol handlers. */
export class Protocol {
  readonly #handlers = new Map<string, ProtocolHandler>()

  handle(scheme: string, handler: (request: never) => Response | Promise<Response>): void {
    if (this.#handlers.has(scheme)) throw new Error('Failed to register protocol: The scheme has been registered')
    this.#handlers.set(scheme, handler as ProtocolHandler)
  }

  unhandle(scheme: string): void {
    if (!this.#handlers.delete(scheme))
      throw new Error('Failed to unhandle protocol: The scheme has not been registered')
  }

  isProtocolHandled(scheme: string): boolean {
    return this.#handlers.has(scheme)
  }

  handlerOf(scheme: string): ProtocolHandler | undefined {
    return this.#handlers.get(scheme)
  }

  registerSchemesAsPrivileged(schemes: CustomScheme[]): void {
    if (app.isReady()) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready')
    for (const scheme of schemes) registerScheme(scheme)
  }
}

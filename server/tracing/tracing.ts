/** Something that takes time: a request, or a part of one. */
export interface Span {
  /** Begins a part of it. */
  child(name: string): Span
  /** It is done. `outcome`: `ok` or the name of an error. Once. */
  end(outcome?: string): void
}

/** Makes the spans of requests. They hold names and numbers that the code knows, never what a client wrote. */
export interface Tracer {
  /** Begins the span of a request, with the ids that its log lines have. Null when it is not traced. */
  request(method: string, connection: string, request: number): Span | null
}

/** Traces nothing. */
export const noTracer: Tracer = { request: () => null }

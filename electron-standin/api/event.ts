export interface PreventableEvent {
  readonly defaultPrevented: boolean
  preventDefault(): void
}

/** An Electron event with preventDefault, and with the details that newer listeners read from it. */
export function createEvent<T extends object>(details?: T): PreventableEvent & T {
  let prevented = false
  const event = {
    preventDefault() {
      prevented = true
    },
  }
  Object.defineProperty(event, 'defaultPrevented', { get: () => prevented, enumerable: true })
  return Object.assign(event, details) as unknown as PreventableEvent & T
}

import type { FromFrame } from './messages.ts'

const waiting = new Map<string, ((bytes: ArrayBuffer | null) => void)[]>()

export function tell(message: FromFrame): void {
  // The window's origin is not known to a frame without one; nothing in these messages is a secret.
  window.parent.postMessage(message, '*')
}

/** A file of the PDF reader, which the window loads; null when there is none of that name. */
export function askResource(name: string): Promise<ArrayBuffer | null> {
  return new Promise(resolve => {
    const others = waiting.get(name)
    if (others) others.push(resolve)
    else {
      waiting.set(name, [resolve])
      tell({ type: 'resource', name })
    }
  })
}

export function answerResource(name: string, bytes: ArrayBuffer | null): void {
  const all = waiting.get(name) ?? []
  waiting.delete(name)
  // Each reader may take its bytes away.
  for (const resolve of all) resolve(bytes === null ? null : bytes.slice(0))
}

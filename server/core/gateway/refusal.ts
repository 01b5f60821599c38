import type { Duplex } from 'node:stream'

/** Why an upgrade is refused, and after how many milliseconds the client should try again, if that is known. */
export interface Refusal {
  status: string
  waitMs?: number
  /** Words for the person who looks into it. */
  message?: string
}

export const unavailable = '503 Service Unavailable'

/** Answers an upgrade with a refusal, and closes the socket whatever the client does with it. */
export function refuse(socket: Duplex, { status, waitMs, message = '' }: Refusal): void {
  const timer = setTimeout(() => socket.destroy(), 1_000)
  timer.unref()
  socket.once('close', () => clearTimeout(timer))
  // What was sent is read, and the other side closes first, since closing would discard the answer otherwise.
  socket.resume()
  const head = [`HTTP/1.1 ${status}`, 'Connection: close', `Content-Length: ${Buffer.byteLength(message)}`]
  if (message !== '') head.push('Content-Type: text/plain; charset=utf-8')
  if (waitMs !== undefined) head.push(`Retry-After: ${Math.ceil(waitMs / 1_000)}`)
  socket.end(`${head.join('\r\n')}\r\n\r\n${message}`)
}

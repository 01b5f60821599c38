/**
 * The bytes of an answer to a page, read as the page takes them. `open` gets a signal that is aborted when the page wants
 * no more, as at each jump in a video: Electron's own `request.signal` never is.
 *
 * Made by hand, because `Readable.toWeb` throws past everybody when it is cancelled while bytes are on their way
 * (nodejs/node#64529), and Electron cancels so.
 */
export function bodyOf(open: (signal: AbortSignal) => AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const unwanted = new AbortController()
  const bytes = open(unwanted.signal)[Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await bytes.next()
          if (unwanted.signal.aborted) return
          if (done) controller.close()
          else controller.enqueue(value)
        } catch (error) {
          if (!unwanted.signal.aborted) throw error
        }
      },
      cancel() {
        unwanted.abort()
        // Where it waits for bytes that are still to come, it ends with them; nobody waits for that.
        bytes.return?.().catch(() => {})
      },
    },
    { highWaterMark: 0 },
  )
}

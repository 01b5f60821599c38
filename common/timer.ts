/** Calls `call` once after `ms` milliseconds, unless the returned function is called before. */
export function timer(call: () => void, ms: number): () => void {
  const handle = setTimeout(call, ms)
  return () => clearTimeout(handle)
}

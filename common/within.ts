/**
 * The outcome of `work`, or the error that `late` makes when it takes longer than `ms` milliseconds. The work goes on.
 */
export async function within<T>(work: Promise<T>, ms: number, late: () => Error): Promise<T> {
  const limit = Promise.withResolvers<never>()
  const timer = setTimeout(() => limit.reject(late()), ms)
  try {
    return await Promise.race([work, limit.promise])
  } finally {
    clearTimeout(timer)
  }
}

/**
 * Allows one run at a time. Any number of calls during a run cause one more run after it. All of these calls share a
 * promise, which resolves after the last run and rejects when a run fails; the runs that were due are then dropped.
 */
export function coalesce(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null
  let again = false
  const loop = async (): Promise<void> => {
    try {
      do {
        again = false
        await run()
      } while (again)
    } finally {
      // In the same turn as the look at `again`: a call between the two would be lost.
      running = null
    }
  }
  return () => {
    if (running === null) running = loop()
    else again = true
    return running
  }
}

/**
 * One run at a time: a call during a run makes it run once more, however many there are. The promise is that of the
 * last run. A run that fails ends the others with it.
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

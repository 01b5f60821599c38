/**
 * One run at a time: a call during a run makes it run once more, however many there are. The promise is that of the
 * last run. A run that fails ends the others with it.
 */
export function coalesce(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null
  let again = false
  const loop = async (): Promise<void> => {
    do {
      again = false
      await run()
    } while (again)
  }
  return () => {
    if (running !== null) {
      again = true
      return running
    }
    running = loop().finally(() => {
      running = null
    })
    return running
  }
}

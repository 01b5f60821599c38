import { call, on } from '../desktop.ts'

type Save = () => Promise<number>

const saves = new Set<Save>()

/**
 * Registers work to be done before the app quits. It resolves with the number of things that could not be saved; the
 * person is then asked whether to quit all the same.
 */
export function beforeQuit(save: Save): void {
  saves.add(save)
}

/** Answers main's question before it quits. To be called once. */
export function startQuitting(): void {
  on('quitting', () => {
    Promise.all([...saves].map(save => save()))
      .then(counts => call('app.flushed', { unsaved: counts.reduce((sum, count) => sum + count, 0) }))
      .catch(error => console.error('app.flushed', error))
  })
}

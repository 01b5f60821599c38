import type { Reporter, TestModule } from 'vitest/node'

/** Prints one plain line with the totals at the end of a run, after the `notes` on what could not be run here. */
export default class TotalsReporter implements Reporter {
  readonly #notes: readonly string[]

  constructor({ notes = [] }: { notes?: readonly string[] } = {}) {
    this.#notes = notes
  }

  onTestRunEnd(modules: ReadonlyArray<TestModule>, unhandledErrors: ReadonlyArray<unknown>): void {
    let passed = 0
    let failed = unhandledErrors.length
    const retried: string[] = []
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        if (state === 'passed') passed++
        else if (state === 'failed') failed++
        if ((test.diagnostic()?.retryCount ?? 0) > 0 && state === 'passed') retried.push(test.fullName)
      }
      if (module.errors().length > 0) failed++
    }
    for (const name of retried) process.stdout.write(`\nPassed on the second try: ${name}`)
    // A run of other parts has nothing to do with what the server's tests need.
    const ofServer = modules.some(module => module.relativeModuleId.startsWith('server/'))
    const lines = [...(ofServer ? this.#notes : []), `${passed} passed, ${failed} failed`]
    process.on('exit', () => process.stdout.write(`\n${lines.join('\n')}\n`))
  }
}

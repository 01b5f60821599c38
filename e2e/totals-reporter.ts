import type { Reporter, TestModule } from 'vitest/node'

/** Prints one plain line with the totals at the end of a run. */
export default class TotalsReporter implements Reporter {
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
    process.on('exit', () => process.stdout.write(`\n${passed} passed, ${failed} failed\n`))
  }
}

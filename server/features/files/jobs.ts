import type { JobSpecs } from '../../core/jobs/jobs.ts'
import type { FileKeeper } from './keeper.ts'

declare module '../../core/jobs/jobs.ts' {
  interface JobPayloads {
    collectFiles: null
    sweepFiles: null
  }
}

/** Removes files that nobody needs, and bytes without a file, again and again. */
export function fileJobs(
  keeper: FileKeeper,
  { collectFilesMs, sweepFilesMs }: { collectFilesMs: number; sweepFilesMs: number },
): JobSpecs<'collectFiles' | 'sweepFiles'> {
  return {
    collectFiles: { atOnce: 1, attempts: 3, everyMs: collectFilesMs, run: async () => void (await keeper.collect()) },
    sweepFiles: {
      atOnce: 1,
      attempts: 3,
      everyMs: sweepFilesMs,
      async run({ signal }) {
        await keeper.sweep(signal)
        signal.throwIfAborted()
      },
    },
  }
}

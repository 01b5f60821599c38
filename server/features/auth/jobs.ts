import type { JobSpecs } from '../../core/jobs/jobs.ts'
import type { Write } from '../../core/services.ts'
import { forgetOldSessions } from './sessions.ts'

declare module '../../core/jobs/jobs.ts' {
  interface JobPayloads {
    forgetSessions: null
  }
}

const dayMs = 86_400_000

/** Forgets sessions that ran out, and tokens that were exchanged, every day. */
export function authJobs(write: Write): JobSpecs<'forgetSessions'> {
  return {
    forgetSessions: { atOnce: 1, attempts: 3, everyMs: dayMs, run: () => write('workspace', forgetOldSessions) },
  }
}

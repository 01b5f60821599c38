import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Socket } from 'node:net'

/** Reads the process id of the program from its input, an empty line when it has ended; acts at the end of the input. */
const script = `
pid=
while read -r line; do pid=$line; done
if [ -n "$pid" ]; then
  kill -CONT "$pid"
  kill -"$2" "$pid"
  round=0
  while kill -0 "$pid" && [ $round -lt 100 ]; do sleep 0.1; round=$((round + 1)); done
fi
rm -rf "$1"
`

/** Sees to it that a program and its folder are gone when the test process is, however that one ended. */
export interface Guard {
  /** Names the running program; null when it has ended. */
  watch(pid: number | null): void
  /** Removes the folder. */
  end(): Promise<void>
}

/**
 * A shell of its own session waits until this process closes the pipe to it, by `end` or by dying; then it sends
 * `signal` to the program, waits for its end and removes `folder`.
 */
export function guard(folder: string, signal: 'QUIT' | 'KILL'): Guard {
  const shell = spawn('sh', ['-c', script, 'sh', folder, signal], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  const gone = once(shell, 'exit')
  // Neither keeps this process alive.
  shell.unref()
  const pipe = shell.stdin as Socket
  pipe.unref()
  pipe.on('error', () => {
    // The shell was killed: nobody is left to hear of the program.
  })
  return {
    watch: pid => {
      pipe.write(`${pid ?? ''}\n`)
    },
    async end() {
      shell.ref()
      pipe.end()
      await gone
    },
  }
}

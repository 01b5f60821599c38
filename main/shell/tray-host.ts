import { execFile } from 'node:child_process'

const watcher = 'org.kde.StatusNotifierWatcher'
const bus = 'org.freedesktop.DBus'
/** Tools of which a Linux desktop has one; both answer with `true` or `false`. */
const questions: readonly (readonly [string, readonly string[]])[] = [
  [
    'gdbus',
    ['call', '--session', '--dest', bus, '--object-path', '/org/freedesktop/DBus', '--method', `${bus}.NameHasOwner`],
  ],
  ['dbus-send', ['--session', '--print-reply', `--dest=${bus}`, '/org/freedesktop/DBus', `${bus}.NameHasOwner`]],
]

/** Runs a program; its output, or null when it is missing or fails. */
export type Run = (program: string, args: readonly string[]) => Promise<string | null>

/**
 * Whether the desktop shows tray icons. On Linux Electron cannot tell: an icon that no panel shows is no error, so the
 * session bus is asked for the one that shows them.
 */
export async function showsTrayIcons(platform: NodeJS.Platform, run: Run = runProgram): Promise<boolean> {
  if (platform !== 'linux') return true
  for (const [program, args] of questions) {
    const answer = await run(program, [...args, program === 'gdbus' ? watcher : `string:${watcher}`])
    if (answer !== null) return /\btrue\b/.test(answer)
  }
  return false
}

function runProgram(program: string, args: readonly string[]): Promise<string | null> {
  return new Promise(resolve => {
    execFile(program, args, { timeout: 1_000 }, (error, output) => resolve(error === null ? output : null))
  })
}

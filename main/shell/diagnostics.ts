import { release } from 'node:os'
import type { App, Screen } from 'electron'

/** Facts of this installation that help to find a fault. None of them is about people or their messages. */
type Facts = Record<string, string>

/** The facts of the program and the system it runs on. */
export function systemFacts(given: {
  app: Pick<App, 'getVersion' | 'isPackaged'>
  screen: Pick<Screen, 'getAllDisplays'>
  platform: NodeJS.Platform
  versions: NodeJS.ProcessVersions
}): Facts {
  const { app, screen, platform, versions } = given
  const displays = screen.getAllDisplays().map(({ size, scaleFactor }) => `${size.width}×${size.height}@${scaleFactor}`)
  return {
    time: new Date().toISOString(),
    version: `${app.getVersion()}${app.isPackaged ? '' : ' (development)'}`,
    system: `${platform} ${release()} ${process.arch}`,
    runtime: `Electron ${versions.electron}, Chromium ${versions.chrome}, Node ${versions.node}`,
    displays: displays.join(', '),
  }
}

/** The text that the user copies for an administrator: the facts, then the latest lines of the log. */
export function diagnosticsText(facts: Facts, lines: readonly string[]): string {
  const named = Object.entries(facts).map(([name, value]) => `${name}: ${value}`)
  return ['Lianqun', ...named, '', ...lines, ''].join('\n')
}

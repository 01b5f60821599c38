import type { CommandLine } from 'electron'

/** Switches by which another program takes over the windows. No fuse of Electron turns them off. */
const debuggingSwitches = ['remote-debugging-port', 'remote-debugging-pipe', 'remote-debugging-socket-name']

type Switches = Pick<CommandLine, 'hasSwitch' | 'getSwitchValue'>

/**
 * Whether the program may start. The shipped one must not with a switch that opens its pages to other programs: they
 * would read the messages without the key store being asked. A build for tests may.
 */
export function mayStart(given: { packaged: boolean; testBuild: boolean; switches: Switches }): boolean {
  const { packaged, testBuild, switches } = given
  return !packaged || testBuild || !debuggingSwitches.some(name => switches.hasSwitch(name))
}

/**
 * What only a developer may ask for: a picture of the window (`--screenshot=FILE`, empty for none), and variables of
 * the environment that are read, such as the demo workspace's.
 */
export function developerOptions(given: { packaged: boolean; switches: Switches; env: NodeJS.ProcessEnv }): {
  screenshot: string
  env: NodeJS.ProcessEnv
} {
  if (given.packaged) return { screenshot: '', env: {} }
  return { screenshot: given.switches.getSwitchValue('screenshot'), env: given.env }
}

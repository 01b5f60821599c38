/**
 * The address at which other systems post to a hook, from the origin of the workspace and the path that its server gave.
 * Whatever the path holds, the address leads to the workspace.
 */
export function addressOf(origin: string, path: string): string {
  return `${origin}/${path.replace(/^[/\\]+/, '')}`
}

import { StartupError } from '../storage/startup-error.ts'

/**
 * What one process among several does: `gateway` serves the WebSockets of clients, `api` files, mini-apps and their API
 * over HTTP, `jobs` does what commits ask for and what comes again and again.
 */
export const allRoles = ['gateway', 'api', 'jobs'] as const
export type Role = (typeof allRoles)[number]

/** The roles of a list with commas; `all`, and an empty one, are all of them. @throws StartupError */
export function readRoles(text: string): Role[] {
  const names = text.split(',').map(name => name.trim())
  const named = names.filter(name => name !== '' && name !== 'all')
  const unknown = named.find(name => !allRoles.some(role => role === name))
  if (unknown !== undefined)
    throw new StartupError(`--role takes ${allRoles.join(', ')}, a list of them, or all; not "${unknown}".`)
  return named.length === 0 || names.includes('all') ? [...allRoles] : allRoles.filter(role => named.includes(role))
}

/** The roles of a process. @throws StartupError where it is the only one and has not all of them */
export function requireRoles(roles: readonly Role[], database: string | undefined): ReadonlySet<Role> {
  if (database === undefined && roles.length < allRoles.length)
    throw new StartupError(
      'On the database in a folder there is one process, which has all roles: leave --role out, or name a database of ' +
        'PostgreSQL with --database.',
    )
  return new Set(roles)
}

/** What somebody is told who asks a process for what it does not do. */
export function notServed(what: string, roles: ReadonlySet<Role>): string {
  return `This process serves no ${what}: its role is ${[...roles].join(' and ')}. The balancer sends it what it does not do.`
}

/**
 * The groups of what was found, in their order. Enter takes the first row: whom and where one writes to comes before a
 * department, whose people and group often have its name.
 */
const order = ['people', 'groups', 'departments', 'messages', 'files', 'apps', 'commands'] as const

/** The rows of all groups, one group after the other. */
export function inOrder<T>(found: Record<(typeof order)[number], readonly T[]>): T[] {
  return order.flatMap(group => found[group])
}

/** Facts of this installation that help to find a fault. None of them is about people or their messages. */
export type Facts = Record<string, string | number | boolean>

/** The text that the user copies for an administrator: the facts, then the latest lines of the log. */
export function diagnosticsText(facts: Facts, lines: readonly string[]): string {
  const named = Object.entries(facts).map(([name, value]) => `${name}: ${value}`)
  return ['Lianqun', ...named, '', ...lines, ''].join('\n')
}

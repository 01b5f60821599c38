import type { BotItem } from '../../../preload/contract/index.ts'

type Named = Pick<BotItem, 'name'> & { manifest: Pick<BotItem['manifest'], 'description' | 'commands'> }

/** The bots that have each word of a query in their name, their description or a command; those by name first. */
export function botsFound<B extends Named>(bots: readonly B[], query: string): B[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const has = (text: string) => words.every(word => text.toLowerCase().includes(word))
  const textOf = ({ name, manifest }: Named) =>
    [name, manifest.description, ...manifest.commands.map(command => `/${command.name} ${command.description}`)].join(
      '\n',
    )
  const found = bots.filter(bot => has(textOf(bot)))
  return [...found.filter(bot => has(bot.name)), ...found.filter(bot => !has(bot.name))]
}

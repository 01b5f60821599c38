import type { BotCommand } from '@lianqun/protocol'
import './bot-profile.css'

/** The commands of a bot, and what each does. */
export function CommandList({ commands }: { commands: readonly BotCommand[] }) {
  return (
    <ul className="messages-bot-commands">
      {commands.map(({ name, hint, description }) => (
        <li key={name}>
          <code>
            /{name}
            {hint && <span> {hint}</span>}
          </code>
          {description && <span>{description}</span>}
        </li>
      ))}
    </ul>
  )
}

import type { botIcons } from '@lianqun/protocol'
import {
  Bell,
  Bot,
  Bug,
  ChartColumn,
  ClipboardList,
  Database,
  GitBranch,
  type LucideIcon,
  MessageSquare,
  Rocket,
  Server,
  ShieldCheck,
  Siren,
  Truck,
  Workflow,
} from 'lucide-react'

/** How the pictures of bots are drawn, by their names in the protocol. */
const drawn: Record<(typeof botIcons)[number], LucideIcon> = {
  bot: Bot,
  siren: Siren,
  bell: Bell,
  workflow: Workflow,
  'git-branch': GitBranch,
  bug: Bug,
  rocket: Rocket,
  truck: Truck,
  chart: ChartColumn,
  clipboard: ClipboardList,
  database: Database,
  server: Server,
  shield: ShieldCheck,
  message: MessageSquare,
}

/** The names of the pictures that a bot can be given. */
export const botIconNames = Object.keys(drawn) as (keyof typeof drawn)[]

/** The icon of a name; one of a later version is drawn as a bot. */
export function botIcon(name: string): LucideIcon {
  return Object.hasOwn(drawn, name) ? drawn[name as keyof typeof drawn] : Bot
}

import {
  AppWindow,
  BarChart3,
  BookUser,
  Bot,
  Box,
  CalendarDays,
  ClipboardCheck,
  Clock,
  FileText,
  type LucideIcon,
  Megaphone,
  Plane,
  Receipt,
  Siren,
  Target,
  Truck,
  Users,
} from 'lucide-react'
import { entryOf } from '../ui/entry-of.ts'

/** The icons that an app's manifest may name; other names get the box. */
const icons: Record<string, LucideIcon> = {
  'app-window': AppWindow,
  'bar-chart': BarChart3,
  'book-user': BookUser,
  bot: Bot,
  calendar: CalendarDays,
  'clipboard-check': ClipboardCheck,
  clock: Clock,
  'file-text': FileText,
  megaphone: Megaphone,
  plane: Plane,
  receipt: Receipt,
  siren: Siren,
  target: Target,
  truck: Truck,
  users: Users,
}

export function AppIcon({ name }: { name: string }) {
  const Icon = entryOf(icons, name) ?? Box
  return <Icon />
}

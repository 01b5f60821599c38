import { namedIcon } from '../../../ui/index.ts'

/** The icon that a card names; nothing for one of a later version. */
export function CardIcon({ name }: { name: string | undefined }) {
  const Icon = name === undefined ? undefined : namedIcon(name)
  return Icon === undefined ? null : <Icon aria-hidden="true" />
}

import { Users } from 'lucide-react'
import { type CSSProperties, type ReactNode, useState } from 'react'
import { hueOf, initial, initials } from '../../common/names.ts'
import { useLanguage, useTranslate } from '../i18n.ts'
import { cx } from './cx.ts'
import { fileAddress } from './file-address.ts'
import { botIcon } from './named-icons.tsx'
import { type Face, nameOf } from './names.ts'
import './avatar.css'

function look(size: number, hue: number): CSSProperties {
  return { '--z': `${size}px`, '--b': `var(--av${hue}-bg)`, '--f': `var(--av${hue}-fg)` } as CSSProperties
}

/*
 * Initials are drawn by the style sheet: they are a picture of a name, not words of the page that one could find, copy
 * or say to press the button around them.
 */

/** How a person who is there is: at a device, or away from all of them. */
export type PresenceState = 'online' | 'away'

/**
 * A person's avatar, or a bot's picture. Hidden from screen readers, because the name is beside it; but for the dot that says that they are
 * there.
 */
export function Avatar(props: {
  person: Face
  size?: number
  className?: string
  presence?: PresenceState | null | undefined
}) {
  const { presence, person } = props
  if (person.bot !== undefined) return <BotAvatar id={person.id} icon={person.bot} size={props.size} />
  if (!presence) return <Initials {...props} />
  return (
    <span className="avatar-with-presence">
      <Initials {...props} />
      <PresenceDot state={presence} />
    </span>
  )
}

/** Says by its color, and in words to a screen reader, that somebody is there. */
export function PresenceDot({ state }: { state: PresenceState }) {
  const t = useTranslate('ui')
  return <span className={`presence-dot ${state}`} role="img" aria-label={t(state)} title={t(state)} />
}

function Initials({ person, size = 40, className }: { person: Face; size?: number; className?: string }) {
  const name = nameOf(person, useLanguage())
  const tiny = size < 26
  return (
    <span
      className={cx('avatar', tiny && 'tiny', className)}
      style={look(size, hueOf(person.id))}
      data-initials={tiny ? initial(name) : initials(name)}
      aria-hidden="true"
    />
  )
}

/** A group's avatar: its own picture, and where it has none or that cannot be loaded, up to four of its people. */
export function GroupAvatar(props: { avatarPeople: readonly Face[]; avatarId?: string | null; size?: number }) {
  const { avatarPeople, avatarId = null, size = 40 } = props
  const language = useLanguage()
  const [failed, setFailed] = useState<string | null>(null)
  if (avatarId !== null && avatarId !== failed)
    return (
      <span className="avatar" style={look(size, hueOf(avatarId))} aria-hidden="true">
        <img className="avatar-picture" src={fileAddress(avatarId)} alt="" onError={() => setFailed(avatarId)} />
      </span>
    )
  if (avatarPeople.length === 0) return <IconAvatar icon={<Users />} hue={1} size={size} />
  const shown = avatarPeople.slice(0, 4)
  return (
    <span
      className={`group-avatar n${shown.length}`}
      style={{ '--z': `${size}px` } as CSSProperties}
      aria-hidden="true"
    >
      {shown.map(face => (
        <i key={face.id} style={look(size, hueOf(face.id))} data-initials={initial(nameOf(face, language))} />
      ))}
    </span>
  )
}

/** An avatar with an icon in one of the eight hues: apps, everyone, departments. */
export function IconAvatar({ icon, hue, size = 40 }: { icon: ReactNode; hue: number; size?: number }) {
  return (
    <span className="avatar" style={look(size, hue)} aria-hidden="true">
      {icon}
    </span>
  )
}

/** The picture of a bot: its icon, in a hue of its own. */
export function BotAvatar(props: { id: string; icon: string; size?: number | undefined }) {
  const Icon = botIcon(props.icon)
  return <IconAvatar icon={<Icon />} hue={hueOf(props.id)} size={props.size ?? 40} />
}

/** The avatar of a conversation: the other person's or the group's. */
export function ConversationAvatar({
  conversation,
  size = 40,
  presence,
}: {
  conversation: { kind: 'direct' | 'group'; avatarPeople: readonly Face[]; avatarId?: string | null }
  size?: number
  presence?: PresenceState | null
}) {
  const [first] = conversation.avatarPeople
  if (conversation.kind === 'direct' && first) return <Avatar person={first} size={size} presence={presence} />
  return <GroupAvatar avatarPeople={conversation.avatarPeople} avatarId={conversation.avatarId ?? null} size={size} />
}

/** The Lianqun logo. */
export function Logo({ size = 20, ground = '#0e7464' }: { size?: number; ground?: string }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8.5" fill={ground} />
      <g fill="none" strokeWidth="2.6" strokeLinecap="round">
        <path d="M13.5 19.5h-2a5 5 0 0 1 0-10h4a5 5 0 0 1 4.5 2.82" stroke="#fff" />
        <path d="M18.5 12.5h2a5 5 0 0 1 0 10h-4a5 5 0 0 1-4.5-2.82" stroke="#9fe0d0" />
        {/* Each link is above the other one once. */}
        <path d="M13.5 19.5h-2a5 5 0 0 1-3.535-1.465" stroke="#fff" />
      </g>
    </svg>
  )
}

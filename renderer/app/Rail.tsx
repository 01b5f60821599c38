import { BookUser, LayoutGrid, LogOut, MessageCircle, Settings, User } from 'lucide-react'
import type { ReactNode } from 'react'
import { useLanguage, useWords } from '../i18n.ts'
import { goTo, openPerson, type Section, useNavigation } from '../stores/navigation.ts'
import { useMe } from '../stores/session.ts'
import { signOut } from '../stores/sign-out.ts'
import { useSummary } from '../stores/summary.ts'
import { Avatar, Badge, cx, Menu, nameOf, otherName, shortcut, Tooltip } from '../ui/index.ts'
import { ConnectionButton } from './ConnectionButton.tsx'

/** The strip on the left: oneself, the sections, the connection, the settings. */
export function Rail() {
  const t = useWords('app')
  const unread = useSummary(state => state.unread)
  return (
    <nav className="rail" aria-label={t('mainNavigation')}>
      <MeMenu />
      <RailItem
        section="messages"
        icon={<MessageCircle className="icon-lg" />}
        label={t('messages')}
        keys={shortcut('1')}
      >
        <Badge count={unread} label={t('unread', { count: unread })} />
      </RailItem>
      <RailItem
        section="directory"
        icon={<BookUser className="icon-lg" />}
        label={t('directory')}
        keys={shortcut('2')}
      />
      <RailItem
        section="workbench"
        icon={<LayoutGrid className="icon-lg" />}
        label={t('workbench')}
        keys={shortcut('3')}
      />
      <span className="grow" />
      <ConnectionButton />
      <RailItem section="settings" icon={<Settings />} label={t('settings')} keys={shortcut(',')} mini />
    </nav>
  )
}

function RailItem(props: {
  section: Section
  icon: ReactNode
  label: string
  keys: string
  mini?: boolean
  children?: ReactNode
}) {
  const current = useNavigation(state => state.section === props.section)
  return (
    <Tooltip text={props.label} shortcut={props.keys} side="right">
      <button
        type="button"
        className={cx('rail-item', props.mini && 'mini')}
        aria-current={current ? 'page' : undefined}
        aria-label={props.mini ? props.label : undefined}
        onClick={() => goTo(props.section)}
      >
        {props.icon}
        {!props.mini && <span>{props.label}</span>}
        {props.children}
      </button>
    </Tooltip>
  )
}

function MeMenu() {
  const t = useWords('app')
  const language = useLanguage()
  const me = useMe()
  const name = nameOf(me, language)
  return (
    <Menu
      side="right"
      trigger={
        <button type="button" className="rail-me" aria-label={t('me', { name })}>
          <Avatar person={me} size={38} />
        </button>
      }
      head={
        <div className="me-head">
          <Avatar person={me} size={36} />
          <div className="grow">
            <div className="ellipsis me-name">{name}</div>
            <div className="ellipsis small muted">{otherName(me, language)}</div>
          </div>
        </div>
      }
      items={[
        { label: t('profile'), icon: <User />, onSelect: () => openPerson(me.id) },
        { label: t('settings'), icon: <Settings />, hint: shortcut(','), onSelect: () => goTo('settings') },
        'line',
        { label: t('signOut'), icon: <LogOut />, danger: true, onSelect: () => void signOut() },
      ]}
    />
  )
}

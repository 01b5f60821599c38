import { LogOut, Settings, User } from 'lucide-react'
import { type SectionId, sectionNames } from '../../preload/contract/sections.ts'
import { useLanguage, useTranslate } from '../i18n.ts'
import { goTo, openPerson, useNavigation } from '../stores/navigation.ts'
import { useMe } from '../stores/session.ts'
import { signOut } from '../stores/sign-out.ts'
import { Avatar, cx, Menu, nameOf, otherName, shortcut, Tooltip } from '../ui/index.ts'
import { ConnectionButton } from './ConnectionButton.tsx'
import { sections, sectionsAt } from './sections.ts'

/** The rail on the left: the own avatar, the sections, the connection, the settings. */
export function Rail() {
  const t = useTranslate('app')
  return (
    <nav className="app-rail" aria-label={t('mainNavigation')}>
      <MeMenu />
      {sectionsAt('top').map(id => (
        <RailItem key={id} id={id} />
      ))}
      <span className="grow" />
      <ConnectionButton />
      {sectionsAt('bottom').map(id => (
        <RailItem key={id} id={id} />
      ))}
    </nav>
  )
}

function RailItem({ id }: { id: SectionId }) {
  const { Icon, place, Badge } = sections[id]
  const title = sectionNames[id].title[useLanguage()]
  const current = useNavigation(state => state.section === id)
  const mini = place === 'bottom'
  return (
    <Tooltip text={title} shortcut={shortcut(sectionNames[id].key)} side="right">
      <button
        type="button"
        className={cx('app-rail-item', mini ? 'mini' : title.length > 7 && 'long')}
        aria-current={current ? 'page' : undefined}
        aria-label={mini ? title : undefined}
        onClick={() => goTo(id)}
      >
        <Icon className={mini ? undefined : 'icon-lg'} />
        {!mini && <span className="app-rail-label">{title}</span>}
        {Badge && <Badge />}
      </button>
    </Tooltip>
  )
}

function MeMenu() {
  const t = useTranslate('app')
  const language = useLanguage()
  const me = useMe()
  const name = nameOf(me, language)
  return (
    <Menu
      side="right"
      trigger={
        <button type="button" className="app-rail-me" aria-label={t('me', { name })}>
          <Avatar person={me} size={38} />
        </button>
      }
      head={
        <div className="app-me-head">
          <Avatar person={me} size={36} />
          <div className="grow">
            <div className="ellipsis app-me-name">{name}</div>
            <div className="ellipsis small muted">{otherName(me, language)}</div>
          </div>
        </div>
      }
      items={[
        { label: t('profile'), icon: <User />, onSelect: () => openPerson(me.id) },
        {
          label: sectionNames.settings.title[language],
          icon: <Settings />,
          hint: shortcut(sectionNames.settings.key),
          onSelect: () => goTo('settings'),
        },
        'line',
        { label: t('signOut'), icon: <LogOut />, danger: true, onSelect: () => void signOut() },
      ]}
    />
  )
}

import type { AppPermission } from '@lianqun/protocol'
import type { LucideIcon } from 'lucide-react'
import {
  Building2,
  Copy,
  Globe,
  IdCard,
  LockKeyhole,
  Megaphone,
  MessagesSquare,
  PenLine,
  ShieldQuestion,
  UserRound,
} from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { AppItem, AppTab } from '../../preload/contract/index.ts'
import { call } from '../desktop.ts'
import { useLanguage, useTranslate } from '../i18n.ts'
import { Button, entryOf, IconAvatar, takeLostFocus, toastError } from '../ui/index.ts'
import { AppIcon } from './icons.tsx'

const permissionIcons: Record<AppPermission, LucideIcon> = {
  'user.read': UserRound,
  'directory.read': Building2,
  'conversation.open': MessagesSquare,
  'profile.open': IdCard,
  'clipboard.write': Copy,
  announcements: Megaphone,
  'announcements.publish': PenLine,
}

/** Permissions, each with its icon. */
export function Permissions({ list }: { list: AppItem['permissions'] }) {
  const language = useLanguage()
  return (
    <ul className="workbench-permission-list">
      {list.map(({ name, words }) => {
        const Icon = entryOf(permissionIcons, name) ?? ShieldQuestion
        return (
          <li key={name}>
            <Icon className="icon-sm" aria-hidden="true" />
            {words[language]}
          </li>
        )
      })}
    </ul>
  )
}

/** Where an app comes from: the workspace itself, or the host of its start. */
export function Source({ tab }: { tab: AppTab }) {
  const t = useTranslate('workbench')
  if (tab.origin === '') return null
  if (tab.own) return <span className="workbench-source">{t('fromWorkspace')}</span>
  const encrypted = tab.origin.startsWith('https:')
  const Icon = encrypted ? LockKeyhole : Globe
  return (
    <span className="workbench-source">
      <Icon className="icon-sm" role="img" aria-label={t(encrypted ? 'encrypted' : 'unencrypted')} />
      {/* The URL parser writes names of other scripts in ASCII, so that none can pass for another. */}
      <span className="ellipsis">{t('from', { host: new URL(tab.origin).host })}</span>
    </span>
  )
}

/** Asks for the app's permissions. Takes the focus, because the pressed tile is gone. */
export function Consent(props: { tab: AppTab; app: AppItem; name: string; onClose: () => void; onAllow: () => void }) {
  const { tab, app, name, onClose, onAllow } = props
  const t = useTranslate('workbench')
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => takeLostFocus(title.current), [])
  const allow = (): void => {
    onAllow()
    const permissions = app.permissions.map(permission => permission.name)
    call('workbench.allow', { appId: app.id, permissions }).catch(toastError)
  }
  return (
    <div className="workbench-consent">
      <div className="workbench-consent-head">
        <IconAvatar icon={<AppIcon name={app.icon} />} hue={app.hue} size={48} />
        <div className="workbench-consent-words">
          <h2 ref={title} tabIndex={-1}>
            {t('consentTitle', { name })}
          </h2>
          <Source tab={tab} />
        </div>
      </div>
      <Permissions list={app.permissions} />
      {app.unknownPermissions > 0 && (
        <p className="small muted">{t('needsUpdate', { count: app.unknownPermissions })}</p>
      )}
      <p>{t('consentText')}</p>
      <div className="workbench-consent-actions">
        <Button onClick={onClose}>{t('notNow')}</Button>
        <Button kind="primary" onClick={allow}>
          {t('allow')}
        </Button>
      </div>
    </div>
  )
}

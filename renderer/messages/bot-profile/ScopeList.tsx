import type { BotScope } from '@lianqun/protocol'
import { AtSign, Ear, FileText, IdCard, type LucideIcon, Send, UserPlus, Users } from 'lucide-react'
import { useTranslate } from '../../i18n.ts'
import { Tag } from '../../ui/index.ts'
import { hearsAll, knownScopes } from './scopes.ts'
import './bot-profile.css'

const icons: Record<BotScope, LucideIcon> = {
  'messages.read': Ear,
  'messages.write': Send,
  'members.read': Users,
  'directory.read': IdCard,
  files: FileText,
  'conversations.write': UserPlus,
}

/** What a bot may do, a sentence each; first what it hears. */
export function ScopeList({ scopes }: { scopes: readonly string[] }) {
  const t = useTranslate('botProfile')
  return (
    <ul className="messages-bot-scopes">
      {!hearsAll({ scopes }) && (
        <li>
          <AtSign className="icon-sm" aria-hidden="true" />
          {t('hearsNamed')}
        </li>
      )}
      {knownScopes(scopes).map(scope => {
        const Icon = icons[scope]
        return (
          <li key={scope} data-wide={scope === 'messages.read' || undefined}>
            <Icon className="icon-sm" aria-hidden="true" />
            {t(`scope_${scope}`)}
          </li>
        )
      })}
    </ul>
  )
}

/** Marks a bot that hears what is not meant for it. */
export function HearsTag({ scopes }: { scopes: readonly string[] }) {
  const t = useTranslate('botProfile')
  return hearsAll({ scopes }) ? <Tag tone="warning">{t('hearsAll')}</Tag> : null
}

import { sectionIds, sectionNames } from '../../preload/contract/sections.ts'
import { useLanguage, useTranslate } from '../i18n.ts'
import { isMac, shortcut } from './hooks.ts'

/** All shortcuts of the window, with what they do. `sendKey`: what sends a message. */
export function ShortcutList({ sendKey }: { sendKey: 'enter' | 'mod-enter' }) {
  const t = useTranslate('ui')
  const language = useLanguage()
  const alt = (key: string) => (isMac ? `⌥${key}` : `Alt ${key}`)
  const rows: [label: string, keys: string][] = [
    [t('keySearch'), shortcut('K')],
    [t('keyFind'), shortcut('F')],
    [t('keyNewGroup'), shortcut('N')],
    ...sectionIds.map((id): [string, string] => [sectionNames[id].title[language], shortcut(sectionNames[id].key)]),
    [t('keyNextUnread'), alt('↓')],
    [t('keyPreviousUnread'), alt('↑')],
    [t('keyMovePin'), alt('↑ ↓')],
    [t('keyDone'), 'E'],
    [t('keyUnread'), 'U'],
    [t('keyPin'), 'P'],
    [t('keyMute'), 'M'],
    [t('keyBack'), isMac ? '⌘[' : 'Alt ←'],
    [t('keyForward'), isMac ? '⌘]' : 'Alt →'],
    [t('keySend'), sendKey === 'enter' ? 'Enter' : shortcut('Enter')],
    [t('keyNewLine'), sendKey === 'enter' ? 'Shift Enter' : 'Enter'],
    [t('shortcuts'), shortcut('/')],
  ]
  return (
    <dl className="shortcut-list" tabIndex={-1}>
      {rows.map(([label, keys]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            <kbd>{keys}</kbd>
          </dd>
        </div>
      ))}
    </dl>
  )
}

import { LayoutGrid, X } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import type { AppItem, AppTab } from '../../preload/contract/index.ts'
import { useLanguage, useTranslate } from '../i18n.ts'
import { IconAvatar, nameOf } from '../ui/index.ts'
import { AppIcon } from './icons.tsx'

/** The tab that is always there: the grid of apps. */
export const home = 'home'

/** The element of a tab. */
export function tabElement(id: string): HTMLElement | null {
  return document.getElementById(`tab-${id}`)
}

/** The grid and the open apps as tabs. Arrows move between tabs, Delete closes one. */
export function TabBar(props: {
  tabs: readonly AppTab[]
  apps: readonly AppItem[]
  current: string
  onSelect: (id: string) => void
  onClose: (appId: string) => void
}) {
  const { tabs, apps, current, onSelect, onClose } = props
  const t = useTranslate('workbench')
  const language = useLanguage()
  const ids = [home, ...tabs.map(tab => tab.appId)]
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Delete' && current !== home) onClose(current)
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (step === 0) return
    const next = ids[(ids.indexOf(current) + step + ids.length) % ids.length] ?? home
    onSelect(next)
    tabElement(next)?.focus()
  }
  return (
    <div role="tablist" aria-label={t('title')} className="workbench-tab-list" onKeyDown={onKeyDown}>
      {ids.map(id => {
        const tab = tabs.find(each => each.appId === id)
        const app = apps.find(each => each.id === id)
        const title = tab === undefined ? t('home') : tab.title || (app === undefined ? id : nameOf(app, language))
        return (
          <div key={id} role="presentation" className={id === current ? 'workbench-tab on' : 'workbench-tab'}>
            <button
              type="button"
              role="tab"
              id={`tab-${id}`}
              aria-selected={id === current}
              data-section-focus={id === current || undefined}
              aria-keyshortcuts={tab && 'Delete'}
              tabIndex={id === current ? 0 : -1}
              onClick={() => onSelect(id)}
            >
              {app === undefined ? (
                <LayoutGrid className="icon-sm" />
              ) : (
                <IconAvatar icon={<AppIcon name={app.icon} />} hue={app.hue} size={18} />
              )}
              <span className="ellipsis">{title}</span>
            </button>
            {tab && (
              // A tablist may contain only tabs, so the close button is for the pointer; the keyboard uses Delete.
              <button
                type="button"
                className="workbench-tab-close"
                aria-hidden="true"
                tabIndex={-1}
                onClick={() => onClose(id)}
              >
                <X className="icon-sm" />
              </button>
            )}
          </div>
        )
      })}
    </div>
  )
}

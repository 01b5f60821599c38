import { LayoutGrid, X } from 'lucide-react'
import type { KeyboardEvent, MouseEvent } from 'react'
import type { AppItem, AppTab } from '../../preload/contract/index.ts'
import { call } from '../desktop.ts'
import { useLanguage, useTranslate } from '../i18n.ts'
import { ContextMenu, IconAvatar, type MenuEntries, nameOf, shortcut, toastError } from '../ui/index.ts'
import { AppIcon } from './icons.tsx'

/** The tab that is always there: the grid of apps. */
export const home = 'home'

const closeClass = 'workbench-tab-close'

/** The element of a tab. */
export function tabElement(id: string): HTMLElement | null {
  return document.getElementById(`tab-${id}`)
}

interface TabBarProps {
  tabs: readonly AppTab[]
  apps: readonly AppItem[]
  current: string
  /** `pressed`: by pointer or Enter, so that the keyboard goes to the app; false: by arrows, which stay in the bar. */
  onSelect: (id: string, pressed: boolean) => void
  onClose: (appId: string) => void
}

/**
 * The grid and the open apps as tabs. Arrows move between tabs, Delete closes one, and so do the middle button and the
 * menu of a tab. The cross is for the pointer: a tablist may contain only tabs.
 */
export function TabBar(props: TabBarProps) {
  const { tabs, apps, current, onSelect, onClose } = props
  const t = useTranslate('workbench')
  const ids = [home, ...tabs.map(tab => tab.appId)]
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Delete' && current !== home) onClose(current)
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (step === 0) return
    const next = neighbour(ids, current, step)
    onSelect(next, false)
    tabElement(next)?.focus()
  }
  const closeAll = (closing: readonly AppTab[]): void => {
    for (const { appId } of closing) onClose(appId)
  }
  const menuOf = (target: EventTarget): MenuEntries => {
    const id = target instanceof Element ? (target.closest('[role="tab"]')?.id.slice('tab-'.length) ?? home) : home
    if (id === home) return []
    const others = tabs.filter(tab => tab.appId !== id)
    return [
      { label: t('reload'), onSelect: () => call('workbench.reload', { appId: id }).catch(toastError) },
      'line',
      { label: t('closeTab'), hint: shortcut('W'), onSelect: () => onClose(id) },
      others.length > 0 && { label: t('closeOthers'), onSelect: () => closeAll(others) },
    ]
  }
  return (
    <ContextMenu items={menuOf}>
      <div role="tablist" aria-label={t('title')} className="workbench-tab-list" onKeyDown={onKeyDown}>
        {ids.map(id => (
          <Tab
            key={id}
            id={id}
            tab={tabs.find(each => each.appId === id)}
            app={apps.find(each => each.id === id)}
            selected={id === current}
            onSelect={() => onSelect(id, true)}
            onClose={() => onClose(id)}
          />
        ))}
      </div>
    </ContextMenu>
  )
}

/** The id `step` places further, round and round. */
export function neighbour(ids: readonly string[], current: string, step: number): string {
  return ids[(ids.indexOf(current) + step + ids.length) % ids.length] ?? home
}

function Tab(props: {
  id: string
  tab: AppTab | undefined
  app: AppItem | undefined
  selected: boolean
  onSelect: () => void
  onClose: () => void
}) {
  const { id, tab, app, selected, onSelect, onClose } = props
  const t = useTranslate('workbench')
  const language = useLanguage()
  const title = tab === undefined ? t('home') : tab.title || (app === undefined ? id : nameOf(app, language))
  const onClick = ({ target }: MouseEvent): void => {
    if (target instanceof Element && target.closest(`.${closeClass}`) !== null) onClose()
    else onSelect()
  }
  return (
    <button
      type="button"
      role="tab"
      id={`tab-${id}`}
      className={selected ? 'workbench-tab on' : 'workbench-tab'}
      aria-selected={selected}
      data-section-focus={selected || undefined}
      aria-keyshortcuts={tab && 'Delete'}
      tabIndex={selected ? 0 : -1}
      onClick={onClick}
      // Otherwise a middle press would begin to scroll.
      onMouseDown={event => event.button === 1 && event.preventDefault()}
      onAuxClick={event => event.button === 1 && tab !== undefined && onClose()}
    >
      {app === undefined ? (
        <LayoutGrid className="icon-sm" />
      ) : (
        <IconAvatar icon={<AppIcon name={app.icon} />} hue={app.hue} size={18} />
      )}
      <span className="ellipsis">{title}</span>
      {tab && (
        <span className={closeClass} aria-hidden="true">
          <X className="icon-sm" />
        </span>
      )}
    </button>
  )
}

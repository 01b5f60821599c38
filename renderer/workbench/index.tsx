import { LayoutGrid, X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useState } from 'react'
import type { AppItem, AppTab } from '../../preload/contract/index.ts'
import { call } from '../desktop.ts'
import { useLanguage, useTranslate } from '../i18n.ts'
import { IconAvatar, nameOf, SearchField, toastError, useDesktopEvent, useQuery } from '../ui/index.ts'
import { AppView } from './AppView.tsx'
import { Home } from './Home.tsx'
import { AppIcon } from './icons.tsx'
import './workbench.css'

const home = 'home'
/** Which tab was looked at last; the section goes and comes with the rail. */
let lastShown = home

/** The workbench: a grid of mini-apps, and the open ones as tabs. */
export function WorkbenchSection() {
  const t = useTranslate('workbench')
  const language = useLanguage()
  const apps = useQuery('apps', () => call('workbench.apps', {}), ['apps'])
  const [tabs, setTabs] = useState<AppTab[]>([])
  const [shown, setShown] = useState(lastShown)
  const [query, setQuery] = useState('')
  useEffect(() => {
    call('workbench.tabs', {}).then(setTabs, toastError)
  }, [])
  useDesktopEvent('tabs.changed', setTabs)
  const tab = tabs.find(each => each.appId === shown)
  const current = tab === undefined ? home : shown
  const select = (id: string): void => {
    lastShown = id
    setShown(id)
  }
  const open = (app: AppItem): void => {
    select(app.id)
    call('workbench.open', { appId: app.id }).catch(toastError)
  }
  const close = (appId: string): void => {
    const at = tabs.findIndex(each => each.appId === appId)
    if (appId === current) select(tabs[at + 1]?.appId ?? tabs[at - 1]?.appId ?? home)
    call('workbench.close', { appId }).catch(toastError)
  }
  const ids = [home, ...tabs.map(each => each.appId)]
  const onKey = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (step === 0) return
    const next = ids[(ids.indexOf(current) + step + ids.length) % ids.length] ?? home
    select(next)
    document.getElementById(`tab-${next}`)?.focus()
  }
  return (
    <div className="workbench column grow">
      <div className="workbench-tabs">
        <div role="tablist" aria-label={t('title')} className="workbench-tab-list" onKeyDown={onKey}>
          {ids.map(id => {
            const of = tabs.find(each => each.appId === id)
            const app = apps.data?.find(each => each.id === id)
            const title = of === undefined ? t('home') : of.title || (app === undefined ? id : nameOf(app, language))
            return (
              <div key={id} className={id === current ? 'workbench-tab on' : 'workbench-tab'}>
                <button
                  type="button"
                  role="tab"
                  id={`tab-${id}`}
                  aria-selected={id === current}
                  tabIndex={id === current ? 0 : -1}
                  onClick={() => select(id)}
                >
                  {app === undefined ? (
                    <LayoutGrid className="icon-sm" />
                  ) : (
                    <IconAvatar icon={<AppIcon name={app.icon} />} hue={app.hue} size={18} />
                  )}
                  <span className="ellipsis">{title}</span>
                </button>
                {of !== undefined && (
                  <button
                    type="button"
                    className="workbench-tab-close"
                    aria-label={t('close', { name: title })}
                    onClick={() => close(id)}
                  >
                    <X className="icon-sm" />
                  </button>
                )}
              </div>
            )
          })}
        </div>
        {current === home && (
          <SearchField
            value={query}
            onChange={setQuery}
            label={t('search')}
            placeholder={t('search')}
            className="workbench-tab-search"
          />
        )}
      </div>
      {tab === undefined ? (
        <Home apps={apps} query={query} onClear={() => setQuery('')} onOpen={open} />
      ) : (
        <AppView
          key={tab.appId}
          tab={tab}
          app={apps.data?.find(each => each.id === tab.appId)}
          onClose={() => close(tab.appId)}
        />
      )}
    </div>
  )
}

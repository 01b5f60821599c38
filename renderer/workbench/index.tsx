import { type KeyboardEvent, lazy, Suspense, useEffect, useEffectEvent, useRef, useState } from 'react'
import type { AppItem, AppTab } from '../../preload/contract/index.ts'
import { call } from '../desktop.ts'
import { useTranslate } from '../i18n.ts'
import { useNavigation } from '../stores/navigation.ts'
import { isComposing, SearchField, takeLostFocus, toastError, useDesktopEvent, useQuery } from '../ui/index.ts'
import { AppView } from './AppView.tsx'
import { Home, openClass, type Tool, toolTileId } from './Home.tsx'
import { focusApp, useTabKeys } from './keyboard.ts'
import { home, neighbour, TabBar, tabElement } from './TabBar.tsx'
import './workbench.css'

const CardDesigner = lazy(async () => ({ default: (await import('./designer/CardDesigner.tsx')).CardDesigner }))

const BotsPage = lazy(async () => ({ default: (await import('./bots/BotsPage.tsx')).BotsPage }))

/** What of its own lies over the section: it is still there after another section. */
let lastTool: Tool | null = null
/** The last shown tab; the section unmounts when another section opens. */
let lastShown = home
/** The last request from elsewhere to open an app, and to show a bot. */
let lastAsked = 0
let lastAskedBots = 0

/** The workbench: a grid of mini-apps, and the open ones as tabs. */
export function WorkbenchSection() {
  const t = useTranslate('workbench')
  const apps = useQuery('apps', () => call('workbench.apps', {}), ['apps'])
  const tabs = useTabs()
  const [shown, setShown] = useState(lastShown)
  const [query, setQuery] = useState('')
  const tab = tabs.find(each => each.appId === shown)
  const current = tab === undefined ? home : shown
  const [tool, setTool] = useState(lastTool)
  const use = (tool: Tool | null): void => {
    lastTool = tool
    setTool(tool)
  }
  const select = (id: string): void => {
    use(null)
    lastShown = id
    setShown(id)
  }
  const open = (app: AppItem): void => {
    select(app.id)
    setQuery('')
    call('workbench.open', { appId: app.id }).catch(toastError)
    focusApp(app.id)
  }
  const asked = useNavigation(state => state.app)
  const openAsked = useEffectEvent((id: string) => {
    select(id)
    call('workbench.open', { appId: id }).catch(toastError)
    focusApp(id)
  })
  useEffect(() => {
    if (asked === null || asked.requestId === lastAsked) return
    lastAsked = asked.requestId
    openAsked(asked.id)
  }, [asked])
  const askedBots = useNavigation(state => state.bots)
  const [newBots, setNewBots] = useState<typeof askedBots>(null)
  const showBots = useEffectEvent((bots: typeof askedBots) => {
    use('bots')
    setNewBots(bots)
  })
  useEffect(() => {
    if (askedBots === null || askedBots.requestId === lastAskedBots) return
    lastAskedBots = askedBots.requestId
    showBots(askedBots)
  }, [askedBots])
  const close = (appId: string): void => {
    const at = tabs.findIndex(each => each.appId === appId)
    if (appId === current) select(tabs[at + 1]?.appId ?? tabs[at - 1]?.appId ?? home)
    call('workbench.close', { appId }).catch(toastError)
  }
  useTabKeys(command => {
    if (command === 'leave') tabElement(current)?.focus()
    else if (command === 'close' && current !== home) close(current)
    else if (command === 'enter' && tab !== undefined) focusApp(current)
    else if (command === 'next' || command === 'previous') {
      const next = neighbour([home, ...tabs.map(each => each.appId)], current, command === 'next' ? 1 : -1)
      select(next)
      tabElement(next)?.focus()
      if (next !== home) focusApp(next)
    } else return false
    return true
  })
  const onSearchKey = (event: KeyboardEvent): void => {
    const first = document.querySelector<HTMLElement>(`.${openClass}`)
    if (isComposing(event.nativeEvent) || first === null) return
    if (event.key === 'ArrowDown') first.focus()
    else if (event.key === 'Enter' && query !== '') first.click()
    else return
    event.preventDefault()
  }
  // The pressed control is gone with the previous tab.
  useEffect(() => takeLostFocus(tabElement(current)), [current])
  const used = useRef(tool)
  useEffect(() => {
    if (used.current !== null && tool === null) takeLostFocus(document.getElementById(toolTileId(used.current)))
    used.current = tool
  }, [tool])
  if (tool !== null)
    return (
      <div className="workbench column grow">
        <h1 className="visually-hidden">{t('title')}</h1>
        <Suspense fallback={null}>
          {tool === 'bots' ? (
            <BotsPage asked={newBots} onBack={() => use(null)} />
          ) : (
            <CardDesigner onBack={() => use(null)} />
          )}
        </Suspense>
      </div>
    )
  return (
    <div className="workbench column grow">
      <h1 className="visually-hidden">{t('title')}</h1>
      <div className="workbench-tabs">
        <TabBar
          tabs={tabs}
          apps={apps.data ?? []}
          current={current}
          onSelect={(id, pressed) => {
            select(id)
            if (pressed && id !== home) focusApp(id)
          }}
          onClose={close}
        />
        {current === home && (
          <SearchField
            data-section-search
            value={query}
            onChange={setQuery}
            onKeyDown={onSearchKey}
            label={t('search')}
            placeholder={t('search')}
            className="workbench-tab-search"
          />
        )}
      </div>
      {tab === undefined ? (
        <Home apps={apps} query={query} onClear={() => setQuery('')} onOpen={open} onTool={use} />
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

/** The open apps, as main reports them. */
function useTabs(): readonly AppTab[] {
  const [tabs, setTabs] = useState<readonly AppTab[]>([])
  useEffect(() => {
    call('workbench.tabs', {}).then(setTabs, toastError)
  }, [])
  useDesktopEvent('tabs.changed', setTabs)
  return tabs
}

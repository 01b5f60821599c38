import { Bot, LayoutGrid, type LucideIcon, SquarePen, Star } from 'lucide-react'
import type { KeyboardEvent, ReactNode } from 'react'
import type { AppItem } from '../../preload/contract/index.ts'
import { translatorIn, useLanguage, useTranslate } from '../i18n.ts'
import { useSession } from '../stores/session.ts'
import {
  Button,
  ContextMenu,
  cx,
  EmptyState,
  ErrorState,
  IconAvatar,
  IconButton,
  listTime,
  type MenuEntries,
  nameOf,
  type Query,
  Skeleton,
} from '../ui/index.ts'
import { useFavourites } from './favourites.ts'
import { type AppSection, fewApps, sectionsOf } from './groups.ts'
import { AppIcon } from './icons.tsx'
import { tileAfter } from './tile-keys.ts'

const noApps: readonly AppItem[] = []
/** The button of a tile; the search leads to the first. */
export const openClass = 'workbench-tile-open'
/** What the workbench has of its own, beside the apps. */
const tools = ['designer', 'bots'] as const
export type Tool = (typeof tools)[number]
/** The tile of a tool, which gets the focus back. */
export const toolTileId = (tool: Tool): string => `workbench-tool-${tool}`
const toolLooks: Record<Tool, { Icon: LucideIcon; hue: number; words: 'designer' | 'ownBots' }> = {
  designer: { Icon: SquarePen, hue: 1, words: 'designer' },
  bots: { Icon: Bot, hue: 4, words: 'ownBots' },
}

/** The page of all apps. */
export function Home(props: {
  apps: Query<AppItem[]>
  query: string
  onClear: () => void
  onOpen: (app: AppItem) => void
  onTool: (tool: Tool) => void
}) {
  const { apps, query, onTool } = props
  const t = useTranslate('workbench')
  const [starred, setFavourite] = useFavourites(apps.data ?? noApps)
  if (apps.error !== undefined && apps.data === undefined)
    return <ErrorState error={apps.error} onRetry={apps.reload} />
  if (apps.data === undefined) return <Waiting />
  const found = toolsFound(query)
  if (apps.data.length === 0 && query === '')
    return (
      <div className="workbench-home">
        <EmptyState icon={<LayoutGrid />} title={t('empty')} text={t('emptyText')} />
        <Tools tools={found} detailed={false} onTool={onTool} />
      </div>
    )
  const sections = sectionsOf(starred, query)
  if (found.length === 0 && sections.every(section => section.apps.length === 0)) {
    return (
      <EmptyState icon={<LayoutGrid />} title={t('none', { query })}>
        <Button onClick={props.onClear}>{t('clear')}</Button>
      </EmptyState>
    )
  }
  return (
    <Tiles apps={starred} sections={sections} onOpen={props.onOpen} onFavourite={setFavourite}>
      {found.length > 0 && <Tools tools={found} detailed={starred.length <= fewApps} onTool={onTool} />}
    </Tiles>
  )
}

/** The tools of the workbench itself that a query finds, in either language. */
function toolsFound(query: string): Tool[] {
  const wanted = query.trim().toLowerCase()
  return tools.filter(tool =>
    (['zh', 'en'] as const).some(language => {
      const t = translatorIn(language, toolLooks[tool].words)
      return `${t('title')}\n${t('about')}`.toLowerCase().includes(wanted)
    }),
  )
}

/** What the workbench has of its own. */
function Tools(props: { tools: readonly Tool[]; detailed: boolean; onTool: (tool: Tool) => void }) {
  const { detailed, onTool } = props
  const t = useTranslate('workbench')
  const language = useLanguage()
  return (
    <section aria-label={t('tools')}>
      <h2>{t('tools')}</h2>
      <div className="workbench-tiles">
        {props.tools.map(tool => {
          const { Icon, hue, words } = toolLooks[tool]
          const own = translatorIn(language, words)
          return (
            <div key={tool} className="workbench-tile">
              <button type="button" id={toolTileId(tool)} className={openClass} onClick={() => onTool(tool)}>
                <IconAvatar icon={<Icon />} hue={hue} size={detailed ? 44 : 36} />
                <span className="workbench-tile-words">
                  <span className="workbench-tile-name ellipsis">{own('title')}</span>
                  <small>{own('about')}</small>
                </span>
              </button>
            </div>
          )
        })}
      </div>
    </section>
  )
}

/** The apps by section. Arrows move between the tiles, across the sections. */
function Tiles(props: {
  apps: readonly AppItem[]
  sections: readonly AppSection[]
  onOpen: (app: AppItem) => void
  onFavourite: (app: AppItem) => void
  children: ReactNode
}) {
  const { apps, sections, onOpen, onFavourite } = props
  const t = useTranslate('workbench')
  const few = apps.length <= fewApps
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const tiles = [...event.currentTarget.querySelectorAll<HTMLElement>(`.${openClass}`)]
    const at = tiles.indexOf(event.target as HTMLElement)
    const next = tileAfter(
      tiles.map(tile => tile.getBoundingClientRect()),
      at,
      event.key,
    )
    if (next === null) return
    event.preventDefault()
    tiles[next]?.focus()
  }
  const menuOf = (target: EventTarget): MenuEntries => {
    const id = target instanceof Element ? target.closest<HTMLElement>('[data-app]')?.dataset.app : undefined
    const app = apps.find(each => each.id === id)
    if (app === undefined) return []
    return [
      { label: t('open'), onSelect: () => onOpen(app) },
      { label: t(app.favourite ? 'unfavour' : 'favour'), onSelect: () => onFavourite(app) },
    ]
  }
  return (
    <ContextMenu items={menuOf}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the tiles in it take the keys */}
      <div className={cx('workbench-home', few && 'few')} onKeyDown={onKeyDown}>
        {few && <Head count={apps.length} />}
        {sections.map(section => (
          <section key={section.id} aria-label={t(titleOf(section))}>
            <h2>{t(titleOf(section))}</h2>
            {section.apps.length === 0 && <p className="muted workbench-tiles-hint">{t('favouritesEmpty')}</p>}
            <div className="workbench-tiles">
              {section.apps.map(app => (
                <Tile
                  key={app.id}
                  app={app}
                  detailed={few}
                  onOpen={() => onOpen(app)}
                  onFavourite={() => onFavourite(app)}
                />
              ))}
            </div>
          </section>
        ))}
        {props.children}
        {few && <p className="workbench-more">{t('more')}</p>}
      </div>
    </ContextMenu>
  )
}

function titleOf({ id }: AppSection) {
  return id === 'favourites' || id === 'recent' || id === 'everyday' || id === 'business' ? id : 'other'
}

/** Above few apps, which leave room for it. */
function Head({ count }: { count: number }) {
  const t = useTranslate('workbench')
  const language = useLanguage()
  const workspace = useSession(state => state.session?.workspace ?? null)
  return (
    <header className="workbench-head">
      <b aria-hidden="true">{t('title')}</b>
      <p>{[workspace && nameOf(workspace, language), t('apps', { count })].filter(Boolean).join(' · ')}</p>
    </header>
  )
}

function Tile(props: {
  app: AppItem
  /** With room for when it was opened. */
  detailed: boolean
  onOpen: () => void
  onFavourite: () => void
}) {
  const { app, detailed } = props
  const t = useTranslate('workbench')
  const language = useLanguage()
  return (
    <div className="workbench-tile" data-app={app.id}>
      <button type="button" className={openClass} onClick={props.onOpen}>
        <IconAvatar icon={<AppIcon name={app.icon} />} hue={app.hue} size={detailed ? 44 : 36} />
        <span className="workbench-tile-words">
          <span className="workbench-tile-name ellipsis">{nameOf(app, language)}</span>
          <small>{nameOf({ name: app.description, latinName: app.latinDescription }, language)}</small>
          {detailed && app.openedAt !== null && (
            <small className="workbench-tile-opened">{t('opened', { time: listTime(app.openedAt, language) })}</small>
          )}
        </span>
      </button>
      <span className={cx('workbench-tile-star', app.favourite && 'on')}>
        <IconButton
          label={t(app.favourite ? 'unfavour' : 'favour')}
          icon={<Star className="icon-sm" />}
          size="small"
          onClick={props.onFavourite}
        />
      </span>
    </div>
  )
}

function Waiting() {
  return (
    <div className="workbench-home" aria-busy="true">
      <div className="workbench-tiles">
        {['a', 'b', 'c', 'd'].map(id => (
          <div key={id} className="workbench-tile waiting">
            <Skeleton width="70%" />
          </div>
        ))}
      </div>
    </div>
  )
}

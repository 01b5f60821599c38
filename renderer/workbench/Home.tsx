import { LayoutGrid, Star } from 'lucide-react'
import type { AppItem } from '../../preload/contract/index.ts'
import { useLanguage, useTranslate } from '../i18n.ts'
import { Button, EmptyState, ErrorState, IconAvatar, IconButton, nameOf, type Query, Skeleton } from '../ui/index.ts'
import { useFavourites } from './favourites.ts'
import { byGroup, matches } from './groups.ts'
import { AppIcon } from './icons.tsx'

const noApps: readonly AppItem[] = []

/** The grid: favourites first, then the groups. */
export function Home(props: {
  apps: Query<AppItem[]>
  query: string
  onClear: () => void
  onOpen: (app: AppItem) => void
}) {
  const { apps, query } = props
  const t = useTranslate('workbench')
  const [starred, setFavourite] = useFavourites(apps.data ?? noApps)
  if (apps.error !== undefined && apps.data === undefined)
    return <ErrorState error={apps.error} onRetry={apps.reload} />
  if (apps.data === undefined) return <Waiting />
  if (apps.data.length === 0) return <EmptyState icon={<LayoutGrid />} title={t('empty')} text={t('emptyText')} />
  const found = starred.filter(app => matches(app, query))
  if (found.length === 0) {
    return (
      <EmptyState icon={<LayoutGrid />} title={t('none', { query })}>
        <Button onClick={props.onClear}>{t('clear')}</Button>
      </EmptyState>
    )
  }
  const favourites = found.filter(app => app.favourite)
  return (
    <div className="workbench-home">
      {query === '' && (
        <section aria-label={t('favourites')}>
          <h2>{t('favourites')}</h2>
          {favourites.length === 0 ? (
            <p className="muted workbench-tiles-hint">{t('favouritesEmpty')}</p>
          ) : (
            <Tiles apps={favourites} onOpen={props.onOpen} onFavourite={setFavourite} />
          )}
        </section>
      )}
      {byGroup(found).map(([group, members]) => {
        const title = group === 'everyday' || group === 'business' ? t(group) : t('other')
        return (
          <section key={group} aria-label={title}>
            <h2>{title}</h2>
            <Tiles apps={members} onOpen={props.onOpen} onFavourite={setFavourite} />
          </section>
        )
      })}
    </div>
  )
}

function Tiles(props: { apps: AppItem[]; onOpen: (app: AppItem) => void; onFavourite: (app: AppItem) => void }) {
  const t = useTranslate('workbench')
  const language = useLanguage()
  return (
    <div className="workbench-tiles">
      {props.apps.map(app => (
        <div key={app.id} className="workbench-tile">
          <button type="button" className="workbench-tile-open" onClick={() => props.onOpen(app)}>
            <IconAvatar icon={<AppIcon name={app.icon} />} hue={app.hue} size={36} />
            <span className="workbench-tile-words">
              <span className="workbench-tile-name ellipsis">{nameOf(app, language)}</span>
              <small>{nameOf({ name: app.description, latinName: app.latinDescription }, language)}</small>
            </span>
          </button>
          <span className={app.favourite ? 'workbench-tile-star on' : 'workbench-tile-star'}>
            <IconButton
              label={t(app.favourite ? 'unfavour' : 'favour')}
              icon={<Star className="icon-sm" />}
              size="small"
              onClick={() => props.onFavourite(app)}
            />
          </span>
        </div>
      ))}
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

import { BookUser, WifiOff } from 'lucide-react'
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { PersonItem, PersonName } from '../../preload/contract/index.ts'
import { call } from '../desktop.ts'
import { useLanguage, useTranslate } from '../i18n.ts'
import { useNavigation } from '../stores/navigation.ts'
import { useConnection, useMe } from '../stores/session.ts'
import {
  EmptyState,
  ErrorState,
  fullTime,
  ResizableColumn,
  SkeletonRows,
  Spinner,
  toastError,
  useQuery,
} from '../ui/index.ts'
import { DepartmentTree } from './DepartmentTree.tsx'
import { DepartmentView } from './DepartmentView.tsx'
import { ProfileCard } from './ProfileCard.tsx'
import { SearchColumn } from './SearchColumn.tsx'
import { arrange, type Organisation, pathTo, topOf } from './tree.ts'
import './directory.css'

interface Place {
  /** Undefined: the top. */
  departmentId: string | null | undefined
  personId: string | null
  open: ReadonlySet<string>
}
const start: Place = { departmentId: undefined, personId: null, open: new Set() }
/**
 * The user's place when they left the section. `requestId`: the last handled request of `openPerson`, and
 * `departmentRequestId` of `openDepartment`.
 */
let savedPlace = { userId: '', place: start, requestId: 0, departmentRequestId: 0 }

/** The shown department, person and open branches. Kept when the section is left, and moved by requests from elsewhere. */
function usePlace(tree: Organisation | null) {
  const meId = useMe().id
  const [place, setPlace] = useState<Place>(() => (savedPlace.userId === meId ? savedPlace.place : start))
  const asked = useNavigation(state => state.person)

  useEffect(() => {
    savedPlace = { ...savedPlace, userId: meId, place }
  }, [meId, place])

  const showDepartment = useCallback(
    (id: string | null) => {
      setPlace(before => {
        const path = tree && id !== null ? pathTo(tree, id) : []
        return {
          ...before,
          departmentId: id,
          open: new Set([...before.open, ...path.slice(0, -1).map(department => department.id)]),
        }
      })
    },
    [tree],
  )
  const showPerson = useCallback((personId: string | null) => setPlace(before => ({ ...before, personId })), [])

  // A request from elsewhere ("my card", a mention) shows the card and its department.
  useEffect(() => {
    if (!asked || !tree || asked.requestId === savedPlace.requestId) return
    savedPlace = { ...savedPlace, requestId: asked.requestId }
    showPerson(asked.userId)
    call('directory.person', { userId: asked.userId }).then(person => {
      if (person && tree.byId.has(person.departmentId)) showDepartment(person.departmentId)
    }, toastError)
  }, [asked, tree, showDepartment, showPerson])

  const wantedDepartment = useNavigation(state => state.department)
  useEffect(() => {
    if (!wantedDepartment || !tree || wantedDepartment.requestId === savedPlace.departmentRequestId) return
    savedPlace = { ...savedPlace, departmentRequestId: wantedDepartment.requestId }
    showDepartment(wantedDepartment.id)
    showPerson(null)
  }, [wantedDepartment, tree, showDepartment, showPerson])

  const top = tree ? topOf(tree) : null
  // When the shown department is removed, show the top.
  const wanted = place.departmentId === undefined ? top : place.departmentId
  return {
    departmentId: tree && wanted !== null && !tree.byId.has(wanted) ? top : wanted,
    personId: place.personId,
    open: place.open,
    showDepartment,
    showPerson,
    setOpen: (open: ReadonlySet<string>) => setPlace(before => ({ ...before, open })),
  }
}

/** The organisation: departments on the left, people in the middle, one person's card on the right. */
export function DirectorySection() {
  const t = useTranslate('directory')
  const [chosen, setChosen] = useState<readonly PersonName[]>([])
  const loaded = useQuery('directory:departments', () => call('directory.departments', {}), ['directory'])
  const tree = useMemo(() => (loaded.data ? arrange(loaded.data) : null), [loaded.data])
  const { departmentId, personId, open, showDepartment, showPerson, setOpen } = usePlace(tree)
  const showFound = (person: PersonItem) => {
    if (tree?.byId.has(person.departmentId)) showDepartment(person.departmentId)
    showPerson(person.id)
  }

  return (
    <div className="directory">
      <ResizableColumn label={t('title')}>
        <SearchColumn personId={personId} onPerson={showFound} onDepartment={showDepartment}>
          <OfflineStrip />
          <h2 className="section-label">{t('organisation')}</h2>
          {tree ? (
            <DepartmentTree
              tree={tree}
              selected={departmentId}
              open={open}
              onOpenChange={setOpen}
              onSelect={showDepartment}
            />
          ) : loaded.error ? (
            <ErrorState error={loaded.error} onRetry={loaded.reload} />
          ) : (
            <SkeletonRows count={7} />
          )}
        </SearchColumn>
      </ResizableColumn>
      <div className="directory-main">
        {tree ? (
          <DepartmentView
            key={departmentId ?? 'organisation'}
            tree={tree}
            departmentId={departmentId}
            personId={personId}
            chosen={chosen}
            onChoose={setChosen}
            onDepartment={showDepartment}
            onPerson={showPerson}
            empty={<NothingYet />}
          />
        ) : (
          <section className="column grow" />
        )}
        {personId && (
          <ProfileCard
            key={personId}
            userId={personId}
            hideTop={tree !== null && !tree.hasRoot}
            onClose={() => showPerson(null)}
            onPerson={showPerson}
            onDepartment={showDepartment}
          />
        )}
      </div>
    </div>
  )
}

function OfflineStrip() {
  const t = useTranslate('directory')
  const language = useLanguage()
  const { down, lastSyncedAt } = useConnection()
  if (!down) return null
  return (
    <div className="banner directory-offline-note" role="status">
      <WifiOff className="icon-sm" aria-hidden="true" />
      <span>
        {lastSyncedAt === null ? t('offline') : t('offlineSince', { time: fullTime(lastSyncedAt, language) })}
      </span>
    </div>
  )
}

/** The empty state: the first sync is pending or running, or the directory is empty. */
function NothingYet() {
  const t = useTranslate('directory')
  const { progress, lastSyncedAt, status } = useConnection()
  if (progress?.kind === 'directory') {
    const { done, total } = progress
    return (
      <EmptyState
        icon={<Spinner size={24} />}
        title={t('syncing')}
        text={total > 0 && t('syncingText', { done, total })}
      />
    )
  }
  if (lastSyncedAt === null && status === 'online')
    return <EmptyState icon={<Spinner size={24} />} title={t('syncing')} />
  if (lastSyncedAt === null) return <EmptyState icon={<BookUser />} title={t('waiting')} text={t('waitingText')} />
  return <EmptyState icon={<BookUser />} title={t('empty')} text={t('emptyText')} />
}

import { useEffect, useMemo, useState } from 'react'
import type { AppItem } from '../../preload/contract/index.ts'
import { call } from '../desktop.ts'
import { toastError } from '../ui/index.ts'

/**
 * Pending changes of favourites: each toggle builds on the one before, which the catalogue may not have yet, and the
 * whole list is saved, one save at a time. `wanted` gets the list to show; null: the catalogue's.
 */
export class FavouriteChanges {
  readonly #save: (ids: string[]) => Promise<unknown>
  readonly #wanted: (ids: readonly string[] | null) => void
  #ids: string[] | null = null
  #saving = Promise.resolve()
  #waiting = 0

  constructor(save: (ids: string[]) => Promise<unknown>, wanted: (ids: readonly string[] | null) => void) {
    this.#save = save
    this.#wanted = wanted
  }

  /** Toggles a favourite; `known` is the catalogue's list. */
  toggle(id: string, known: readonly string[]): void {
    const before = this.#ids ?? known
    const ids = before.includes(id) ? before.filter(one => one !== id) : [...before, id]
    this.#set(ids)
    this.#waiting++
    this.#saving = this.#saving
      .then(() => this.#save(ids))
      .then(
        () => {},
        error => {
          toastError(error)
          this.#set(null)
        },
      )
      .finally(() => this.#waiting--)
  }

  /** Call it when the catalogue was loaded: shows the catalogue's list, unless a save is pending. */
  known(): void {
    if (this.#waiting === 0) this.#set(null)
  }

  #set(ids: string[] | null): void {
    this.#ids = ids
    this.#wanted(ids)
  }
}

/** The apps with pending changes of favourites, and the toggle. */
export function useFavourites(apps: readonly AppItem[]): [shown: AppItem[], toggle: (app: AppItem) => void] {
  const [wanted, setWanted] = useState<readonly string[] | null>(null)
  const [changes] = useState(
    () => new FavouriteChanges(appIds => call('workbench.setFavourites', { appIds }), setWanted),
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs whenever the catalogue was loaded
  useEffect(() => changes.known(), [apps, changes])
  const shown = useMemo(
    () => apps.map(app => (wanted === null ? app : { ...app, favourite: wanted.includes(app.id) })),
    [apps, wanted],
  )
  const known = apps.filter(app => app.favourite).map(app => app.id)
  return [shown, app => changes.toggle(app.id, known)]
}

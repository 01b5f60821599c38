import { useEffect, useMemo, useState } from 'react'
import { rankName } from '../../../common/name-match.ts'
import { call } from '../../desktop.ts'
import { catalogues } from '../../i18n.ts'
import { startGroup } from '../../messages/index.ts'
import { openFullSearch } from '../../stores/navigation.ts'
import { saveSettings, useSettings } from '../../stores/settings.ts'
import { isMac, readHan, toastError } from '../../ui/index.ts'
import { showShortcuts } from '../ShortcutSheet.tsx'

/** Something that the palette finds by its name in either language. */
export interface Named {
  id: string
  name: string
  latinName: string
}

/** A command of the palette. */
export interface Command extends Named {
  keys: string | null
  run: () => void
}

type Words = keyof (typeof catalogues)['palette']['zh']

function own(id: Words, run: () => void, keys: string | null = null): Command {
  return { id, name: catalogues.palette.zh[id], latinName: catalogues.palette.en[id], keys, run }
}

function ownCommands(): Command[] {
  const quiet = useSettings.getState().settings?.doNotDisturb ?? false
  return [
    own('newGroup', () => startGroup(), 'CmdOrCtrl+N'),
    own('fullSearch', () => openFullSearch('')),
    own('shortcuts', showShortcuts, 'CmdOrCtrl+/'),
    own(quiet ? 'doNotDisturbOff' : 'doNotDisturbOn', () => {
      saveSettings({ doNotDisturb: !quiet }).catch(toastError)
    }),
  ]
}

/** The commands of this page and the entries of the menu. */
export async function loadCommands(): Promise<Command[]> {
  const menu = await call('app.commands', {})
  return [
    ...ownCommands(),
    ...menu.map(({ id, title, keys }) => ({
      id,
      name: title.zh.replace(/…$/, ''),
      latinName: title.en.replace(/…$/, ''),
      keys,
      run: () => {
        call('app.command', { id }).catch(toastError)
      },
    })),
  ]
}

/** Keys as the system writes them. */
export function shownKeys(keys: string): string {
  return isMac
    ? keys.replace(/(CmdOrCtrl|Cmd)\+/, '⌘').replace('Alt+', '⌥')
    : keys.replace('CmdOrCtrl', 'Ctrl').replaceAll('+', ' ')
}

/** Those of a list that a query means, the likeliest first. By pinyin too, once the dictionary is there. */
export function useRanked<T extends Named>(list: readonly T[], query: string): T[] {
  const [readings, setReadings] = useState<ReadonlyMap<string, string>>(new Map())
  useEffect(() => {
    let current = true
    readHan(list.map(({ name }) => name)).then(
      read => current && setReadings(new Map(list.map(({ name }, i) => [name, read[i] ?? '']))),
      error => console.error('the dictionary of readings', error),
    )
    return () => {
      current = false
    }
  }, [list])
  return useMemo(
    () =>
      list
        .map(item => ({ item, rank: rankName(query, { ...item, reading: readings.get(item.name) ?? '' }) }))
        .filter(({ rank }) => rank !== null)
        .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0))
        .map(({ item }) => item),
    [list, query, readings],
  )
}

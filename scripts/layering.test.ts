import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { covers, faults, importsOf, refusal, resolveImport, sourceFiles } from './layering.ts'
import { exceptions, walls } from './walls.ts'

const imported = sourceFiles().flatMap(file =>
  importsOf(file).map(({ specifier }) => ({ file, target: resolveImport(file, specifier) })),
)

test('no import crosses a wall', () => {
  expect(faults()).toEqual([])
})

test('everything that the table allows is used', () => {
  const allowed = new Set(walls.flatMap(({ may }) => may.map(one => one.replace(/^type /, ''))))
  const unused = [...allowed].filter(pattern => !imported.some(({ target }) => covers(pattern, target)))
  expect(unused).toEqual([])
})

test('no exception is unused', () => {
  for (const { from, to } of exceptions) expect(imported).toContainEqual({ file: from, target: to })
})

test('the server lists every package that its files, and those of other folders that they need, import', () => {
  const seen = new Set<string>()
  const packages = new Set<string>()
  const waiting = ['server/cli.ts', 'server/index.ts', 'server/seed/cli.ts']
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (seen.has(file)) continue
    seen.add(file)
    for (const { specifier, typeOnly } of importsOf(file)) {
      const target = resolveImport(file, specifier)
      if (typeOnly || target.startsWith('node:') || target === '(computed)') continue
      if (/\.m?[jt]sx?$/.test(target)) waiting.push(target)
      else packages.add(target)
    }
  }
  const { dependencies } = JSON.parse(readFileSync(join(import.meta.dirname, '../server/package.json'), 'utf8')) as {
    dependencies: Record<string, string>
  }
  expect(seen).toContain('common/fold.ts')
  expect([...packages].filter(name => !Object.hasOwn(dependencies, name))).toEqual([])
  // The last two are reached by tests only, until the server opens them itself.
  const unreached = ['@lianqun/protocol']
  expect(Object.keys(dependencies).filter(name => !packages.has(name))).toEqual(unreached)
})

test('every form of an import is found', () => {
  const text = `
    import value, { type T } from './value.ts'
    import type { U } from './type.ts'
    import { type A, type B } from './types.ts'
    import './effect.css'
    export { value as other } from './again.ts'
    export type { V } from './again-type.ts'
    export * from './all.ts'
    export * as named from './named.ts'
    type W = import('./inline.ts').W
    const later = await import('./later.ts')
    const old = require('fs')
    import older = require('kysely')
    const chosen = await import(later.name)`
  expect(
    importsOf('some.ts', text)
      .map(one => `${one.typeOnly ? 'type ' : ''}${one.specifier}`)
      .sort(),
  ).toEqual(
    [
      './value.ts',
      'type ./type.ts',
      'type ./types.ts',
      './effect.css',
      './again.ts',
      'type ./again-type.ts',
      './all.ts',
      './named.ts',
      'type ./inline.ts',
      './later.ts',
      'fs',
      'kysely',
      '(computed)',
    ].sort(),
  )
})

test('patterns', () => {
  expect(covers('server/*/index.ts', 'server/apps/index.ts')).toBe(true)
  expect(covers('server/*/index.ts', 'server/features/apps/index.ts')).toBe(false)
  expect(covers('server/**', 'server/features/apps/index.ts')).toBe(true)
  expect(covers('main/{log,index}.ts', 'main/log.ts')).toBe(true)
  expect(covers('main/{log,index}.ts', 'main/logats')).toBe(false)
  expect(covers('**/*.test.{ts,tsx}', 'renderer/ui/names.test.tsx')).toBe(true)
})

test('a specifier resolves to the same target, however it is written', () => {
  expect(resolveImport('main/shell/tray.ts', '../log.ts')).toBe('main/log.ts')
  expect(resolveImport('renderer/ui/cx.ts', '../../protocol/index.ts')).toBe('protocol/index.ts')
  expect(resolveImport('renderer/ui/cx.ts', '@lianqun/protocol')).toBe('protocol/index.ts')
  expect(resolveImport('miniapps/okr/src/main.tsx', '@lianqun/sdk/react')).toBe('sdk/react.tsx')
  expect(resolveImport('renderer/ui/cx.ts', 'fs/promises')).toBe('node:fs')
  expect(resolveImport('renderer/ui/cx.ts', '@tiptap/pm/model')).toBe('@tiptap/pm')
})

const types = (file: string, specifier: string) => refusal(file, { specifier, typeOnly: true })
const values = (file: string, specifier: string) => refusal(file, { specifier, typeOnly: false })

describe('refused, even as a type', () => {
  test.each([
    // The protocol and the helpers depend on nothing else.
    ['protocol/messages.ts', '../common/names.ts'],
    ['protocol/messages.ts', '@lianqun/sdk'],
    ['protocol/messages.ts', 'fs'],
    ['protocol/messages.ts', './http/index.ts'],
    ['protocol/contents/poll.ts', '../../server/core/writer.ts'],
    ['common/names.ts', 'node:fs'],
    ['common/names.ts', './node/sqlite.ts'],
    ['common/node/sqlite.ts', '../../main/log.ts'],
    // A preload has no Node and does not use modules of main.
    ['preload/contract/directory.ts', 'node:fs'],
    ['preload/contract/directory.ts', 'electron'],
    ['preload/contract/directory.ts', '../../main/log.ts'],
    ['preload/bridge/tab.ts', '../../server/index.ts'],
    ['preload/desktop.ts', 'fs'],
    ['preload/desktop.ts', 'libsql'],
    ['preload/desktop.ts', '../main/log.ts'],
    // The window is a web page.
    ['renderer/messages/rows.ts', 'fs'],
    ['renderer/messages/rows.ts', 'node:path'],
    ['renderer/messages/rows.ts', 'electron'],
    ['renderer/messages/rows.ts', 'kysely'],
    ['renderer/messages/rows.ts', 'ws'],
    ['renderer/messages/rows.ts', '../../common/node/sqlite.ts'],
    ['renderer/messages/rows.ts', '../../preload/desktop.ts'],
    ['renderer/messages/rows.ts', '../../main/cache/api.ts'],
    ['renderer/messages/rows.ts', '../../e2e/world.ts'],
    ['renderer/messages/rows.ts', '../../electron-standin/index.ts'],
    ['renderer/messages/rows.ts', 'electron-standin'],
    ['renderer/messages/rows.ts', 'lianqun-server'],
    // A feature of the window imports others through their index; shared folders import no feature.
    ['renderer/messages/rows.ts', '../directory/section.ts'],
    ['renderer/messages/rows.ts', '../directory/directory.css'],
    ['renderer/messages/kinds/poll/index.tsx', '../../../directory/tree.ts'],
    ['renderer/directory/tree.ts', '../messages/rows.ts'],
    ['renderer/desktop.ts', './messages/rows.ts'],
    ['renderer/section.ts', './messages/index.ts'],
    ['renderer/ui/names.ts', '../stores/people.ts'],
    ['renderer/ui/names.ts', '../messages/index.ts'],
    ['renderer/stores/people.ts', '../messages/index.ts'],
    // Main imports neither the page nor the server, and its folders not each other's internal files.
    ['main/shell/tray.ts', '../../renderer/ui/cx.ts'],
    ['main/shell/tray.ts', '../../server/options.ts'],
    ['main/shell/tray.ts', '../../electron-standin/index.ts'],
    ['main/shell/tray.ts', '../../e2e/world.ts'],
    ['main/shell/tray.ts', '../../bench/report.ts'],
    ['main/shell/tray.ts', '../../miniapps/shared/strings.ts'],
    ['main/shell/tray.ts', '@lianqun/sdk'],
    ['main/index.ts', '../server/index.ts'],
    ['main/directory/calls.ts', '../messages/calls.ts'],
    ['main/directory/calls.ts', '../cache/directory/reads.ts'],
    ['main/directory/calls.ts', 'electron'],
    ['main/workbench/tabs.ts', '../cache/directory/reads.ts'],
    ['main/workspace/sync.ts', '../cache/sync/reads.ts'],
    ['main/workspace/sync.ts', '../shell/settings.ts'],
    ['main/workspace/sync.ts', 'electron'],
    // The cache runs in a thread without Electron; its core imports no part, its parts only each other's index.
    ['main/cache/core/sql.ts', '../../workspace/errors.ts'],
    ['main/cache/core/sql.ts', '../api.ts'],
    ['main/cache/core/sql.ts', '../outbox/outbox.ts'],
    ['main/cache/core/sql.ts', '../outbox/index.ts'],
    ['main/cache/apps/reads.ts', 'electron'],
    ['main/cache/apps/reads.ts', '../../workspace/errors.ts'],
    ['main/cache/apps/reads.ts', '../directory/search-terms.ts'],
    ['main/cache/outbox/outbox.ts', '../messages/incoming.ts'],
    ['main/cache/migrations/index.ts', '../messages/index.ts'],
    // The server is a separate program; its core imports no feature.
    ['server/options.ts', '../electron-standin/index.ts'],
    ['server/options.ts', '../main/log.ts'],
    ['server/options.ts', 'electron'],
    ['server/core/writer.ts', '../features/directory/index.ts'],
    ['server/core/writer.ts', '../domain.ts'],
    ['server/core/writer.ts', '../http/api.ts'],
    ['server/core/writer.ts', '../demo/types.ts'],
    ['server/core/writer.ts', '../seed/words.ts'],
    ['server/core/writer.ts', '../storage/sqlite/message-store.ts'],
    ['server/storage/lock.ts', '../core/hub/hub.ts'],
    ['server/bus/memory.ts', '../core/hub/hub.ts'],
    // A feature of the server imports others through their index, whatever the specifier looks like.
    ['server/features/apps/domain.ts', '../directory/search.ts'],
    ['server/features/apps/domain.ts', '../../features/directory/domain.ts'],
    ['server/features/apps/domain.ts', '../../http/api.ts'],
    ['server/features/apps/domain.ts', '../../demo/index.ts'],
    ['server/features/apps/domain.ts', '../../domain.ts'],
    ['server/features/apps/domain.ts', '../../storage/sqlite/message-store.ts'],
    ['server/features/apps/domain.ts', '../../storage/migrations/index.ts'],
    ['server/features/apps/domain.ts', 'libsql'],
    ['server/http/api.ts', '../features/me/domain.ts'],
    ['server/http/app.ts', '../features/directory/search.ts'],
    ['server/demo/load.ts', '../features/me/domain.ts'],
    ['server/domain.ts', './features/directory/search.ts'],
    ['server/index.ts', './testing/client.ts'],
    // Mini-apps import the SDK, and not each other.
    ['sdk/client.ts', '../preload/desktop.ts'],
    ['sdk/client.ts', '../preload/contract/index.ts'],
    ['sdk/client.ts', 'fs'],
    ['miniapps/announcements/src/App.tsx', '../../directory-lookup/src/people.ts'],
    ['miniapps/announcements/src/App.tsx', '../../../preload/contract/index.ts'],
    ['miniapps/announcements/src/App.tsx', '../../../renderer/ui/index.ts'],
    ['miniapps/announcements/src/App.tsx', '../../../sdk/token.ts'],
    ['miniapps/shared/states.tsx', '../announcements/src/strings.ts'],
    // The stand-in is independent of the app.
    ['electron-standin/api/app.ts', '../../main/log.ts'],
    ['electron-standin/api/app.ts', '@lianqun/protocol'],
    // A test may import internal files of its own runtime only.
    ['main/shell/badge.test.ts', '../../renderer/ui/cx.ts'],
    ['renderer/ui/names.test.ts', '../../main/log.ts'],
    ['server/cli.test.ts', '../main/log.ts'],
    // A folder without a wall.
    ['mobile/index.ts', '../protocol/index.ts'],
  ])('%s: %s', (file, specifier) => {
    expect(types(file, specifier)).not.toBeNull()
  })
})

describe('refused as a value, allowed as a type', () => {
  test.each([
    ['renderer/messages/rows.ts', '../../preload/contract/index.ts'],
    ['main/cache/apps/reads.ts', '../../../preload/contract/index.ts'],
    ['main/shell/notifications.ts', '../cache/api.ts'],
    ['sdk/client.ts', '../preload/bridge/index.ts'],
    ['sdk/api.ts', '../protocol/http/index.ts'],
    ['server/bus/memory.ts', '../core/change-set.ts'],
  ])('%s: %s', (file, specifier) => {
    expect(values(file, specifier)).not.toBeNull()
    expect(types(file, specifier)).toBeNull()
  })
})

describe('a new feature needs no line in the table', () => {
  test.each([
    ['protocol/okr.ts', 'zod'],
    ['server/features/okr/domain.ts', '../directory/index.ts'],
    ['server/features/okr/domain.ts', '../../core/writer.ts'],
    ['main/okr/calls.ts', '../ipc/parts.ts'],
    ['main/cache/okr/reads.ts', '../directory/index.ts'],
    ['renderer/okr/section.ts', './index.tsx'],
    ['renderer/okr/index.tsx', '../messages/index.ts'],
    ['miniapps/okr/src/App.tsx', '@lianqun/sdk/react'],
  ])('%s: %s', (file, specifier) => {
    expect(values(file, specifier)).toBeNull()
  })
})

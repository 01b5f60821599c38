import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Sqlite } from './sqlite.ts'

test('statements used once do not evict one that is in use', () => {
  const dir = mkdtempSync(join(tmpdir(), 'lianqun-sqlite-'))
  const sqlite = new Sqlite(join(dir, 'x.db'))
  const hot = sqlite.statement('select 1')
  const cold = sqlite.statement('select 2')
  for (let i = 0; i < 1_000; i++) {
    sqlite.statement(`select ${i} as once`)
    expect(sqlite.statement('select 1')).toBe(hot)
  }
  expect(sqlite.statement('select 2')).not.toBe(cold)
  sqlite.close()
  rmSync(dir, { recursive: true, force: true })
})

import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { deleteCrashReports } from './crash-reports.ts'

test('the reports of crashes are deleted, and nothing else', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lianqun-crashes-'))
  try {
    const logged: string[] = []
    const log = (message: string) => void logged.push(message)
    deleteCrashReports(join(folder, 'missing'), log)
    mkdirSync(join(folder, 'completed'))
    for (const name of ['completed/a.dmp', 'b.dmp', 'settings.dat']) writeFileSync(join(folder, name), '')
    deleteCrashReports(folder, log)
    expect(logged).toEqual([])
    expect(readdirSync(folder, { recursive: true }).sort()).toEqual(['completed', 'settings.dat'])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

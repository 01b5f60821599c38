import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { noticesOf } from './packaging/notices.ts'

/** Builds the client's bundles with their notices, and every mini-app; the tools show their progress. */
const root = join(import.meta.dirname, '..')

function run(tool: string, args: string[], cwd: string): void {
  const result = spawnSync(process.execPath, [join(root, 'node_modules', ...tool.split('/')), ...args], {
    cwd,
    stdio: ['ignore', 2, 2],
  })
  if (result.status !== 0) process.exit(result.status ?? 1)
}

run('electron-vite/bin/electron-vite.js', ['build', '--logLevel', 'warn'], root)
run(
  'vite/bin/vite.js',
  ['build', '--logLevel', 'warn', '--outDir', join(root, 'out/renderer/documents'), '--emptyOutDir'],
  join(root, 'documents'),
)
writeFileSync(join(root, 'out/THIRD-PARTY-NOTICES.txt'), noticesOf(root))
const apps = join(root, 'miniapps')
for (const name of readdirSync(apps)) {
  if (existsSync(join(apps, name, 'package.json')))
    run(
      'vite/bin/vite.js',
      ['build', '--logLevel', 'warn', '--outDir', join(root, 'out', 'apps', name), '--emptyOutDir'],
      join(apps, name),
    )
}

import { ensureInstalled, root, runNode, say } from './bootstrap.mjs'

ensureInstalled()
const steps = [
  ['types', ['node_modules/typescript/bin/tsc', '--noEmit', '-p', '.']],
  ['lint and format', ['node_modules/@biomejs/biome/bin/biome', 'ci', '--diagnostic-level=error', '.']],
  ['layering', ['scripts/layering.ts']],
  ['the generated protocol page', ['scripts/docs.ts', '--check']],
  ['unused files, exports and dependencies', ['node_modules/knip/bin/knip.js']],
]
let failed = 0
for (const [name, [script, ...args]] of steps) {
  say(`checking ${name}`)
  if ((await runNode([`${root}/${script}`, ...args])) !== 0) failed++
}
say(failed === 0 ? 'all checks passed' : `${failed} of ${steps.length} checks failed`)
process.exit(failed === 0 ? 0 : 1)

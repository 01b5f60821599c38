import { ensureBuilt, ensureInstalled, root, runNode, say } from './bootstrap.mjs'

ensureInstalled()
say('building what changed')
await ensureBuilt()
process.exit(await runNode([`${root}/scripts/app.ts`, ...process.argv.slice(2)]))

/* npm run test:simulation: 10,000 seeds of the simulated servers and clients; some are in npm test. */
import { ensureInstalled, root, runNode } from './bootstrap.mjs'

ensureInstalled()
process.exit(await runNode([`${root}/e2e/simulation/run.ts`, ...process.argv.slice(2)]))

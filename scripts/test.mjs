import { ensureBuilt, ensureChromium, ensureInstalled, root, runNode, say } from './bootstrap.mjs'

ensureInstalled()
const chromium = ensureChromium()
if (process.env.CI === 'true' || process.env.LIANQUN_INSTALL_TEST_DATABASES === '1')
  await runNode([`${root}/server/testing/install.ts`])
say('building what changed')
await ensureBuilt()
const args = process.argv.slice(2)
process.exit(await runNode([`${root}/node_modules/vitest/vitest.mjs`, 'run', ...args], { LIANQUN_CHROMIUM: chromium }))

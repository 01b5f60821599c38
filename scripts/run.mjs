import { ensureBuilt, ensureChromium, ensureInstalled, fail, root, runNode } from './bootstrap.mjs'

/** The scripts by task, and what each needs before it runs. */
const tasks = {
  build: { script: 'scripts/build.ts' },
  bench: { script: 'bench/run.ts', built: true, chromium: true },
  seed: { script: 'server/seed/cli.ts' },
  docs: { script: 'scripts/docs.ts' },
  screenshots: { script: 'scripts/screenshots.ts', built: true, chromium: true },
  package: { script: 'scripts/package.ts', built: true },
  'bot:new': { script: 'scripts/bot-new.ts' },
}
const [name, ...args] = process.argv.slice(2)
const task = tasks[name] ?? fail(`no such task: ${name}`)
ensureInstalled()
const env = task.chromium ? { LIANQUN_CHROMIUM: ensureChromium() } : {}
if (task.built) await ensureBuilt()
process.exit(await runNode([`${root}/${task.script}`, ...args], env))

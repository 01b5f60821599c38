import { createRequire } from 'node:module'
import { delimiter } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseCommandLine } from './options.ts'
import { registerElectron, registerPlatform } from './register.ts'
import { runtime } from './runtime.ts'

async function main(): Promise<void> {
  const options = parseCommandLine(process.argv.slice(2))
  runtime.configure(options)
  process.argv = options.argv
  const versions = { ...process.versions, electron: electronVersion() }
  Object.defineProperty(process, 'versions', { value: versions, configurable: true })
  Object.assign(process, {
    type: 'browser',
    defaultApp: process.env.ELECTRON_STANDIN_PACKAGED !== '1',
    resourcesPath: options.appDir,
  })
  // Programs that an app asks about the desktop, which is a model here.
  const tools = fileURLToPath(new URL('../desktop-tools', import.meta.url))
  process.env.PATH = [tools, process.env.PATH].join(delimiter)
  registerElectron()
  registerPlatform(options.platform, options.appDir)
  const { app } = await import('../api/app.ts')
  const { openControl } = await import('./control.ts')
  openControl()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    // An app with its own signal listener decides itself.
    process.on(signal, () => process.listenerCount(signal) === 1 && app.quit())
  }
  if (options.screenshot) {
    const { saveScreenshot } = await import('./screenshot.ts')
    saveScreenshot(options.screenshot)
  }
  await import(pathToFileURL(options.mainFile).href)
  await app.start()
}

/** The version of Electron whose API the stand-in implements. */
function electronVersion(): string {
  const manifest: { version: string } = createRequire(import.meta.url)('electron/package.json')
  return manifest.version
}

main().catch(error => {
  console.error(error instanceof Error && !error.cause && error.message.includes('Usage') ? error.message : error)
  process.exit(1)
})

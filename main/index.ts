import { join } from 'node:path'
import { app, crashReporter, dialog, protocol } from 'electron'
import { Client } from './client.ts'
import { flushLog, log, logTo } from './log.ts'
import { registerAppScheme } from './shell/app-scheme.ts'
import { chooseDataFolder } from './shell/data-folder.ts'
import { mayStart } from './shell/developer-options.ts'
import { watchFaults } from './shell/faults.ts'
import { createPendingNavigation } from './shell/pending-navigation.ts'
import { claimInstance, identity } from './shell/single-instance.ts'
import { languageOf, strings } from './shell/strings.ts'
import { guestFeatures } from './workbench/origin-policy.ts'

/** Set when it is built: whether tests may drive the packaged program. */
declare const testBuild: boolean

const development = !app.isPackaged
if (!mayStart({ packaged: app.isPackaged, testBuild, switches: app.commandLine })) {
  log('the program does not start with a switch that opens it to others')
  app.exit(1)
}

app.commandLine.appendSwitch('enable-features', guestFeatures.join(','))

// By its name the system finds the data of the program.
app.setName(identity(development).name)
chooseDataFolder({ app, platform: process.platform, env: process.env, log })
registerAppScheme(protocol)
// Created first, because claiming the instance may already deliver the link of this start.
const pendingNavigation = createPendingNavigation()
let client: Client | null = null
const first = claimInstance({
  app,
  argv: process.argv,
  development,
  onShow: () => client?.show(),
  onLink: pendingNavigation.go,
  log,
})

if (first) {
  logTo(join(app.getPath('logs'), 'main.log'))
  // Reports of crashes stay on this machine.
  crashReporter.start({ uploadToServer: false })
  watchFaults({
    signals: process,
    app,
    tell: error => (client === null ? fail(error) : client.tellOfFault()),
    log,
  })
  app.whenReady().then(start).catch(fail)
} else {
  app.quit()
}

async function start(): Promise<void> {
  client = new Client(pendingNavigation)
  await client.start()
}

function fail(error: unknown): void {
  log('the client could not start', { error: error instanceof Error ? error.stack : String(error) })
  flushLog()
  const words = strings(languageOf('system', app.getLocale())).dialog
  dialog.showErrorBox(
    words.startFailed,
    words.startFailedDetail(error instanceof Error ? error.message : String(error)),
  )
  app.exit(1)
}

import { app, dialog, protocol } from 'electron'
import { Client } from './client.ts'
import { log } from './log.ts'
import { registerAppScheme } from './shell/app-scheme.ts'
import { createPendingNavigation } from './shell/pending-navigation.ts'
import { claimInstance } from './shell/single-instance.ts'
import { strings } from './shell/strings.ts'

registerAppScheme(protocol)
// Created first, because claiming the instance may already deliver the link of this start.
const pendingNavigation = createPendingNavigation()
let client: Client | null = null
const first = claimInstance({
  app,
  argv: process.argv,
  development: !app.isPackaged,
  onShow: () => client?.show(),
  onLink: pendingNavigation.go,
  log,
})

if (first) {
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
  const words = strings(app.getLocale().startsWith('zh') ? 'zh' : 'en').dialog
  dialog.showErrorBox(
    words.startFailed,
    words.startFailedDetail(error instanceof Error ? error.message : String(error)),
  )
  app.exit(1)
}

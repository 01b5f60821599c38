import type { Logger } from 'pino'
import type { WorkspaceServer } from '../index.ts'
import { describeDemo, startBots } from './bot-runner.ts'
import { demoCompany } from './index.ts'
import { demoPassword, loadDemo } from './load.ts'

/** Loads the demo company when it is missing, and starts its bots. */
export async function openDemo(server: WorkspaceServer, log: Logger): Promise<{ line: string; stop: () => void }> {
  await loadDemo(server.domain, demoCompany, Date.now())
  const stop = await startBots(server, demoCompany, { log: (message, detail) => log.warn(detail, message) })
  return { line: `demo ${JSON.stringify(describeDemo(server, demoCompany, demoPassword))}\n`, stop }
}

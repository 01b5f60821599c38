import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { WorkspaceServer } from '../index.ts'
import { describeDemo, startBots } from './bot-runner.ts'
import { larkfield } from './larkfield/index.ts'
import { demoPassword, hasDemo, loadDemo } from './load.ts'
import { servePages } from './pages.ts'
import { qingyu } from './qingyu/index.ts'
import type { DemoCompany } from './types.ts'

const companies: readonly DemoCompany[] = [qingyu, larkfield]

/** A demo of which the server has the routes before it listens, and the data afterwards. */
export function makeDemo(language: DemoCompany['language']) {
  let company: DemoCompany | null = null
  return {
    /** Serves the pages that the demo's messages link to. */
    routes: (app: FastifyInstance): void => servePages(app, () => company),
    /**
     * Loads the company of the language, unless the workspace holds one already, and lets its people come, one after
     * the other. Returns the line for the client and the function that stops them.
     */
    async open(server: WorkspaceServer, log: Logger): Promise<{ line: string; stop: () => void }> {
      for (const each of companies) if (await hasDemo(server.domain, each)) company = each
      company ??= companies.find(each => each.language === language) ?? qingyu
      const chosen = company
      const day = await loadDemo(server.domain, chosen, { now: Date.now(), pagesUrl: server.httpUrl })
      const { stop } = startBots(server, chosen, { day, log: (message, detail) => log.warn(detail, message) })
      return { line: `demo ${JSON.stringify(describeDemo(server, chosen, demoPassword))}\n`, stop }
    },
  }
}

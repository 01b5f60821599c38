import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { WorkspaceServer } from '../index.ts'
import { describeDemo, startBots } from './bot-runner.ts'
import { startCompanions } from './companions.ts'
import { type DemoConversation, dress } from './dress.ts'
import { startHooks } from './hook-runner.ts'
import { illustrate, illustrateLine } from './illustrate.ts'
import { larkfield } from './larkfield/index.ts'
import { demoPassword, hasDemo, loadDemo } from './load.ts'
import type { Line } from './narrator.ts'
import { servePages } from './pages.ts'
import { qingyu } from './qingyu/index.ts'
import { lineId } from './story.ts'
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
     * the other; pictures and files are made meanwhile. Returns the line for the client and the function that stops
     * all of it.
     */
    async open(server: WorkspaceServer, log: Logger): Promise<{ line: string; stop: () => void }> {
      for (const each of companies) if (await hasDemo(server.domain, each)) company = each
      company ??= companies.find(each => each.language === language) ?? qingyu
      const chosen = company
      const { day, conversations } = await loadDemo(server.domain, chosen, {
        now: Date.now(),
        pagesUrl: server.httpUrl,
      })
      const stopped = new AbortController()
      const failed = (error: unknown) => {
        if (!stopped.signal.aborted) log.warn({ err: error }, 'a message of the demo was not finished')
      }
      illustrate(server.domain, chosen, conversations, stopped.signal).catch(failed)
      const { stop } = startBots(server, chosen, {
        day,
        onSaid: line => void finishLine(server, chosen, conversations, line).catch(failed),
        log: (message, detail) => log.warn(detail, message),
      })
      const stopHooks = startHooks(server, chosen, day, error => {
        if (!stopped.signal.aborted) log.warn({ err: error }, 'a hook of the demo failed')
      })
      const stopCompanions = startCompanions(server, chosen, error => {
        if (!stopped.signal.aborted) log.warn({ err: error }, 'a bot of the demo failed')
      })
      return {
        line: `demo ${JSON.stringify(describeDemo(server, chosen, demoPassword))}\n`,
        stop: () => {
          stopped.abort()
          stopHooks()
          stopCompanions()
          stop()
        },
      }
    },
  }
}

/** Gives a line that was just said what it has besides its words. */
async function finishLine(
  { domain, httpUrl }: WorkspaceServer,
  company: DemoCompany,
  conversations: readonly DemoConversation[],
  { conversationId, clientId }: Line,
): Promise<void> {
  const conversation = conversations.find(({ id }) => id === conversationId)
  if (conversation === undefined) return
  const index = conversation.messages.findIndex((_, at) => lineId(conversation.key, at) === clientId)
  const message = conversation.messages[index]
  if (message?.extra === undefined) return
  // Whom it asks for an answer is not known here.
  await domain.write('workspace', w => dress(w, conversation, company, [message], httpUrl))
  await illustrateLine(domain, company, conversation, index)
}

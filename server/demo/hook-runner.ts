import type { WorkspaceServer } from '../index.ts'
import { bringIn, type HookEvent, hookRowOf, pathOf, payloadOf } from './hooks.ts'
import { hookEventsToCome, nextHookScene } from './narrator.ts'
import type { DemoCompany } from './types.ts'

/**
 * Lets the hooks of the demo speak: what is to come in the story, and then something now and then. Payloads are posted to
 * the hook's own address, as another system would. Returns the function that ends it.
 */
export function startHooks(
  server: WorkspaceServer,
  company: DemoCompany,
  day: number,
  failed: (error: unknown) => void,
): () => void {
  const timers = new Set<NodeJS.Timeout>()
  const after = (time: number, act: () => void) => {
    const timer = setTimeout(
      () => {
        timers.delete(timer)
        act()
      },
      Math.max(0, time - Date.now()),
    )
    timers.add(timer)
  }
  const schedule = (event: HookEvent) => after(event.at, () => void happen(server, company, event).catch(failed))
  const nextScene = () => {
    const events = nextHookScene(company, Date.now())
    for (const event of events) schedule(event)
    const last = events.at(-1)
    if (last !== undefined) after(last.at, nextScene)
  }
  for (const event of hookEventsToCome(company, day, Date.now())) schedule(event)
  nextScene()
  return () => {
    for (const timer of timers) clearTimeout(timer)
    timers.clear()
  }
}

/**
 * Lets something happen at a hook; nothing does at one that is not there.
 * @throws Error when a payload is refused
 */
export async function happen(
  { domain, httpUrl }: Pick<WorkspaceServer, 'domain' | 'httpUrl'>,
  company: DemoCompany,
  event: HookEvent,
): Promise<void> {
  const { does, hook } = event
  if ('takenBy' in does) {
    await domain.write('workspace', async w => {
      const row = await hookRowOf(w, hook)
      if (row) await bringIn(w, row, event, { company, at: w.now, pagesUrl: httpUrl })
    })
    return
  }
  const row = await domain.write('workspace', w => hookRowOf(w, hook))
  if (row === undefined || row.enabled === 0) return
  const { headers, body } = payloadOf(company, event, does.payload, httpUrl)
  const answer = await fetch(`${httpUrl}${pathOf(row, does.payload)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${hook.name} answered ${answer.status}: ${text.slice(0, 200)}`)
}

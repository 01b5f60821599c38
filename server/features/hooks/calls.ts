import { isContent, ProtocolError, type Result } from '@lianqun/protocol'
import type { Services } from '../../core/services.ts'
import type { Reader } from '../../storage/database.ts'
import { conversationLocks } from '../../storage/lock.ts'
import { randomId } from '../../storage/random-id.ts'
import {
  actionOf,
  type Call,
  type CallAnswer,
  type CallContext,
  CallError,
  type CallRequest,
  type CardClick,
  type CardOutcome,
  callOf,
  type JsonObject,
  keepAnswer,
  PayloadError,
  updateCard,
} from '../cards/index.ts'
import { type LinkPolicy, type Posted, postBounded, Refused, Unreadable } from '../links/index.ts'
import { storedMessage } from '../messages/index.ts'
import { type CallFace, faceOf } from './call-face.ts'
import { callWords } from './call-words.ts'
import { deliveryId, deliveryRow, noteDelivery } from './deliveries.ts'
import { mayCall, optionsOf } from './domain.ts'
import { HookLog } from './log.ts'
import { nameOf } from './people.ts'
import { callRate, callsAtOnce } from './rates.ts'
import { NoStanding, stands } from './standing.ts'
import type { HookDeliveryRow, HookRow } from './tables.ts'
import { Windows } from './windows.ts'

/** Most bytes of an answer. */
const answerBytes = 262_144
/** Characters of an address in the log. */
const shownAddress = 500

/** A press of a button that calls another system. */
interface Press {
  hook: HookRow
  click: CardClick
  call: Call
  context: CallContext
}

/** What became of a call. `told`: what who pressed is told; `problem`: what the log says, empty where all is well. */
interface Sent {
  verdict: 'called' | 'refused' | 'failed'
  told: string
  problem: string
  request?: CallRequest
  reply?: Posted
  update?: JsonObject
}

/**
 * Calls other systems for the buttons of their cards, each press once: it is noted before anything is sent, and what was
 * not sent, or not answered, is sent again by nobody but a person.
 */
export class HookCalls {
  readonly #services: Pick<Services, 'store' | 'write' | 'failed' | 'limits'>
  readonly #policy: LinkPolicy | null
  readonly #log: HookLog
  readonly #windows = new Windows()
  /** How many calls have no answer yet: of all, of each hook and of each person. */
  readonly #underWay = new Map<string, number>()

  constructor(services: Pick<Services, 'store' | 'write' | 'failed' | 'limits'>, policy: LinkPolicy | null) {
    this.#services = services
    this.#policy = policy
    this.#log = new HookLog(services.write)
  }

  /** Answers a press, in the transaction that notes it. @throws not_found where it calls nothing, rate_limited */
  async pressed(db: Reader, hook: HookRow, click: CardClick): Promise<CardOutcome> {
    const call = callOf(click.secret.data)
    if (call === null) throw new ProtocolError('not_found')
    const words = callWords[optionsOf(hook).language]
    const refused = (notice: string): CardOutcome => ({ answer: 'failed', notice })
    if (!mayCall(hook)) return refused(words.off)
    if (this.#policy === null) return refused(words.nowhere)
    if (hook.enabled === 0 || !(await stands(db, hook))) return refused(words.silent)
    const context = await contextOf(db, this.#services.store.meta('workspace_id'), click)
    const press: Press = { hook, click, call, context }
    const wait = this.#windows.take(hook.id, callRate, Date.now())
    if (wait > 0) {
      const problem = `More than ${callRate.most} presses within ${callRate.withinMs / 1_000} seconds.`
      const row = rowOf(press, { verdict: 'refused', told: '', problem }, { at: Date.now(), ms: 0 })
      // Beside this transaction, which ends with the error.
      void this.#log.note({ ...row, title: '', body: '' }, true).catch(this.#services.failed)
      throw new ProtocolError('rate_limited', { retryAfterMs: wait })
    }
    // The words are for the same press again, also where the server ends before the answer.
    return { answer: 'waiting', notice: words.sent, afterwards: () => this.#call(press) }
  }

  async #call(press: Press): Promise<Result<'card.submit'>> {
    const { store, failed } = this.#services
    const { hook, click, call } = press
    const words = callWords[optionsOf(hook).language]
    const at = Date.now()
    const began = performance.now()
    const sent = await this.#send(press)
    let face: CallFace | null = null
    if (sent.update !== undefined)
      try {
        face = await faceOf(fn => store.read(fn), hook, call, sent.update)
      } catch (error) {
        const known = error instanceof PayloadError || error instanceof NoStanding
        if (!known) failed(error)
        Object.assign(sent, { told: words.unshown(hostOf(sent.request)), problem: known ? error.message : 'failed' })
      }
    const row = rowOf(press, sent, { at, ms: Math.round(performance.now() - began) })
    const result: Result<'card.submit'> = { answer: sent.verdict === 'called' ? 'done' : 'failed', notice: sent.told }
    await this.#finish(hook, click, row, result, face)
    return result
  }

  /** Notes what came of a call, and gives the card its next face where it is still there. */
  #finish(
    hook: HookRow,
    click: CardClick,
    row: HookDeliveryRow,
    result: Result<'card.submit'>,
    face: CallFace | null,
  ): Promise<void> {
    const { conversationId, seq } = click.message
    const locks = conversationLocks(conversationId, [hook.bot_id, click.userId])
    return this.#services.write([...locks, `hook:${hook.id}`], async w => {
      await keepAnswer(w, click, result)
      await noteDelivery(w, row)
      // Asked once more: it can have been switched off, or be gone, since the call was made.
      if (face === null || !(await speaks(w.db, hook.id))) return
      const message = await storedMessage(w.db, { conversationId, seq })
      if (message === undefined || !isContent(message.content, 'card')) return
      await updateCard(w, message, face.card, face.original === undefined ? {} : { original: face.original })
    })
  }

  async #send({ hook, click, call, context }: Press): Promise<Sent> {
    const words = callWords[optionsOf(hook).language]
    const policy = this.#policy
    if (policy === null) return { verdict: 'refused', told: words.nowhere, problem: 'This workspace calls nobody.' }
    const leave = this.#enter(hook.id, click.userId)
    if (leave === null) return { verdict: 'refused', told: words.busy, problem: 'Too many calls have no answer yet.' }
    const { hookCallMs } = this.#services.limits
    const late = AbortSignal.timeout(hookCallMs)
    let request: CallRequest | undefined
    try {
      request = call.request(context, click.inputs)
      const reply = await postBounded(request.url, policy, { ...request, bytes: answerBytes, signal: late })
      const original = click.original === null ? null : (JSON.parse(click.original) as JsonObject)
      return { request, reply, ...said(call.answer(reply, original), reply, hostOf(request), words) }
    } catch (error) {
      const host = hostOf(request)
      const made = request === undefined ? {} : { request }
      const problem = error instanceof Error ? error.message.slice(0, 200) : 'failed'
      if (error instanceof Unreadable) return { ...made, verdict: 'called', told: words.unshown(host), problem }
      if (error instanceof Refused || error instanceof CallError)
        return { ...made, verdict: 'refused', told: words.forbidden, problem: `Not called: ${problem}` }
      if (late.aborted) {
        const why = `no whole answer within ${hookCallMs / 1_000} seconds`
        return { ...made, verdict: 'failed', told: words.late(host), problem: why }
      }
      return { ...made, verdict: 'failed', told: words.unreached(host), problem }
    } finally {
      leave()
    }
  }

  /** Takes room for one more call; null where there is none. Returns what gives it back. */
  #enter(hookId: string, userId: string): (() => void) | null {
    const counted = [
      ['all', callsAtOnce.all],
      [`hook ${hookId}`, callsAtOnce.hook],
      [`person ${userId}`, callsAtOnce.person],
    ] as const
    const count = (key: string) => this.#underWay.get(key) ?? 0
    if (counted.some(([key, most]) => count(key) >= most)) return null
    for (const [key] of counted) this.#underWay.set(key, count(key) + 1)
    return () => {
      for (const [key] of counted)
        if (count(key) > 1) this.#underWay.set(key, count(key) - 1)
        else this.#underWay.delete(key)
    }
  }
}

/** Whether the answers that a hook gets may be shown now. */
async function speaks(db: Reader, hookId: string): Promise<boolean> {
  const hook = await db.selectFrom('hooks').selectAll().where('id', '=', hookId).executeTakeFirst()
  return hook !== undefined && hook.enabled !== 0 && mayCall(hook) && (await stands(db, hook))
}

/** What an answer comes to. */
function said(
  { taken, notice, update, problem = '' }: CallAnswer,
  { status }: Posted,
  host: string,
  words: (typeof callWords)['zh' | 'en'],
): Sent {
  if (!taken) {
    const redirect = status >= 300 && status <= 399 ? ': redirects are not followed' : ''
    const why = status <= 299 ? 'The answer says that it was not done.' : `HTTP ${status}${redirect}`
    return { verdict: 'failed', told: notice ?? words.refused(host, status), problem: why }
  }
  const told = notice ?? (problem === '' ? words.called(host) : words.unshown(host))
  return { verdict: 'called', told, problem, ...(update && { update }) }
}

function hostOf(request: CallRequest | undefined): string {
  return URL.parse(request?.url ?? '')?.host ?? ''
}

/** The row of the log for a call. */
function rowOf({ hook, click, call, context }: Press, sent: Sent, { at, ms }: { at: number; ms: number }) {
  const { request, reply, verdict, problem } = sent
  const title = actionOf(click.card, click.actionId)?.title ?? ''
  const url = URL.parse(request?.url ?? '')
  const to = url === null ? '' : `${url.origin}${url.pathname}`.slice(0, shownAddress)
  return deliveryRow(hook, {
    id: deliveryId(at),
    at,
    ms,
    dialect: call.dialect,
    outcome: {
      dialect: call.dialect,
      event: '',
      title: [title, context.userName].filter(Boolean).join(' · '),
      verdict,
      problem,
      seq: click.message.seq,
      lost: [],
    },
    answer: {
      status: reply?.status ?? 0,
      type: 'text/plain; charset=utf-8',
      body: reply?.body.toString('utf8') ?? '',
    },
    resent: false,
    request: { method: 'POST', headers: request?.headers ?? {}, query: {}, body: Buffer.from(request?.body ?? '') },
    from: { source: to, path: to },
    outgoing: true,
  })
}

async function contextOf(db: Reader, workspaceId: string, { userId, message }: CardClick): Promise<CallContext> {
  const { conversationId, seq } = message
  const group = await db
    .selectFrom('conversations')
    .select('name')
    .where('id', '=', conversationId)
    .executeTakeFirstOrThrow()
  const organisation = await db.selectFrom('organisation').select('name').executeTakeFirst()
  return {
    userId,
    userName: await nameOf(db, userId),
    conversationId,
    conversationName: group.name,
    seq,
    workspaceId,
    workspaceName: organisation?.name ?? '',
    trigger: randomId(),
  }
}

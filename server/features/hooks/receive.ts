import {
  type Content,
  type HookDialect,
  type HookOptions,
  type Mapping,
  ProtocolError,
  type Result,
} from '@lianqun/protocol'
import type { Services } from '../../core/services.ts'
import { isStorageFull } from '../../storage/faults.ts'
import { conversationLocks } from '../../storage/lock.ts'
import { at, isObject, PayloadError, sealCard, suggestMapping, type Understood, understand } from '../cards/index.ts'
import { type Answer, answerIn, type Refusal, type Refused } from './answers.ts'
import { type ContentParts, type Postable, postableOf } from './contents.ts'
import {
  deliveryId,
  deliveryKeyOf,
  deliveryRow,
  isKnownDelivery,
  noteDelivery,
  type Outcome,
  type ReceivedFrom,
} from './deliveries.ts'
import { hookByKey, optionsOf } from './domain.ts'
import { isWithin } from './networks.ts'
import { payloadOf } from './payload.ts'
import { findPeople } from './people.ts'
import { offeredIn, peopleIn, postUnderstood } from './posting.ts'
import { rates } from './rates.ts'
import type { HookRequest } from './request.ts'
import { verifySignature } from './signatures.ts'
import { NoStanding } from './standing.ts'
import type { HookDeliveryRow, HookRow } from './tables.ts'
import { timeZone } from './time-zone.ts'
import { Windows } from './windows.ts'

/** Refused ones are noted at most this often, milliseconds: a flood must not fill the log. */
const noteEveryMs = 5_000

/** Headers that name a delivery, which is taken once. */
const deliveryHeaders = [
  'x-github-delivery',
  'x-gitea-delivery',
  'x-forgejo-delivery',
  'x-gitlab-event-uuid',
  'idempotency-key',
  'webhook-id',
  'request-id',
]

const nothing: Outcome = { dialect: '', event: '', title: '', verdict: 'refused', problem: '', seq: null, lost: [] }

class Refuse extends Error {
  readonly why: Refused

  constructor(refusal: Refusal, message: string, retryAfterMs?: number) {
    super(message)
    this.why = { refusal, message, ...(retryAfterMs !== undefined && { retryAfterMs }) }
  }
}

/** Takes what other systems post. */
export class HookReceiver {
  readonly #services: Pick<Services, 'store' | 'write' | 'failed'>
  readonly #parts: ContentParts
  readonly #windows = new Windows()
  readonly #noted = new Windows()

  constructor(services: Pick<Services, 'store' | 'write' | 'failed'>, parts: Omit<ContentParts, 'read'>) {
    this.#services = services
    this.#parts = { ...parts, read: fn => services.store.read(fn) }
  }

  /** Takes a request to the address of a dialect, and says what to answer. */
  async receive(dialect: HookDialect, key: string, request: HookRequest, from: ReceivedFrom): Promise<Answer> {
    const hook = await this.#services.store.read(db => hookByKey(db, key))
    if (hook === undefined)
      return answerIn(dialect, {
        refusal: 'unknown_key',
        message: 'There is no such hook: its address was renewed, or it was removed.',
      })
    return this.take(hook, dialect, request, from)
  }

  /** Takes a request for a hook. `again`: it comes from the log, and was let in before. */
  async take(
    hook: HookRow,
    dialect: HookDialect,
    request: HookRequest,
    from: ReceivedFrom,
    again = false,
  ): Promise<Answer & { deliveryId: string | null }> {
    const began = performance.now()
    const now = Date.now()
    const id = deliveryId(now)
    let outcome: Outcome = { ...nothing, dialect }
    let why: Refused | null = null
    let answered = dialect
    const entry = (): HookDeliveryRow =>
      deliveryRow(hook, {
        id,
        at: now,
        ms: Math.round(performance.now() - began),
        dialect,
        outcome: { ...outcome, problem: why?.message ?? outcome.problem },
        answer: answerIn(answered, why),
        resent: again,
        request,
        from,
      })
    try {
      if (!again) this.#admit(hook, dialect, from.source, now)
      const payload = await payloadOf(request, dialect)
      const options = optionsOf(hook)
      let once: string | null = null
      if (options.signed && !again) {
        const signed = verifySignature(request, payload, hook.secret, now)
        if (signed === null)
          throw new Refuse('signature', 'The signature is missing, too old, or not made with the secret of this hook.')
        once = signed.once
      }
      const context = {
        headers: request.headers,
        language: options.language,
        timeZone,
        receivedAt: now,
      }
      const understood = understand(dialect, payload, context, options.mapping)
      if (understood !== null) {
        outcome = {
          ...outcome,
          dialect: understood.source,
          event: understood.event,
          title: understood.title,
          lost: understood.lost,
        }
        if (dialect === 'any' && Object.hasOwn(rates, understood.source)) answered = understood.source as HookDialect
      }
      const missing = understood === null ? null : missingKeyword(options, payload)
      if (missing !== null) throw new Refuse('keyword', missing)
      const filtered =
        understood === null ? 'This event says nothing to the group.' : filteredBy(options, understood, payload)
      if (filtered !== null) {
        outcome = { ...outcome, verdict: 'filtered', problem: filtered }
        await this.#note(entry(), false)
      } else if (understood !== null) {
        const named = again
          ? undefined
          : deliveryHeaders.map(name => request.headers[name]).find(value => value !== undefined)
        const key = once ?? named ?? null
        const deliveryKey = key === null ? null : deliveryKeyOf(key)
        outcome = await this.#post(hook, understood, outcome, done => ({
          ...entry(),
          ...done,
          delivery_key: deliveryKey,
        }))
      }
    } catch (error) {
      why = refusedBy(error)
      if (why.refusal === 'failed') this.#services.failed(error)
      outcome = { ...outcome, verdict: why.refusal === 'failed' ? 'failed' : 'refused' }
      const quiet = !again && ['rate', 'network', 'disabled'].includes(why.refusal)
      await this.#note(entry(), quiet).catch(this.#services.failed)
    }
    return { ...answerIn(answered, why), deliveryId: id }
  }

  /**
   * What a payload would look like in the group; it is posted nowhere, and its files are not kept. `mapping`: in place of
   * that of the hook.
   */
  async preview(
    hook: HookRow,
    body: Buffer,
    mapping: Mapping | null = optionsOf(hook).mapping,
  ): Promise<Result<'hook.test'>> {
    const request: HookRequest = { method: 'POST', headers: {}, query: {}, body }
    const options = optionsOf(hook)
    const context = { headers: {}, language: options.language, timeZone, receivedAt: Date.now() }
    try {
      const payload = await payloadOf(request, 'any')
      const understood = understand('any', payload, context, mapping)
      if (understood === null)
        return { dialect: '', event: '', contents: [], lost: [], problem: 'This event says nothing to the group.' }
      const { source, event, messages, lost: missing } = understood
      const lost = [...missing]
      const place = { conversationId: hook.conversation_id, createdBy: hook.created_by }
      const people = await this.#services.store.read(db => findPeople(db, place, messages))
      const contents: Content[] = []
      for (const message of messages) {
        if (message.type === 'image' || message.type === 'media') {
          lost.push('pictures and files are not shown in a preview')
          continue
        }
        const shown = await postableOf(message, this.#parts, { hookId: hook.id, botId: hook.bot_id, people, lost })
        contents.push(
          shown.type === 'card' ? { type: 'card', card: sealCard(shown.card).card, version: 1 } : shown.content,
        )
      }
      const problem = missingKeyword(options, payload) ?? filteredBy(options, understood, payload) ?? ''
      const suggestion = source === 'json' && isObject(payload) ? suggestMapping(payload, options.language) : null
      return { dialect: source, event, contents, lost, problem, suggestion }
    } catch (error) {
      const { refusal, message } = refusedBy(error)
      if (refusal === 'failed') this.#services.failed(error)
      return { dialect: '', event: '', contents: [], lost: [], problem: message }
    }
  }

  /** @throws Refuse */
  #admit(hook: HookRow, dialect: HookDialect, source: string, now: number): void {
    if (hook.enabled === 0) throw new Refuse('disabled', 'This hook is switched off.')
    const { networks } = optionsOf(hook)
    if (networks.length > 0 && !isWithin(networks, source))
      throw new Refuse('network', `The address ${source} is not among those that this hook takes payloads from.`)
    for (const [i, rate] of rates[dialect].entries()) {
      const wait = this.#windows.take(`${hook.id} ${dialect} ${i}`, rate, now)
      if (wait > 0)
        throw new Refuse('rate', `More than ${rate.most} messages within ${rate.withinMs / 1_000} seconds.`, wait)
    }
  }

  /** Posts what was understood, and notes it, in one transaction. */
  async #post(
    hook: HookRow,
    understood: Understood,
    outcome: Outcome,
    entry: (done: Pick<Outcome, 'verdict' | 'seq' | 'problem'>) => HookDeliveryRow,
  ): Promise<Outcome> {
    const { store, write } = this.#services
    const people = await store.read(db => peopleIn(db, hook, understood))
    const lost = [...understood.lost]
    const postables: Postable[] = []
    for (const message of offeredIn(hook, understood))
      postables.push(await postableOf(message, this.#parts, { hookId: hook.id, botId: hook.bot_id, people, lost }))
    const locks = conversationLocks(hook.conversation_id, [hook.bot_id])
    const done = await write([...locks, `hook:${hook.id}`], async w => {
      const note = entry({ verdict: 'shown', seq: null, problem: '' })
      if (note.delivery_key !== null && (await isKnownDelivery(w.db, hook.id, note.delivery_key))) {
        const repeated = { verdict: 'repeated', seq: null, problem: 'It came before, and is shown once.' }
        await noteDelivery(w, { ...note, ...repeated, delivery_key: null, lost: JSON.stringify(lost) })
        return repeated
      }
      const posted = await postUnderstood(w, hook, understood, postables, { at: w.now, timeZone })
      await noteDelivery(w, { ...note, ...posted, lost: JSON.stringify(lost) })
      return { ...posted, problem: '' }
    })
    return { ...outcome, ...done, lost }
  }

  /** Notes what is not in the group. `seldom`: it may come very often. */
  async #note(row: HookDeliveryRow, seldom: boolean): Promise<void> {
    if (seldom && this.#noted.take(`${row.hook_id} ${row.problem}`, { most: 1, withinMs: noteEveryMs }, row.at) > 0)
      return
    await this.#services.write(`hook:${row.hook_id}`, async w => {
      await noteDelivery(w, row)
    })
  }
}

/** What is said of a payload that has none of the words that a hook asks for; null: it has one, or none is asked for. */
function missingKeyword({ keywords }: HookOptions, payload: unknown): string | null {
  if (keywords.length === 0) return null
  const text = JSON.stringify(payload)
  if (keywords.some(word => text.includes(word))) return null
  return `None of the words that this hook asks for is in it: ${keywords.join(', ')}.`
}

/** Why an event does not go into the group, or null. */
function filteredBy({ muted, conditions }: HookOptions, { event }: Understood, payload: unknown): string | null {
  if (event !== '' && muted.includes(event)) return `Events of the kind ${event} are muted.`
  for (const { path, is, value } of conditions) {
    const found = at(payload, path)
    const text = typeof found === 'object' ? JSON.stringify(found) : String(found ?? '')
    const fits = is === 'equals' ? text === value : is === 'not' ? text !== value : text.includes(value)
    if (!fits) return `The condition “${path} ${is} ${value}” is not met.`
  }
  return null
}

function refusedBy(error: unknown): Refused {
  if (error instanceof Refuse) return error.why
  if (error instanceof NoStanding) return { refusal: 'disabled', message: error.message }
  if (error instanceof PayloadError) return { refusal: error.problem, message: error.message, path: error.path }
  if (isStorageFull(error)) return { refusal: 'failed', message: 'The server has no space left.' }
  if (error instanceof ProtocolError && error.errorName === 'not_member')
    return { refusal: 'disabled', message: 'The bot of this hook is not in the group any more.' }
  if (error instanceof ProtocolError && error.errorName !== 'internal')
    return { refusal: 'malformed', message: error.message }
  return { refusal: 'failed', message: 'The server failed. It is in its log.' }
}

import type { Content, HookDialect, HookSignature, Mapping, Result } from '@lianqun/protocol'
import { Buckets } from '../../core/rate-limits.ts'
import type { Services } from '../../core/services.ts'
import type { Writer } from '../../core/writer.ts'
import type { Reader } from '../../storage/database.ts'
import { conversationLocks } from '../../storage/lock.ts'
import { isObject, sealCard, suggestMapping, type Understood, understand } from '../cards/index.ts'
import { Admission, type Source } from './admission.ts'
import { type Answer, answerIn, type Refused } from './answers.ts'
import { type ContentParts, type Postable, postableOf } from './contents.ts'
import {
  type DeliveryKeys,
  deliveryId,
  deliveryKeyOf,
  deliveryRow,
  knownAs,
  noteDelivery,
  type Outcome,
  type ReceivedFrom,
} from './deliveries.ts'
import { mayCall, optionsOf } from './domain.ts'
import { filteredBy, missingKeyword } from './filters.ts'
import { HookLog } from './log.ts'
import { payloadOf } from './payload.ts'
import { findPeople } from './people.ts'
import { offeredIn, peopleIn, postUnderstood } from './posting.ts'
import { type Door, rates } from './rates.ts'
import { Refuse, refusedBy } from './refuse.ts'
import type { HookRequest } from './request.ts'
import { type Signed, verifySignature } from './signatures.ts'
import type { HookDeliveryRow, HookRow } from './tables.ts'
import { timeZone } from './time-zone.ts'
import { noSuchSecret } from './wecom-app.ts'

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

/** Pictures of one bot that are loaded before they are posted, per second and at once. */
const pictureRate = { perSecond: 1, burst: 60 }

/** A request that was let in. `leave`: its bytes are no longer needed. */
export interface Entered {
  hook: HookRow
  leave: () => void
}

/** Takes what other systems post. */
export class HookReceiver {
  readonly #services: Pick<Services, 'store' | 'write' | 'failed'>
  readonly #parts: ContentParts
  readonly #calls: boolean
  readonly #admission: Admission
  readonly #log: HookLog

  /** `policy`: from where pictures are loaded; `calls`: whether other systems are called here at all. */
  constructor(
    services: Pick<Services, 'store' | 'write' | 'failed'>,
    { calls, ...parts }: Omit<ContentParts, 'read' | 'pictures'> & { calls: boolean },
  ) {
    this.#calls = calls
    this.#services = services
    this.#parts = {
      ...parts,
      read: fn => services.store.read(fn),
      pictures: new Buckets(pictureRate.perSecond, pictureRate.burst),
    }
    this.#admission = new Admission(fn => services.store.read(fn))
    this.#log = new HookLog(services.write)
  }

  /**
   * Says whether a request may come in, before its body is read: whose key it has, whether its hook is on, from where it
   * comes, how much came before it, and whether there is room for so many bytes. What is refused stands in the log.
   */
  async enter(
    { door, dialect }: { door: Door; dialect: HookDialect },
    key: string,
    request: HookRequest,
    from: ReceivedFrom & Source,
    bytes: number,
  ): Promise<Entered | { answer: Answer }> {
    const now = Date.now()
    let hook: HookRow | null = null
    try {
      hook = await this.#admission.find(key, from)
      this.#admission.require(hook, door, from, now)
      return { hook, leave: this.#admission.room(hook.id, bytes) }
    } catch (error) {
      const why = this.#why(error)
      const answer = door === 'token' && why.refusal === 'unknown_key' ? noSuchSecret : answerIn(dialect, why)
      if (hook !== null) {
        const outcome = { ...nothing, dialect, verdict: verdictOf(why), problem: why.message }
        const entry = { id: deliveryId(now), at: now, ms: 0, dialect, outcome, answer, resent: false, from }
        const row = deliveryRow(hook, { ...entry, request: { ...request, unread: true } })
        await this.#log.note(row, true).catch(this.#services.failed)
      }
      return { answer }
    }
  }

  /** Refuses what a hook wants signed and is not, for the addresses besides those of messages. Null: it is well. */
  async unsigned(hook: HookRow, request: HookRequest, from: ReceivedFrom): Promise<Answer | null> {
    const now = Date.now()
    try {
      requireSigned(hook, request, null, now)
      return null
    } catch (error) {
      const why = this.#why(error)
      const answer = answerIn('wecom', why)
      const outcome: Outcome = { ...nothing, dialect: 'wecom', verdict: verdictOf(why), problem: why.message }
      const entry = { id: deliveryId(now), at: now, ms: 0, dialect: 'wecom', outcome, answer, resent: false } as const
      const row = deliveryRow(hook, { ...entry, request: { ...request, unread: true }, from, signature: 'wrong' })
      await this.#log.note(row, true).catch(this.#services.failed)
      return answer
    }
  }

  /** Why something went wrong. What is the server's own fault is told to whoever runs it. */
  #why(error: unknown): Refused {
    const why = refusedBy(error)
    if (why.refusal === 'failed' && !(error instanceof Refuse)) this.#services.failed(error)
    return why
  }

  /** Takes a request for a hook that was let in. `again`: it comes from the log. */
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
    let signature: HookSignature = 'unchecked'
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
        signature,
      })
    try {
      const payload = await payloadOf(request, dialect)
      const options = optionsOf(hook)
      let signed: Signed | null = null
      if (options.signed && !again) {
        signature = 'wrong'
        signed = requireSigned(hook, request, payload, now)
        signature = 'fits'
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
          dialect: dialect === 'any' && isPlainText(payload) ? 'text' : understood.source,
          event: understood.event,
          title: understood.title,
          lost: understood.lost,
        }
        if (dialect === 'any' && Object.hasOwn(rates, understood.source)) answered = understood.source as HookDialect
      }
      const missing = understood === null ? null : missingKeyword(options, payload)
      if (missing !== null)
        throw new Refuse('keyword', missing, { told: 'None of the words that this hook asks for is in it.' })
      const filtered =
        understood === null ? 'This event says nothing to the group.' : filteredBy(options, understood, payload)
      if (filtered !== null) {
        outcome = { ...outcome, verdict: 'filtered', problem: filtered }
        await this.#log.note(entry(), false)
      } else if (understood !== null) {
        const named = again
          ? undefined
          : deliveryHeaders.map(name => request.headers[name]).find(value => value !== undefined)
        const name = signed?.once ?? named ?? null
        const sign = signed?.sign ?? null
        const keys: DeliveryKeys = {
          delivery_key: name === null ? null : deliveryKeyOf(name),
          sign_key: sign === null ? null : deliveryKeyOf(sign),
          bodies: signed?.bodies ?? 0,
        }
        outcome = await this.#post(hook, understood, payload, outcome, keys, done => ({ ...entry(), ...done }))
      }
    } catch (error) {
      why = this.#why(error)
      outcome = { ...outcome, verdict: verdictOf(why) }
      await this.#log.note(entry(), false).catch(this.#services.failed)
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
        const shown = await postableOf(message, this.#parts, { ...this.#for(hook), people, lost })
        contents.push(
          shown.type === 'card' ? { type: 'card', card: sealCard(shown.card).card, version: 1 } : shown.content,
        )
      }
      const problem = missingKeyword(options, payload) ?? filteredBy(options, understood, payload) ?? ''
      const suggestion = source === 'json' && isObject(payload) ? suggestMapping(payload, options.language) : null
      const dialect = isPlainText(payload) ? 'text' : source
      return { dialect, event, contents, lost, problem, suggestion }
    } catch (error) {
      const { refusal, message } = refusedBy(error)
      if (refusal === 'failed') this.#services.failed(error)
      return { dialect: '', event: '', contents: [], lost: [], problem: message }
    }
  }

  /** Posts what was understood, and notes it, in one transaction. @throws Refuse, PayloadError, not_member */
  async #post(
    hook: HookRow,
    understood: Understood,
    payload: unknown,
    outcome: Outcome,
    keys: DeliveryKeys,
    entry: (done: Pick<Outcome, 'verdict' | 'seq' | 'problem'>) => HookDeliveryRow,
  ): Promise<Outcome> {
    const { store, write } = this.#services
    const lost = [...understood.lost]
    const noteRepeated = async (w: Writer): Promise<typeof repeated> => {
      await noteDelivery(w, { ...entry(repeated), lost: JSON.stringify(lost) })
      return repeated
    }
    // Before its pictures are loaded.
    if (await store.read(db => this.#isRepeated(db, hook, keys))) {
      await write(`hook:${hook.id}`, noteRepeated)
      return { ...outcome, ...repeated, lost }
    }
    const people = await store.read(db => peopleIn(db, hook, understood))
    const postables: Postable[] = []
    for (const message of understood.messages) {
      const found = await postableOf(message, this.#parts, { ...this.#for(hook), people, lost })
      postables.push(offeredIn(hook, understood, withOriginal(found, understood.source, payload)))
    }
    const locks = conversationLocks(hook.conversation_id, [hook.bot_id])
    const done = await write([...locks, `hook:${hook.id}`], async w => {
      await requireUnchanged(w, hook)
      if (await this.#isRepeated(w.db, hook, keys)) return noteRepeated(w)
      const posted = { ...(await postUnderstood(w, hook, understood, postables, { at: w.now, timeZone })), problem: '' }
      const { delivery_key, sign_key } = keys
      await noteDelivery(w, { ...entry(posted), lost: JSON.stringify(lost), delivery_key, sign_key })
      return posted
    })
    return { ...outcome, ...done, lost }
  }

  #for(hook: HookRow) {
    return { hookId: hook.id, botId: hook.bot_id, mayCall: this.#calls && mayCall(hook) }
  }

  /** Whether it came before. @throws Refuse when its signature came with too much else */
  async #isRepeated(db: Reader, hook: HookRow, keys: DeliveryKeys): Promise<boolean> {
    const known = await knownAs(db, hook.id, keys, Date.now())
    if (known === 'spent')
      throw new Refuse('signature', `This signature came with ${keys.bodies} other payloads. Sign each of them anew.`)
    return known === 'repeated'
  }
}

/** Longest payload that is kept with its card, in characters. */
const keptOriginal = 65_536

/** With the payload of a card that its sender may change later by parts, as Mattermost lets it. */
function withOriginal(postable: Postable, source: string, payload: unknown): Postable {
  if (postable.type !== 'card' || source !== 'mattermost') return postable
  const original = JSON.stringify(payload)
  return original.length > keptOriginal ? postable : { ...postable, original }
}

const repeated = { verdict: 'repeated', seq: null, problem: 'It came before, and is shown once.' } as const

const verdictOf = ({ refusal }: Refused) => (refusal === 'failed' ? 'failed' : 'refused')

/** The signature of a request, where its hook asks for one. @throws Refuse */
function requireSigned(hook: HookRow, request: HookRequest, payload: unknown, now: number): Signed | null {
  if (!optionsOf(hook).signed) return null
  const signed = verifySignature(request, payload, hook.secret, now)
  if (signed === null)
    throw new Refuse('signature', 'The signature is missing, too old, or not made with the secret of this hook.')
  return signed
}

/** Its key may have been renewed, or the hook removed, while its body came and its pictures were loaded. @throws Refuse */
async function requireUnchanged(w: Writer, { id, key }: HookRow): Promise<void> {
  const now = await w.db.selectFrom('hooks').select(['key', 'enabled']).where('id', '=', id).executeTakeFirst()
  if (now?.key !== key) throw new Refuse('unknown_key', 'This hook was removed or got new addresses meanwhile.')
  if (now.enabled === 0) throw new Refuse('disabled', 'This hook is switched off.')
}

/** Whether a payload is the simplest one, which many a dialect has: words. */
function isPlainText(payload: unknown): boolean {
  return isObject(payload) && typeof payload.text === 'string' && Object.keys(payload).length === 1
}

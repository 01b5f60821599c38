import { createHash } from 'node:crypto'
import { type Content, type HookDialect, limits, ProtocolError, type Result } from '@lianqun/protocol'
import type { Services } from '../../core/services.ts'
import type { Writer } from '../../core/writer.ts'
import type { Reader } from '../../storage/database.ts'
import { isStorageFull } from '../../storage/faults.ts'
import { conversationLocks } from '../../storage/lock.ts'
import { randomId } from '../../storage/random-id.ts'
import {
  at,
  isObject,
  PayloadError,
  parseMattermostJson,
  postCard,
  postContent,
  sealCard,
  suggestMapping,
  type Understood,
  understand,
  updateCard,
} from '../cards/index.ts'
import { storedMessage } from '../messages/index.ts'
import { type Answer, answerIn, type Refusal, type Refused } from './answers.ts'
import { type ContentParts, type Postable, postableOf } from './contents.ts'
import { hookByKey, optionsOf } from './domain.ts'
import { isWithin } from './networks.ts'
import { payloadOf } from './payload.ts'
import { findPeople } from './people.ts'
import { rates } from './rates.ts'
import { type HookRequest, verifySignature } from './signatures.ts'
import type { HookDeliveryRow, HookRow } from './tables.ts'
import { offered, settled, taken } from './taking.ts'
import { Windows } from './windows.ts'

/** As much of a payload and of an answer is kept in the log, in characters. */
const keptBody = 65_536
const keptAnswer = 2_000
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

/** Headers that prove who sent something: they are not kept. */
const secretHeader = /authorization|cookie|signature|token|secret|api-?key/i

class Refuse extends Error {
  readonly why: Refused

  constructor(refusal: Refusal, message: string, retryAfterMs?: number) {
    super(message)
    this.why = { refusal, message, ...(retryAfterMs !== undefined && { retryAfterMs }) }
  }
}

/** What became of a payload, for the log. */
type Outcome = Pick<HookDeliveryRow, 'dialect' | 'event' | 'title' | 'verdict' | 'problem' | 'seq'> & { lost: string[] }

const nothing: Outcome = { dialect: '', event: '', title: '', verdict: 'refused', problem: '', seq: null, lost: [] }

export interface ReceivedFrom {
  /** The address of the sender. */
  source: string
  path: string
}

/** Takes what other systems post. */
export class HookReceiver {
  readonly #services: Pick<Services, 'store' | 'write' | 'failed'>
  readonly #parts: ContentParts
  readonly #windows = new Windows()
  readonly #noted = new Windows()
  readonly #timeZone = new Intl.DateTimeFormat().resolvedOptions().timeZone

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
    const id = `${now.toString(36).padStart(9, '0')}-${randomId(6)}`
    let outcome: Outcome = { ...nothing, dialect }
    let why: Refused | null = null
    let answered = dialect
    const entry = (): HookDeliveryRow => {
      const { lost, ...said } = outcome
      // PostgreSQL keeps no NUL.
      const body = request.body.toString('utf8').replaceAll('\0', '\ufffd')
      const answer = answerIn(answered, why)
      return {
        hook_id: hook.id,
        id,
        at: now,
        ms: Math.round(performance.now() - began),
        ...said,
        title: said.title.slice(0, limits.cardLineChars),
        status: answer.status,
        problem: why?.message ?? said.problem,
        resent: again ? 1 : 0,
        source: from.source,
        request: JSON.stringify({
          dialect,
          method: request.method,
          path: from.path,
          headers: shownHeaders(request),
          query: {},
        }),
        body: body.slice(0, keptBody),
        cut: body.length > keptBody ? 1 : 0,
        answer: answer.body.slice(0, keptAnswer),
        lost: JSON.stringify(lost),
        delivery_key: null,
      }
    }
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
        timeZone: this.#timeZone,
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
      const filtered =
        understood === null
          ? 'This event says nothing to the group.'
          : filteredBy(options, understood, payload, request)
      if (filtered !== null) {
        if (filtered.startsWith('keyword:')) throw new Refuse('keyword', filtered.slice(8))
        outcome = { ...outcome, verdict: 'filtered', problem: filtered }
        await this.#note(entry(), false)
      } else if (understood !== null) {
        const named = again
          ? undefined
          : deliveryHeaders.map(name => request.headers[name]).find(value => value !== undefined)
        const key = once ?? named ?? null
        const deliveryKey = key === null ? null : createHash('sha256').update(key).digest('base64url')
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
      const quiet = why.refusal === 'rate' || why.refusal === 'network'
      await this.#note(entry(), quiet).catch(this.#services.failed)
    }
    return { ...answerIn(answered, why), deliveryId: id }
  }

  /** What a payload would look like in the group; it is posted nowhere, and its files are not kept. */
  async preview(hook: HookRow, body: Buffer): Promise<Result<'hook.test'>> {
    const request: HookRequest = { method: 'POST', headers: {}, query: {}, body }
    const options = optionsOf(hook)
    const context = { headers: {}, language: options.language, timeZone: this.#timeZone, receivedAt: Date.now() }
    try {
      const payload = await payloadOf(request, 'any')
      const understood = understand('any', payload, context, options.mapping)
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
      const filtered = filteredBy(options, understood, payload, request)
      const suggestion = source === 'json' && isObject(payload) ? suggestMapping(payload, options.language) : null
      return { dialect: source, event, contents, lost, problem: filtered?.replace(/^keyword:/, '') ?? '', suggestion }
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
    const options = optionsOf(hook)
    const people = await store.read(db =>
      findPeople(
        db,
        { conversationId: hook.conversation_id, createdBy: hook.created_by },
        understood.closed ? [] : understood.messages,
      ),
    )
    const lost = [...understood.lost]
    const postables: Postable[] = []
    for (const message of understood.messages) {
      const shown =
        message.type === 'card' && understood.key !== null && !understood.closed
          ? { ...message, card: offered(message.card, options.language) }
          : message
      postables.push(await postableOf(shown, this.#parts, { hookId: hook.id, botId: hook.bot_id, people, lost }))
    }
    if (understood.alias !== undefined) addAlias(postables, understood.alias)
    const locks = conversationLocks(hook.conversation_id, [hook.bot_id])
    const done = await write([...locks, `hook:${hook.id}`], async w => {
      const note = entry({ verdict: 'shown', seq: null, problem: '' })
      if (note.delivery_key !== null && (await isKnown(w.db, hook.id, note.delivery_key))) {
        const repeated = { verdict: 'repeated', seq: null, problem: 'It came before, and is shown once.' }
        await insertDelivery(w, { ...note, ...repeated, delivery_key: null, lost: JSON.stringify(lost) })
        return repeated
      }
      const posted = await this.#write(w, hook, understood, postables)
      await insertDelivery(w, { ...note, ...posted, lost: JSON.stringify(lost) })
      await w.db.updateTable('hooks').set({ last_at: w.now }).where('id', '=', hook.id).execute()
      return { ...posted, problem: '' }
    })
    return { ...outcome, ...done, lost }
  }

  async #write(
    w: Writer,
    hook: HookRow,
    { key, closed }: Understood,
    postables: readonly Postable[],
  ): Promise<Pick<Outcome, 'verdict' | 'seq'>> {
    const c = await w.conversation(hook.conversation_id)
    const [first] = postables
    if (key !== null && first?.type === 'card') {
      const known = await w.db
        .selectFrom('hook_cards')
        .selectAll()
        .where('hook_id', '=', hook.id)
        .where('key', '=', key)
        .executeTakeFirst()
      const { language } = optionsOf(hook)
      const place = { language, timeZone: this.#timeZone }
      const by =
        known?.taken_by == null ? null : { name: await nameOf(w.db, known.taken_by), at: Number(known.taken_at) }
      // What begins anew after it was over has a place of its own, where the group sees it.
      const before =
        known === undefined || (known.closed !== 0 && !closed)
          ? undefined
          : await storedMessage(w.db, { conversationId: hook.conversation_id, seq: Number(known.seq) })
      const isThere = before?.content.type === 'card'
      const card =
        isThere && by !== null ? (closed ? settled(first.card, by, place) : taken(first.card, by, place)) : first.card
      const message = isThere ? await updateCard(w, before, card) : await postCard(w, c, { botId: hook.bot_id, card })
      const row = {
        seq: message.seq,
        closed: closed ? 1 : 0,
        at: w.now,
        ...(!isThere && { taken_by: null, taken_at: null }),
      }
      await w.db
        .insertInto('hook_cards')
        .values({ hook_id: hook.id, key, taken_by: null, taken_at: null, ...row })
        .onConflict(conflict => conflict.columns(['hook_id', 'key']).doUpdateSet(row))
        .execute()
      return { verdict: isThere ? 'updated' : 'shown', seq: message.seq }
    }
    let seq: number | null = null
    for (const postable of postables) {
      const message =
        postable.type === 'card'
          ? await postCard(w, c, { botId: hook.bot_id, card: postable.card })
          : await postContent(w, c, { botId: hook.bot_id, content: postable.content })
      seq ??= message.seq
    }
    return { verdict: 'shown', seq }
  }

  /** Notes what is not in the group. `seldom`: it may come very often. */
  async #note(row: HookDeliveryRow, seldom: boolean): Promise<void> {
    if (seldom && this.#noted.take(`${row.hook_id} ${row.problem}`, { most: 1, withinMs: noteEveryMs }, row.at) > 0)
      return
    await this.#services.write(`hook:${row.hook_id}`, async w => {
      await insertDelivery(w, row)
      await w.db.updateTable('hooks').set({ last_at: w.now }).where('id', '=', row.hook_id).execute()
    })
  }
}

async function insertDelivery(w: Writer, row: HookDeliveryRow): Promise<void> {
  await w.db.insertInto('hook_deliveries').values(row).execute()
}

async function isKnown(db: Reader, hookId: string, deliveryKey: string): Promise<boolean> {
  const row = await db
    .selectFrom('hook_deliveries')
    .select('id')
    .where('hook_id', '=', hookId)
    .where('delivery_key', '=', deliveryKey)
    .executeTakeFirst()
  return row !== undefined
}

async function nameOf(db: Reader, userId: string): Promise<string> {
  const row = await db.selectFrom('employees').select('name').where('id', '=', userId).executeTakeFirst()
  return row?.name ?? ''
}

/** The name that a payload asks for stands in the foot of its cards: above them stands whose hook it is. */
function addAlias(postables: Postable[], alias: string): void {
  for (const postable of postables)
    if (postable.type === 'card' && postable.card.footer === undefined)
      postable.card = { ...postable.card, footer: { text: alias.slice(0, limits.nameChars) } }
}

/** Why an event does not go into the group, or null. */
function filteredBy(
  { muted, conditions, keywords }: ReturnType<typeof optionsOf>,
  { event }: Understood,
  payload: unknown,
  { body }: HookRequest,
): string | null {
  if (keywords.length > 0) {
    const text = isObject(payload) ? JSON.stringify(payload) : body.toString('utf8')
    if (!keywords.some(word => text.includes(word)))
      return `keyword:None of the words that this hook asks for is in it: ${keywords.join(', ')}.`
  }
  if (event !== '' && muted.includes(event)) return `Events of the kind ${event} are muted.`
  for (const { path, is, value } of conditions) {
    const found = at(payload, path)
    const text = typeof found === 'object' ? JSON.stringify(found) : String(found ?? '')
    const fits = is === 'equals' ? text === value : is === 'not' ? text !== value : text.includes(value)
    if (!fits) return `The condition “${path} ${is} ${value}” is not met.`
  }
  return null
}

function shownHeaders({ headers }: HookRequest): Record<string, string> {
  const shown = Object.entries(headers).filter(([name]) => !secretHeader.test(name))
  return Object.fromEntries(shown.map(([name, value]) => [name, (value ?? '').slice(0, 500)]))
}

function refusedBy(error: unknown): Refused {
  if (error instanceof Refuse) return error.why
  if (error instanceof PayloadError) return { refusal: error.problem, message: error.message, path: error.path }
  if (isStorageFull(error)) return { refusal: 'failed', message: 'The server has no space left.' }
  if (error instanceof ProtocolError && error.errorName === 'not_member')
    return { refusal: 'disabled', message: 'The bot of this hook is not in the group any more.' }
  if (error instanceof ProtocolError && error.errorName !== 'internal')
    return { refusal: 'malformed', message: error.message }
  return { refusal: 'failed', message: 'The server failed. It is in its log.' }
}

import { Bot, BotApiError, type Card, type MessageContext } from '../../sdk/bot/index.ts'
import type { BotSettings, Companion, Language, RunningBot } from '../shared/companion.ts'
import { turnsFor } from './prompt.ts'
import { type Provider, ProviderError } from './provider.ts'

const words = {
  zh: {
    about: '提到它或和它单独说话，它就根据你看得到的消息作答',
    made: 'AI 生成，请核对',
    thinking: '正在想…',
    stop: '停止',
    stopped: '已停止。',
    failed: (why: string) => `没能作答：${why}`,
    empty: '没有得到答案。',
    often: '你问得太快了，过一分钟再问。',
    busy: '问的人太多了，过一会儿再问。',
    broken: '作答时中断了，请再问一次。',
  },
  en: {
    about: 'Name it, or speak to it alone: it answers from the messages that you may see',
    made: 'Made by AI; check it',
    thinking: 'Thinking…',
    stop: 'Stop',
    stopped: 'Stopped.',
    failed: (why: string) => `There is no answer: the service ${why}`,
    empty: 'There was no answer.',
    often: 'You ask too fast. Wait a minute.',
    busy: 'Too many people are asking. Try again in a while.',
    broken: 'The answer was cut off. Ask again.',
  },
}

/** Answers of one person in a minute, and of all at once. */
const mostOfPerson = 6
const mostAtOnce = 4
/** An answer is shown anew at most so often, and ends after so long, milliseconds. */
const showEveryMs = 700
const patienceMs = 180_000
/** Most characters of an answer. */
const mostChars = 11_000
/** Messages that are read for an answer. */
const mostRead = 60

/** An assistant that answers by a service that the company has chosen. Nothing is sent anywhere without one. */
export function assistantBy(provider: Provider): Companion {
  return {
    key: 'assistant',
    icon: 'bot',
    names: { zh: '助手', en: 'Assistant' },
    scopes: ['messages.write', 'messages.read', 'members.read'],
    make: settings => new Assistant(provider, settings),
  }
}

/** An answer that is being written. */
interface Answering {
  askedBy: string
  stop: AbortController
}

class Assistant implements RunningBot {
  readonly #bot: Bot
  readonly #provider: Provider
  readonly #language: Language
  readonly #now: () => number
  readonly #answering = new Map<string, Answering>()
  readonly #asked = new Map<string, number[]>()
  #me: { id: string; name: string } = { id: '', name: '' }

  constructor(provider: Provider, { language, now = Date.now, ...options }: BotSettings) {
    this.#provider = provider
    this.#language = language
    this.#now = now
    this.#bot = new Bot({ ...options, description: words[language].about })
      .onMessage(context => {
        const { direct, mentioned, message } = context.event.data
        // What a bot says is answered by nobody, or two would talk without end.
        if ((!direct && !mentioned) || message.content.type !== 'text') return
        // The next message of the conversation does not wait for the answer.
        void this.#answer(context).catch(error => options.failed?.(error, context.event))
      })
      .action('stop', async context => {
        const { conversationId, seq } = context.event.data
        const answering = this.#answering.get(`${conversationId} ${seq}`)
        if (answering?.askedBy === context.userId) answering.stop.abort()
      })
  }

  async start(): Promise<void> {
    const { id, name } = await this.#bot.api.call('GET /me', {})
    this.#me = { id, name }
    await this.#mend()
    await this.#bot.start()
  }

  async stop(): Promise<void> {
    for (const { stop } of this.#answering.values()) stop.abort()
    await this.#bot.stop()
  }

  /** What was being written when the bot ended is said to be cut off. */
  async #mend(): Promise<void> {
    const { values } = await this.#bot.api.call('GET /values', { query: { prefix: 'growing:' } })
    for (const { key, value } of values) {
      const { conversationId, seq } = value as { conversationId: string; seq: number }
      await this.#bot.api
        .call('PATCH /conversations/:conversationId/messages/:seq', {
          params: { conversationId, seq },
          body: { content: { type: 'card', card: this.#card(words[this.#language].broken) as never } },
        })
        .catch(error => {
          // The message is gone, or the bot is out of the group.
          if (!(error instanceof BotApiError)) throw error
        })
      await this.#bot.api.call('PUT /values/:key', { params: { key }, body: { value: null } })
    }
  }

  #card(text: string, { growing = false } = {}): Card {
    const { made, stop } = words[this.#language]
    return {
      type: 'AdaptiveCard',
      body: [{ type: 'TextBlock', text, wrap: true }],
      ...(growing && { actions: [{ type: 'Action.Submit', title: stop, data: { action: 'stop' } }] }),
      footer: { text: `${made} · ${this.#provider.model}` },
    }
  }

  /** Whether somebody may ask now. */
  #mayAsk(userId: string): boolean {
    const since = this.#now() - 60_000
    const times = (this.#asked.get(userId) ?? []).filter(at => at > since)
    if (times.length >= mostOfPerson) return false
    this.#asked.set(userId, [...times, this.#now()])
    return true
  }

  async #answer(context: MessageContext): Promise<void> {
    const { message } = context
    const { conversationId, senderId } = message
    const said = words[this.#language]
    if (!this.#mayAsk(senderId)) return void (await context.reply(said.often))
    if (this.#answering.size >= mostAtOnce) return void (await context.reply(said.busy))
    const stop = new AbortController()
    const pending = `asking ${message.seq} ${conversationId}`
    this.#answering.set(pending, { askedBy: senderId, stop })
    try {
      const turns = await this.#turns(context)
      const begun = await context.reply(this.#card(said.thinking, { growing: true }), { growing: true })
      await this.#write(context, begun.seq, turns, stop)
    } finally {
      this.#answering.delete(pending)
    }
  }

  async #turns({ message, api }: MessageContext) {
    const { conversationId, senderId, seq } = message
    const params = { conversationId }
    const { messages } = await api.call('GET /conversations/:conversationId/messages', {
      params,
      // A model reads for the person who asks, and sees no more than they do.
      query: { before: seq, limit: mostRead, visibleTo: senderId },
    })
    const { people } = await api.call('GET /conversations/:conversationId/members', { params, query: { limit: 200 } })
    const names = new Map(people.map(({ id, name }) => [id, name]))
    return turnsFor(message, messages, {
      language: this.#language,
      botId: this.#me.id,
      botName: this.#me.name,
      today: new Date(this.#now()).toISOString().slice(0, 10),
      nameOf: id => names.get(id) ?? '?',
    })
  }

  async #write(
    context: MessageContext,
    seq: number,
    turns: Parameters<Provider['answer']>[0],
    stop: AbortController,
  ): Promise<void> {
    const { conversationId, senderId } = context.message
    const said = words[this.#language]
    const on = { conversationId, seq }
    const key = `growing:${conversationId}:${seq}`
    const live = `${conversationId} ${seq}`
    this.#answering.set(live, { askedBy: senderId, stop })
    await context.api.call('PUT /values/:key', { params: { key }, body: { value: on } })
    let text = ''
    try {
      let shownAt = this.#now()
      const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(patienceMs)])
      for await (const piece of this.#provider.answer(turns, signal)) {
        text += piece
        if (text.length > mostChars) {
          text = `${text.slice(0, mostChars).replace(/[\uD800-\uDBFF]$/, '')}…`
          break
        }
        if (this.#now() - shownAt < showEveryMs) continue
        await context.change(on, this.#card(text, { growing: true }), true)
        shownAt = this.#now()
      }
      await context.change(on, this.#card(text.trim() === '' ? said.empty : text))
    } catch (error) {
      const why = stop.signal.aborted ? said.stopped : said.failed(error instanceof ProviderError ? error.message : '…')
      await context.change(on, this.#card(text === '' ? why : `${text}\n\n${why}`))
      if (!stop.signal.aborted && !(error instanceof ProviderError)) throw error
    } finally {
      this.#answering.delete(live)
      await context.api.call('PUT /values/:key', { params: { key }, body: { value: null } })
    }
  }
}

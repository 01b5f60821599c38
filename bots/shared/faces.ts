import type { BotApiClient, Card } from '../../sdk/bot/index.ts'
import { uuidOf } from './ids.ts'
import { isGone } from './named.ts'

export interface Place {
  conversationId: string
  seq: number
}

/** The cards of a bot: each is sent once, and changed only where it shows something else. */
export class Faces {
  readonly #api: BotApiClient
  /** What cards show, as JSON, as far as this process knows. */
  readonly #shown = new Map<string, string>()

  constructor(api: BotApiClient) {
    this.#api = api
  }

  /** Sends a card, once for the same words: again it is the same message. @throws BotApiError */
  async send(conversationId: string, words: readonly (string | number)[], card: Card, replyTo?: number) {
    const { message } = await this.#api.call('POST /conversations/:conversationId/messages', {
      params: { conversationId },
      body: {
        content: { type: 'card', card: card as never },
        clientId: await uuidOf([conversationId, ...words].join(' ')),
        ...(replyTo !== undefined && { replyTo }),
      },
    })
    return { conversationId, seq: message.seq } satisfies Place
  }

  /**
   * Gives a card another face. `pressed`: somebody waits for what comes of it, so it is given also where it is the same.
   * Nothing happens where the card is gone. @throws BotApiError
   */
  async show({ conversationId, seq }: Place, card: Card, pressed = false): Promise<void> {
    const key = `${conversationId}/${seq}`
    const json = JSON.stringify(card)
    if (!pressed && this.#shown.get(key) === json) return
    try {
      await this.#api.call('PATCH /conversations/:conversationId/messages/:seq', {
        params: { conversationId, seq },
        body: { content: { type: 'card', card: card as never } },
      })
    } catch (error) {
      if (!isGone(error)) throw error
    }
    this.#shown.set(key, json)
  }

  /** What nobody will change any more need not be known. */
  forget({ conversationId, seq }: Place): void {
    this.#shown.delete(`${conversationId}/${seq}`)
  }
}

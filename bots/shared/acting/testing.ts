import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import type { Card, Message } from '../../../sdk/bot/index.ts'
import type { TestClient } from '../../../server/testing/client.ts'
import type { Stage } from '../testing.ts'

/** What people do with a bot in a test. */
export class Acting {
  readonly #stage: Stage

  constructor(stage: Stage) {
    this.#stage = stage
  }

  /** What a message shows, as JSON. */
  shown({ content }: Message): string {
    return JSON.stringify((content as { card?: Card }).card ?? content)
  }

  /** The newest message of a conversation that says something, when it is there. */
  async find(client: TestClient, conversationId: string, text: string): Promise<Message> {
    let found: Message | undefined
    await expect
      .poll(async () => {
        const { messages } = await client.request('message.history', { conversationId, limit: 50 })
        found = (messages as Message[]).findLast(message => this.shown(message).includes(text))
        return found === undefined ? messages.map(message => this.shown(message as Message)) : text
      })
      .toBe(text)
    return found as Message
  }

  async command(client: TestClient, name: string, text: string, thread?: number): Promise<void> {
    const { group, botId } = this.#stage
    await client.request('bot.command', {
      conversationId: group,
      botId,
      clientId: randomUUID(),
      command: name,
      text,
      ...(thread !== undefined && { thread }),
    })
  }

  /** Presses an action of a card by its title; of one that has changed meanwhile as it is then, as a person would. */
  async press(client: TestClient, seen: Message, title: string, inputs: Record<string, string> = {}): Promise<void> {
    const { conversationId, seq } = seen
    for (let message = seen, tries = 0; ; tries++) {
      const error = await this.#press(client, message, title, inputs).then(
        () => null,
        (refused: { errorName?: string }) => refused,
      )
      if (error === null) return
      if (error.errorName !== 'conflict' || tries >= 5) throw error
      const { messages } = await client.request('message.get', { conversationId, seqs: [seq] })
      message = (messages[0] as Message | undefined) ?? message
    }
  }

  async #press(client: TestClient, message: Message, title: string, inputs: Record<string, string>): Promise<void> {
    const { conversationId, seq, content } = message
    const { card, version = 1 } = content as { card?: Card; version?: number }
    const actions = (card?.actions ?? []).flatMap(action =>
      action.type === 'Action.ShowCard' ? [action, ...(action.card.actions ?? [])] : [action],
    )
    const actionId = actions.findLast(action => action.title === title)?.id ?? ''
    await client.request('card.submit', { conversationId, seq, version, actionId, inputs, clientId: randomUUID() })
  }

  /** Says something in the group, which may become a thread; its number. */
  async say(client: TestClient, text: string, replyTo?: number): Promise<number> {
    const content = { type: 'text' as const, text, mentions: [] }
    const place = {
      conversationId: this.#stage.group,
      clientId: randomUUID(),
      ...(replyTo !== undefined && { replyTo }),
    }
    return (await client.request('message.send', { ...place, content })).message.seq
  }

  /** The conversation of a person with the bot. */
  async direct(client: TestClient): Promise<string> {
    const { head } = await client.request('conversation.direct', { userId: this.#stage.botId })
    return head.conversation.id
  }
}

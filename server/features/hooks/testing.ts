import { randomUUID } from 'node:crypto'
import { type Card, type Hook, type HookDelivery, type HookDialect, isContent, type Message } from '@lianqun/protocol'
import type { TestClient } from '../../testing/client.ts'
import { makeGroup } from '../../testing/workspace.ts'

/** A group with a hook, as its owner sees it. */
export interface Place {
  hook: Hook
  paths: Readonly<Record<HookDialect, string>>
  /** The secret part of its addresses, and what payloads are signed with. */
  key: string
  secret: string
  /** What the hook said, the oldest first. */
  read(): Promise<Message[]>
  log(): Promise<HookDelivery[]>
  /** The messages of the hook, once they are as wanted: asked for again whenever something changed. */
  until(what: string, wanted: (messages: Message[]) => boolean): Promise<Message[]>
}

/** Makes a group with a hook. */
export async function makePlace(client: TestClient, name: string): Promise<Place> {
  const conversationId = await makeGroup(client, ['b'], name)
  const made = { conversationId, clientId: randomUUID(), name, icon: 'siren', language: 'zh' } as const
  const { hook } = await client.request('hook.create', made)
  const secrets = await client.request('hook.secrets', { hookId: hook.id })
  // All of them are there.
  const paths = secrets.paths as Record<HookDialect, string>
  const read = async () => {
    const { messages } = await client.request('message.history', { conversationId, limit: 100 })
    return messages.filter(({ senderId }) => senderId === hook.botId)
  }
  return {
    hook,
    paths,
    key: paths.any.split('/').at(-1) ?? '',
    secret: secrets.secret,
    read,
    async log() {
      const { deliveries } = await client.request('hook.deliveries', { hookId: hook.id, failed: false, limit: 50 })
      return deliveries
    },
    until: (what, wanted) =>
      new Promise((resolve, reject) => {
        let last: Message[] = []
        const stop = () => {
          clearTimeout(late)
          off()
        }
        const look = () =>
          void read().then(messages => {
            last = messages
            if (!wanted(messages)) return
            stop()
            resolve(messages)
          }, reject)
        const off = client.on('sync.push', look)
        const late = setTimeout(() => {
          stop()
          reject(new Error(`${what} did not come: ${JSON.stringify(last.map(({ content }) => content))}`))
        }, 60_000)
        look()
      }),
  }
}

export const cardOf = (message: Message | undefined): Card | null =>
  message !== undefined && isContent(message.content, 'card') ? message.content.card : null

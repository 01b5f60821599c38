import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Message, ProtocolError } from '@lianqun/protocol'
import { type ServerOptions, startServer, type WorkspaceServer } from '../index.ts'
import { connectAs, type TestClient, testDevice } from './client.ts'

/** A server in a fresh folder, with the employees `a`, `b`, `c` and `d`. */
export interface TestWorkspace {
  server: WorkspaceServer
  dataDir: string
  /** A signed-in, subscribed client of a person. */
  client(userId: string): Promise<TestClient>
  /** Stops the server and removes the folder. */
  end(): Promise<void>
}

export async function startWorkspace(options: Partial<ServerOptions> = {}): Promise<TestWorkspace> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'lianqun-server-'))
  const server = await startServer({ linkPreviews: false, ...options, dataDir })
  await server.domain.transaction(async domain => {
    for (const id of ['a', 'b', 'c', 'd']) await domain.createEmployee({ id, name: id.toUpperCase() })
  })
  return {
    server,
    dataDir,
    client: async userId => connectAs(server.url, await server.domain.issueSession(userId, testDevice())),
    async end() {
      await server.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** Sends a text. */
export async function say(
  client: TestClient,
  conversationId: string,
  text: string,
  mention?: string,
): Promise<Message> {
  const mentions = mention === undefined ? [] : [{ userId: mention, offset: 0, length: 1 }]
  const content = { type: 'text' as const, text, mentions }
  return (await client.request('message.send', { conversationId, clientId: randomUUID(), content })).message
}

/** Makes a group. */
export async function makeGroup(client: TestClient, userIds: string[], name = ''): Promise<string> {
  const { head } = await client.request('conversation.create', { clientId: randomUUID(), name, userIds })
  return head.conversation.id
}

/** The name of the protocol error that a request fails with. */
export async function errorOf(request: Promise<unknown>): Promise<string> {
  try {
    await request
  } catch (error) {
    if (error instanceof ProtocolError) return error.errorName
    throw error
  }
  return 'no error'
}

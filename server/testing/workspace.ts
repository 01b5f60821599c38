import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Message, ProtocolError } from '@lianqun/protocol'
import { type ServerOptions, startServer, type WorkspaceServer } from '../index.ts'
import { connectAs, type TestClient, testDevice } from './client.ts'
import { createDatabase, dropDatabase } from './postgres.ts'

/** A server in a fresh folder, with the employees `a`, `b`, `c` and `d`. */
export interface TestWorkspace {
  server: WorkspaceServer
  dataDir: string
  /** A signed-in, subscribed client of a person. */
  client(userId: string): Promise<TestClient>
  /** Stops the server and removes the folder. */
  end(): Promise<void>
}

/** The databases of the folders of this process, so that a folder that is opened again has its own. */
const databases = new Map<string, string>()

/** The database of a folder that a server was started on; undefined: it is in the folder. */
export function databaseOf(dataDir: string): string | undefined {
  return databases.get(dataDir)
}

/** Starts a server on the workspace of a folder: in the folder, or in its database where the tests run on PostgreSQL. */
export async function startTestServer(options: ServerOptions): Promise<WorkspaceServer> {
  const database = databases.get(options.dataDir) ?? (await ownDatabase()).database
  if (database === undefined) return startServer(options)
  databases.set(options.dataDir, database)
  return startServer({ database, ...options })
}

/** The option of a server with a new database of its own, where the tests run on PostgreSQL; else it is in its folder. */
export async function ownDatabase(): Promise<{ database?: string }> {
  const { LIANQUN_TEST_DATABASE: kind, LIANQUN_TEST_POSTGRES: url = '', LIANQUN_TEST_TEMPLATE } = process.env
  return kind === 'postgres' ? { database: await createDatabase(url, LIANQUN_TEST_TEMPLATE) } : {}
}

export async function startWorkspace(options: Partial<ServerOptions> = {}): Promise<TestWorkspace> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'lianqun-server-'))
  const server = await startTestServer({ linkPreviews: false, outgoing: false, ...options, dataDir })
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
      const database = databases.get(dataDir)
      databases.delete(dataDir)
      if (database !== undefined) await dropDatabase(database)
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

/**
 * The names of the errors that requests end with, each as `errorOf`. For requests that are made at once: one that is
 * refused while another is awaited would be an unhandled rejection.
 */
export function errorsOf(requests: readonly Promise<unknown>[]): Promise<string[]> {
  return Promise.all(requests.map(errorOf))
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

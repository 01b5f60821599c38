import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hashPassword, type ServerOptions, type WorkspaceServer } from 'lianqun-server'
import { connectAs, type TestClient, testDevice } from '../server/testing/client.ts'
import { startTestServer } from '../server/testing/workspace.ts'

export const password = 'a password for tests'
/** The name of the group that everybody in the world but one is in. */
export const group = 'Air 2 上市发布群'

const people = [
  { id: 'chenyu', name: '陈屿', latinName: 'Yu Chen', departmentIds: ['product'], title: '产品经理' },
  { id: 'zhouye', name: '周野', latinName: 'Ye Zhou', departmentIds: ['platform'], title: '平台研发部负责人' },
  { id: 'heqing', name: '何清', latinName: 'Qing He', departmentIds: ['backend'], title: '值班经理' },
  { id: 'linwan', name: '林晚', latinName: 'Wan Lin', departmentIds: ['design'], title: '视觉设计' },
  { id: 'maya', name: 'Maya Ortiz', latinName: '', departmentIds: ['emea'], title: 'Launch manager' },
]

/** A small company on a real server with a fresh folder, and a group with weeks of numbered messages. */
export class World {
  readonly folder: string
  server: WorkspaceServer
  readonly groupId = 'launch'

  readonly #translate: ServerOptions['translate']

  private constructor(folder: string, server: WorkspaceServer, translate: ServerOptions['translate']) {
    this.folder = folder
    this.server = server
    this.#translate = translate
  }

  /** Services as the server takes them; none by default. Previews end with the first server. */
  static async start(services: Services = {}): Promise<World> {
    const folder = mkdtempSync(join(tmpdir(), 'lianqun-e2e-'))
    const server = await serve(folder, 0, services)
    const passwordHash = await hashPassword(password)
    await server.domain.transaction(async operations => {
      await operations.setOrganisation({ name: '青屿科技', latinName: 'Qingyu Tech' })
      const departments = [
        { id: 'rnd', parentId: null, name: '产品研发中心', latinName: 'Product and R&D', leaderIds: [] },
        { id: 'product', parentId: 'rnd', name: '产品部', latinName: 'Product', leaderIds: [] },
        {
          id: 'platform',
          parentId: 'rnd',
          name: '平台研发部',
          latinName: 'Platform engineering',
          leaderIds: ['zhouye'],
        },
        { id: 'backend', parentId: 'platform', name: '后端组', latinName: 'Back end', leaderIds: [] },
        { id: 'design', parentId: 'rnd', name: '品牌设计部', latinName: 'Brand design', leaderIds: [] },
        { id: 'emea', parentId: null, name: '海外', latinName: 'EMEA', leaderIds: [] },
      ]
      for (const [order, department] of departments.entries())
        await operations.createDepartment({ ...department, sortOrder: order })
      for (const person of people) {
        await operations.createEmployee({
          ...person,
          account: person.id,
          passwordHash,
          phone: '13800002043',
          mail: `${person.id}@qingyu.example`,
        })
      }
      await operations.createGroup({
        id: 'launch',
        ownerId: 'zhouye',
        userIds: ['chenyu', 'linwan', 'maya'],
        name: group,
      })
    })
    const world = new World(folder, server, services.translate)
    await server.domain.sendMessages(
      Array.from({ length: 120 }, (_, i) => ({
        senderId: i % 3 === 0 ? 'linwan' : 'zhouye',
        conversationId: 'launch',
        clientId: null,
        sentAt: Date.now() - (120 - i) * 3_600_000,
        content: { type: 'text' as const, text: `第 ${i + 1} 条：灰度切流按计划`, mentions: [] },
      })),
    )
    return world
  }

  /** Sends a message of a user, as from another device. */
  say(
    senderId: string,
    text: string,
    conversationId: string = this.groupId,
    mention?: { userId: string; offset: number; length: number },
    replyTo?: number,
  ) {
    return this.server.domain.sendMessage({
      senderId,
      conversationId,
      clientId: null,
      content: { type: 'text', text, mentions: mention === undefined ? [] : [mention] },
      ...(replyTo === undefined ? {} : { replyTo }),
    })
  }

  /** Another device of a person, signed in. */
  async connect(userId: string): Promise<TestClient> {
    return connectAs(this.server.url, await this.server.domain.issueSession(userId, testDevice()))
  }

  /** Stops the server until `back`. */
  async unplug(): Promise<void> {
    await this.server.close()
  }

  /** Starts the server again on the same port. */
  async back(): Promise<void> {
    this.server = await serve(this.folder, this.server.port, { translate: this.#translate })
  }

  /** While the server is stopped for the app: lets another device of a person do something. */
  async meanwhile(userId: string, act: (client: TestClient) => Promise<unknown>): Promise<void> {
    const { port } = this.server
    const elsewhere = await serve(this.folder, 0)
    await act(await connectAs(elsewhere.url, await elsewhere.domain.issueSession(userId, testDevice())))
    await elsewhere.close()
    this.server = await serve(this.folder, port, { translate: this.#translate })
  }

  async close(): Promise<void> {
    await this.server.close()
    // Windows releases the files of a process shortly after its end.
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  }
}

type Services = Pick<ServerOptions, 'linkPreviews' | 'outgoing' | 'translate'>

function serve(folder: string, port: number, { linkPreviews = false, outgoing = false, translate }: Services = {}) {
  return startTestServer({
    dataDir: join(folder, 'server'),
    port,
    limits: { rate: false },
    linkPreviews,
    outgoing,
    ...(translate && { translate }),
    appsDir: join(import.meta.dirname, '..', 'out', 'apps'),
  })
}

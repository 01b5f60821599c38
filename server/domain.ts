import {
  type App,
  type Department,
  type Employee,
  type FileRef,
  groupNameSchema,
  type Label,
  type Membership,
  type Message,
  type Organisation,
  type Session,
  sendableContentSchema,
  type WrittenLabel,
} from '@lianqun/protocol'
import type { Bus } from './bus/bus.ts'
import { parseInput } from './core/parse.ts'
import type { Tokens } from './core/tokens.ts'
import { Writer } from './core/writer.ts'
import * as announcements from './features/announcements/index.ts'
import * as apps from './features/apps/index.ts'
import * as sessions from './features/auth/index.ts'
import * as bots from './features/bots/index.ts'
import * as conversations from './features/conversations/index.ts'
import * as directory from './features/directory/index.ts'
import type { FileInput, FileKeeper } from './features/files/index.ts'
import * as groups from './features/groups/index.ts'
import * as memberships from './features/me/index.ts'
import { type CommitHooks, MessageCommits, type SendInput, type Sent } from './features/messages/index.ts'
import type { ServerLimits } from './options.ts'
import type { Lock } from './storage/lock.ts'
import type { Store, Transaction } from './storage/store.ts'

const { hashPassword } = sessions

export type { SendInput }
export { hashPassword }

type Run = <T>(fn: (w: Writer) => Promise<T>) => Promise<T>

/** Operations on a workspace from inside the process: for seeds, bots, tests and the command line. */
export class Operations {
  protected readonly run: Run
  protected readonly limits: ServerLimits

  constructor(run: Run, limits: ServerLimits) {
    this.run = run
    this.limits = limits
  }

  setOrganisation(input: { name: string; latinName: string }): Promise<Organisation> {
    return this.run(w => directory.setOrganisation(w, input))
  }

  createDepartment(input: directory.DepartmentInput): Promise<Department> {
    return this.run(w => directory.createDepartment(w, input))
  }

  updateDepartment(id: string, values: Partial<Omit<Department, 'id' | 'revision'>>): Promise<Department> {
    return this.run(w => directory.updateDepartment(w, id, values))
  }

  /** Creates an employee with an account. Pass `passwordHash` to avoid hashing a shared password again. */
  async createEmployee(input: directory.EmployeeInput & { password?: string }): Promise<Employee> {
    const { password, ...rest } = input
    if (password !== undefined) rest.passwordHash = await hashPassword(password)
    return this.run(w => directory.createEmployee(w, rest))
  }

  updateEmployee(id: string, values: Partial<Omit<Employee, 'id' | 'revision'>>): Promise<Employee> {
    return this.run(w => directory.updateEmployee(w, id, values))
  }

  setRoles(userId: string, roles: { admin?: boolean; publisher?: boolean }): Promise<void> {
    return this.run(w => directory.setRoles(w, userId, roles))
  }

  /** Disabling ends all sessions of the account. */
  setDisabled(userId: string, disabled: boolean): Promise<void> {
    return this.run(async w => {
      await sessions.setDisabled(w, userId, disabled)
      groups.followDirectory(w, { employeeId: userId })
    })
  }

  /** Sets a password and signs all devices of the account out. */
  async setPassword(userId: string, password: string): Promise<void> {
    const hash = await hashPassword(password)
    return this.run(w => sessions.setPasswordHash(w, userId, hash))
  }

  createApp(input: apps.AppInput): Promise<App> {
    return this.run(w => apps.createApp(w, input))
  }

  updateApp(id: string, values: Partial<Omit<App, 'id' | 'revision'>>): Promise<App> {
    return this.run(w => apps.updateApp(w, id, values))
  }

  /**
   * Makes a bot, of which its owner knows the token, or gives the one of this client id another token.
   * @throws limit_reached, conflict for a name that is taken
   */
  async createBot(input: Parameters<typeof bots.createBot>[1]): Promise<{ botId: string; token: string }> {
    const { row, token } = await this.run(w => bots.createBot(w, input))
    return { botId: row.id, token }
  }

  createAnnouncement(input: announcements.AnnouncementInput): Promise<announcements.Announcement> {
    return this.run(w => announcements.createAnnouncement(w, input))
  }

  confirmAnnouncement(userId: string, id: string): Promise<announcements.Announcement> {
    return this.run(w => announcements.confirmAnnouncement(w, userId, id))
  }

  remindOfAnnouncement(userId: string, id: string): Promise<announcements.Announcement> {
    return this.run(w => announcements.remindOfAnnouncement(w, userId, id))
  }

  createGroup(input: conversations.GroupInput): Promise<{ id: string }> {
    const name = parseInput(groupNameSchema, input.name)
    return this.run(w => conversations.createGroup(w, { ...input, name }, this.limits.maxMembers))
  }

  /** Makes the group of a department, whose people are its members from then on. */
  createDepartmentGroup(input: { departmentId: string; name?: string; id?: string }): Promise<{ id: string }> {
    const name = input.name === undefined ? {} : { name: parseInput(groupNameSchema, input.name) }
    return this.run(w => groups.createDepartmentGroup(w, { ...input, ...name }, this.limits.maxMembers))
  }

  direct(userId: string, otherId: string): Promise<{ id: string }> {
    return this.run(w => conversations.direct(w, userId, otherId))
  }

  rename(input: { conversationId: string; actorId: string; name: string }): Promise<void> {
    const name = parseInput(groupNameSchema, input.name)
    return this.run(w => conversations.rename(w, { ...input, name }))
  }

  addMembers(input: { conversationId: string; actorId: string; userIds: readonly string[] }): Promise<void> {
    return this.run(w => conversations.addMembers(w, input, this.limits.maxMembers))
  }

  removeMembers(input: { conversationId: string; actorId: string; userIds: readonly string[] }): Promise<void> {
    return this.run(w => conversations.removeMembers(w, input))
  }

  leave(input: { conversationId: string; actorId: string }): Promise<void> {
    return this.run(w => conversations.leave(w, input))
  }

  setLabel(userId: string, label: WrittenLabel): Promise<Label> {
    return this.run(w => memberships.setLabel(w, userId, label))
  }

  async updateMembership(input: memberships.MembershipInput): Promise<Membership> {
    return (await this.run(w => memberships.updateMembership(w, input))).membership
  }

  /** Ends the sessions of a user, or of one of their devices. Returns how many. */
  revoke(userId: string, deviceId?: string): Promise<number> {
    return this.run(w =>
      sessions.endSessions(w, { userId, ...(deviceId === undefined ? {} : { deviceId }) }, 'revoked'),
    )
  }
}

/** The whole workspace: each call is one transaction, pushed to online users after its commit. */
export class Domain extends Operations {
  readonly #store: Store
  readonly #commits: MessageCommits
  readonly #tokens: Tokens
  readonly #bus: Bus
  readonly #files: FileKeeper | null
  readonly #hooks: CommitHooks

  /** Without a keeper it makes no files; without hooks no jobs follow from its messages. */
  constructor(
    store: Store,
    tokens: Tokens,
    limits: ServerLimits,
    bus: Bus,
    files: FileKeeper | null = null,
    hooks: CommitHooks = { follow: () => [], stored() {}, enqueued() {} },
  ) {
    super(fn => this.write('workspace', fn), limits)
    this.#files = files
    this.#store = store
    this.#tokens = tokens
    this.#bus = bus
    this.#hooks = hooks
    this.#commits = new MessageCommits(store.messages, bus, hooks)
  }

  /** One write transaction; its changes are published before the locks are released; `done` gets the result before. */
  write<T>(
    locks: Lock | readonly Lock[],
    fn: (w: Writer) => Promise<T>,
    done: (result: T) => void = () => {},
  ): Promise<T> {
    const change = async (tx: Transaction) => {
      const w = new Writer(tx, Date.now(), locks)
      const result = await fn(w)
      return { result, changes: await w.finish(), enqueued: w.enqueued }
    }
    const written = this.#store.write(locks, change, ({ result, changes, enqueued }) => {
      done(result)
      this.#bus.publish(changes)
      if (enqueued) this.#hooks.enqueued()
    })
    return written.then(({ result }) => result)
  }

  /** Many operations in one transaction, for seeds. Do not call the domain itself within `fn`: it would deadlock. */
  transaction<T>(fn: (operations: Operations) => Promise<T>): Promise<T> {
    return this.write('workspace', w => fn(new Operations(step => step(w), this.limits)))
  }

  /** Sends messages as their senders would, all in one transaction. @throws the first error, after storing the rest */
  async sendMessages(inputs: readonly SendInput[]): Promise<Message[]> {
    const checked = inputs.map(input => ({ ...input, content: sendableContentSchema.parse(input.content) }))
    let outcomes: (Sent | Error)[] = []
    await this.#commits.commit(checked, all => {
      outcomes = [...all]
    })
    return outcomes.map(outcome => {
      if (outcome instanceof Error) throw outcome
      return outcome.message
    })
  }

  async sendMessage(input: SendInput): Promise<Message> {
    const [message] = await this.sendMessages([input])
    if (!message) throw new Error('nothing was stored')
    return message
  }

  /**
   * Makes a file as if its uploader had uploaded it, for a message of theirs. A file on the disk stays.
   * @throws forbidden when the workspace does not take it
   */
  addFile({ from, ...input }: FileInput & { from: Uint8Array | { path: string } }): Promise<FileRef> {
    if (this.#files === null) throw new Error('this workspace was opened without a place for files')
    return 'path' in from ? this.#files.add(from.path, input) : this.#files.addBytes(from, input)
  }

  /**
   * After a backup was put back, before it is served: begins a new epoch, ends all sessions and makes the tokens that
   * were given out worthless, because devices that were signed out since the backup are signed in in it.
   */
  async restored(): Promise<void> {
    await this.write('workspace', sessions.endAllSessions)
    await this.#store.newTokenSecret()
    await this.#store.newEpoch()
  }

  /** Signs a device in without a password: for bots, benches and tests. */
  async issueSession(userId: string, device: sessions.DeviceInput): Promise<Session> {
    const issued = await this.write(`user:${userId}`, w =>
      sessions.startSession(w, userId, device, this.limits.sessionsPerPerson),
    )
    return sessions.toSession(this.#store, this.#tokens, issued)
  }

  /**
   * First start: names the organisation, registers the bundled mini-apps, and creates the administrator (account
   * `admin`) when there is no account yet. Returns its credentials, or null.
   */
  async prepare(adminPassword: string | null): Promise<{ account: string; password: string } | null> {
    const passwordHash = adminPassword === null ? null : await hashPassword(adminPassword)
    return this.write('workspace', async w => {
      const organisation = await w.db.selectFrom('organisation').select('id').executeTakeFirst()
      if (!organisation) await directory.setOrganisation(w, { name: '我的公司', latinName: 'My company' })
      await apps.registerBundledApps(w)
      await sessions.forgetOldSessions(w)
      if (adminPassword === null || passwordHash === null) return null
      const someone = await w.db.selectFrom('users').select('id').where('account', 'is not', null).executeTakeFirst()
      if (someone) return null
      await directory.createEmployee(w, {
        id: 'admin',
        name: '管理员',
        latinName: 'Administrator',
        account: 'admin',
        passwordHash,
        admin: true,
        publisher: true,
      })
      return { account: 'admin', password: adminPassword }
    })
  }
}

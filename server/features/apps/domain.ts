import { type App, ProtocolError, writableAppSchema } from '@lianqun/protocol'
import type { Writer } from '../../core/writer.ts'
import { toApp } from './tables.ts'

export type AppInput = Pick<App, 'id' | 'name' | 'startUrl'> & Partial<Omit<App, 'revision' | 'deleted'>>

/** Registers a mini-app, or replaces the one with this id. @throws ZodError for an invalid manifest */
export async function createApp(w: Writer, input: AppInput): Promise<App> {
  const app = writableAppSchema.parse({
    latinName: '',
    description: '',
    latinDescription: '',
    group: 'everyday',
    icon: 'app-window',
    hue: 1,
    allowedOrigins: [],
    permissions: [],
    sortOrder: 0,
    ...input,
    deleted: false,
  })
  return saveApp(w, { ...app, revision: await w.sharedNext('apps') })
}

/** Changes fields of a mini-app; `deleted: true` removes it from the catalogue. @throws not_found */
export async function updateApp(w: Writer, id: string, values: Partial<Omit<App, 'id' | 'revision'>>): Promise<App> {
  const row = await w.db.selectFrom('apps').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new ProtocolError('not_found')
  // Only the changed fields are validated, so that an app that an earlier server accepted can still be changed.
  const written = writableAppSchema.omit({ id: true }).partial().parse(values)
  return saveApp(w, { ...toApp(row), ...values, ...written, revision: await w.sharedNext('apps') })
}

async function saveApp(w: Writer, value: App): Promise<App> {
  const row = {
    name: value.name,
    latin_name: value.latinName,
    description: value.description,
    latin_description: value.latinDescription,
    app_group: value.group,
    icon: value.icon,
    hue: value.hue,
    start_url: value.startUrl,
    allowed_origins: JSON.stringify(value.allowedOrigins),
    permissions: JSON.stringify(value.permissions),
    sort_order: value.sortOrder,
    deleted: value.deleted ? 1 : 0,
    revision: value.revision,
  }
  await w.db
    .insertInto('apps')
    .values({ id: value.id, ...row })
    .onConflict(oc => oc.column('id').doUpdateSet(row))
    .execute()
  w.sharedAdd('apps', { entity: 'app', value })
  return value
}

/** The mini-apps that come with the server. */
const bundledApps: readonly AppInput[] = [
  {
    id: 'announcements',
    name: '公告',
    latinName: 'Announcements',
    description: '公司公告，阅读后确认',
    latinDescription: 'Read and acknowledge company announcements',
    group: 'everyday',
    icon: 'megaphone',
    hue: 2,
    startUrl: '/apps/announcements/',
    permissions: ['user.read', 'announcements', 'announcements.publish'],
    sortOrder: 1,
  },
  {
    id: 'directory-lookup',
    name: '通讯录查询',
    latinName: 'Directory lookup',
    description: '按姓名、拼音、职位或邮箱查找同事',
    latinDescription: 'Find colleagues by name, pinyin, job title or email',
    group: 'everyday',
    icon: 'book-user',
    hue: 5,
    startUrl: '/apps/directory-lookup/',
    permissions: ['user.read', 'directory.read', 'profile.open', 'conversation.open', 'clipboard.write'],
    sortOrder: 2,
  },
]

/** The permissions of a bundled mini-app in earlier versions, where they were fewer. */
const earlierPermissions: Readonly<Record<string, string>> = {
  announcements: JSON.stringify(['user.read', 'announcements']),
}

/**
 * Registers the bundled mini-apps that are missing; one that an administrator removed stays removed. One with the
 * permissions of an earlier version gets those of this one; other changes of an administrator stay.
 */
export async function registerBundledApps(w: Writer): Promise<void> {
  const known = await w.db.selectFrom('apps').select(['id', 'permissions']).execute()
  const stored = new Map(known.map(row => [row.id, row.permissions]))
  for (const app of bundledApps) {
    const permissions = stored.get(app.id)
    if (permissions === undefined) await createApp(w, app)
    else if (app.permissions && permissions === earlierPermissions[app.id]) {
      await updateApp(w, app.id, { permissions: app.permissions })
    }
  }
}

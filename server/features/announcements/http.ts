import type { announcementEndpoints } from '../../../protocol/http/announcements.ts'
import type { HttpHandlers } from '../../core/feature.ts'
import type { Services } from '../../core/services.ts'
import * as announcements from './domain.ts'

/** Whether the app of the caller may change an announcement, too. */
const through = (permissions: ReadonlySet<string>, announcement: announcements.Announcement) =>
  permissions.has('announcements.publish') ? announcement : { ...announcement, canManage: false }

/** Lists, publishes, changes and confirms announcements. */
export function announcementHttp({ store, write }: Services): HttpHandlers<keyof typeof announcementEndpoints> {
  return {
    'GET /announcements': ({ query }, userId, permissions) =>
      store.read(async db => ({
        announcements: (await announcements.listAnnouncements(db, userId, query.limit)).map(one =>
          through(permissions, one),
        ),
        canPublish: permissions.has('announcements.publish') && (await announcements.canPublish(db, userId)),
      })),
    'GET /announcements/:id': ({ params }, userId, permissions) =>
      store.read(async db => through(permissions, await announcements.readAnnouncement(db, userId, params.id))),
    'POST /announcements': ({ body }, authorId) =>
      write(`user:${authorId}`, w => announcements.createAnnouncement(w, { authorId, ...body })),
    'POST /announcements/:id/edit': ({ params: { id }, body }, userId) =>
      write(`announcement:${id}`, w => announcements.editAnnouncement(w, userId, id, body)),
    'POST /announcements/:id/withdraw': async ({ params: { id } }, userId) => {
      await write(`announcement:${id}`, w => announcements.withdrawAnnouncement(w, userId, id))
      return {}
    },
    'POST /announcements/:id/remind': ({ params: { id } }, userId) =>
      write(`announcement:${id}`, w => announcements.remindOfAnnouncement(w, userId, id)),
    'GET /announcements/:id/unconfirmed': ({ params: { id }, query }, userId) =>
      store.read(db => announcements.listUnconfirmed(db, userId, id, query.limit)),
    'POST /announcements/:id/confirm': async ({ params: { id } }, userId, permissions) =>
      through(permissions, await write(`announcement:${id}`, w => announcements.confirmAnnouncement(w, userId, id))),
  }
}

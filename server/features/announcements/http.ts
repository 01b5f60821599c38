import type { announcementEndpoints } from '../../../protocol/http/announcements.ts'
import type { HttpHandlers } from '../../core/feature.ts'
import type { Services } from '../../core/services.ts'
import * as announcements from './domain.ts'

/** Lists, publishes and confirms announcements. */
export function announcementHttp({ store, write }: Services): HttpHandlers<keyof typeof announcementEndpoints> {
  return {
    'GET /announcements': ({ query }, userId, permissions) =>
      store.read(async db => ({
        announcements: await announcements.listAnnouncements(db, userId, query.limit),
        canPublish: permissions.has('announcements.publish') && (await announcements.canPublish(db, userId)),
      })),
    'GET /announcements/:id': ({ params }, userId) =>
      store.read(db => announcements.readAnnouncement(db, userId, params.id)),
    'POST /announcements': ({ body }, authorId) =>
      write(`user:${authorId}`, w => announcements.createAnnouncement(w, { authorId, ...body })),
    'POST /announcements/:id/confirm': ({ params: { id } }, userId) =>
      write(`announcement:${id}`, w => announcements.confirmAnnouncement(w, userId, id)),
  }
}

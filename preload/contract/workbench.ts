import { appSchema, grantablePermissionSchema, idSchema, timeSchema } from '@lianqun/protocol'
import { z } from 'zod'
import type { Calls, Events } from './shared.ts'
import { count, none, text } from './shared.ts'

export const appItemSchema = appSchema
  .pick({
    id: true,
    name: true,
    latinName: true,
    description: true,
    latinDescription: true,
    group: true,
    icon: true,
    hue: true,
    sortOrder: true,
  })
  .extend({
    favourite: z.boolean(),
    /** When the user last opened it on this device; null: not that is known. */
    openedAt: timeSchema.nullable(),
    /** Permissions that the user can grant, with the text of the consent question. */
    permissions: z.array(z.object({ name: grantablePermissionSchema, words: z.object({ zh: text, en: text }) })),
    /** Number of permissions of a later version: they cannot be granted, but the user is informed of them. */
    unknownPermissions: count,
  })

export const appTabSchema = z.object({
  appId: idSchema,
  title: text,
  /** The origin of the app's start, to which the user gives permissions; empty when it is not allowed. */
  origin: text,
  /** Whether the app comes from the workspace server itself. */
  own: z.boolean(),
  state: z.enum(['consent', 'loading', 'ready', 'failed', 'crashed', 'blocked']),
  error: text.nullable(),
  canGoBack: z.boolean(),
})

export const boundsSchema = z.object({
  x: z.number(),
  y: z.number(),
  width: z.number().min(0),
  height: z.number().min(0),
})

export const workbenchCalls = {
  'workbench.apps': { args: none, result: z.array(appItemSchema) },
  'workbench.tabs': { args: none, result: z.array(appTabSchema) },
  /** Opens a tab; its state is `consent` while the user has yet to allow permissions. */
  'workbench.open': { args: z.object({ appId: idSchema }), result: none },
  'workbench.allow': {
    args: z.object({ appId: idSchema, permissions: z.array(grantablePermissionSchema) }),
    result: none,
  },
  /** Revokes all permissions of an app; an open tab asks for them again. */
  'workbench.revoke': { args: z.object({ appId: idSchema }), result: none },
  'workbench.close': { args: z.object({ appId: idSchema }), result: none },
  'workbench.reload': { args: z.object({ appId: idSchema }), result: none },
  'workbench.back': { args: z.object({ appId: idSchema }), result: none },
  /** Shows a mini-app in these bounds (CSS pixels of the window); null hides all of them, for a dialog over them. */
  'workbench.show': { args: z.object({ appId: idSchema, bounds: boundsSchema }).nullable(), result: none },
  /** A picture of a shown mini-app as a data URL, to stand in its place while it is hidden; null when there is none. */
  'workbench.picture': { args: z.object({ appId: idSchema }), result: z.object({ url: z.string().nullable() }) },
  /** Gives the keyboard to a shown mini-app. */
  'workbench.focus': { args: z.object({ appId: idSchema }), result: none },
  'workbench.setFavourites': { args: z.object({ appIds: z.array(idSchema).max(200) }), result: none },
} as const satisfies Calls

/** What a key that was pressed in a mini-app means for the window: `leave` gives the keyboard back to it. */
export const tabCommandSchema = z.enum(['leave', 'close', 'next', 'previous'])

export const workbenchEvents = {
  'tabs.changed': z.array(appTabSchema),
  'tabs.command': z.object({ appId: idSchema, command: tabCommandSchema }),
} as const satisfies Events

export type AppItem = z.infer<typeof appItemSchema>
export type AppTab = z.infer<typeof appTabSchema>
export type TabCommand = z.infer<typeof tabCommandSchema>
export type Bounds = z.infer<typeof boundsSchema>

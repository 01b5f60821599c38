import { defineFeature, type ReadContext } from '../core/feature.ts'
import { readApp, readApps } from './reads.ts'
import { appEntities } from './writes.ts'

/** The catalogue of mini-apps, and the user's favourites. */
export const apps = defineFeature({
  entities: appEntities,
  reads: ({ sql }: ReadContext) => ({
    apps: () => readApps(sql),
    app: (id: string) => readApp(sql, id),
  }),
  writes: {},
  durable: [],
})

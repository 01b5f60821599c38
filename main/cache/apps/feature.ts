import { defineFeature, type ReadContext } from '../core/feature.ts'
import { readApp, readApps } from './reads.ts'
import { readSelections } from './selections.ts'
import { appEntities, noteAppOpened } from './writes.ts'

/** The catalogue of mini-apps, the user's favourites, and when they opened which app on this device. */
export const apps = defineFeature({
  entities: appEntities,
  reads: ({ sql }: ReadContext) => ({
    apps: () => readApps(sql),
    app: (id: string) => readApp(sql, id),
    selections: () => readSelections(sql),
  }),
  writes: { noteAppOpened },
  durable: [],
})

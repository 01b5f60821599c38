import { defineFeature, type ReadContext } from '../core/feature.ts'
import { filesTables } from './2026-11-30-files.ts'
import {
  fileBegan,
  fileBlobs,
  fileStored,
  fileTrash,
  fileUsage,
  fileUsed,
  forgetFile,
  forgetFiles,
  limitFiles,
  storedFile,
  trashEmptied,
} from './stored.ts'
import { enqueueFiles, uploadBegan, uploadDone, uploads, uploadsPaused } from './uploads.ts'

/** Files of queued messages, and those that were loaded from the server: what is where, and the keys of their bytes. */
export const files = defineFeature({
  entities: {},
  reads: ({ sql }: ReadContext) => ({
    uploads: () => uploads(sql),
    storedFile: (id: string) => storedFile(sql, id),
    fileUsage: () => fileUsage(sql),
    fileTrash: () => fileTrash(sql),
    fileBlobs: () => fileBlobs(sql),
  }),
  writes: {
    enqueueFiles,
    uploadBegan,
    uploadDone,
    uploadsPaused,
    fileBegan,
    fileStored,
    fileUsed,
    forgetFile,
    forgetFiles,
    limitFiles,
    trashEmptied,
  },
  migrations: { '2026-11-30-files': filesTables },
  durable: ['enqueueFiles', 'uploadBegan', 'uploadDone', 'uploadsPaused', 'fileStored'],
})

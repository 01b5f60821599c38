import type { Scope } from '@lianqun/protocol'
import { defineFeature, type ReadContext } from '../core/feature.ts'
import { readMeta, writeMeta } from '../core/meta.ts'
import type { WriteContext } from '../core/write-context.ts'
import { behind, headRevisions, headsCursor, headsDigest, missing, missingTotal, scopeState } from './reads.ts'
import { reindex, updatedTo } from './updated-to.ts'
import {
  applyChanges,
  applyHead,
  applyHeads,
  applyHistory,
  applyJoined,
  applyPush,
  rereadHeads,
  resetConversations,
  resetScope,
} from './writes.ts'

/** The state of the scopes, and the writes that apply pages and pushes. */
export const sync = defineFeature({
  entities: {},
  reads: ({ sql }: ReadContext) => ({
    scope: (scope: Scope) => scopeState(sql, scope),
    headsCursor: () => headsCursor(sql),
    headRevisions: () => headRevisions(sql),
    headsDigest: () => headsDigest(sql),
    behind: (limit: number, without?: readonly string[]) => behind(sql, limit, without),
    missing: (limit: number, without?: readonly string[]) => missing(sql, limit, without),
    missingTotal: () => missingTotal(sql),
    meta: (key: string) => readMeta(sql, key),
  }),
  writes: {
    applyPush,
    applyChanges,
    applyHeads,
    applyJoined,
    applyHead,
    applyHistory,
    resetScope,
    resetConversations,
    updatedTo,
    reindex,
    rereadHeads,
    setMeta: ({ sql }: WriteContext, key: string, value: string) => writeMeta(sql, key, value),
  },
  durable: [],
})

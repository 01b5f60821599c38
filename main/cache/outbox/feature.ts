import { defineFeature, type ReadContext } from '../core/feature.ts'
import { queuedChanges } from './2026-11-30-changes.ts'
import { queuedReplies } from './2026-11-30-reply.ts'
import { queuedAsks } from './2026-12-01-ask.ts'
import { enqueueChange } from './changes.ts'
import {
  dueItems,
  enqueueMembership,
  enqueueSend,
  outboxAccepted,
  outboxAcknowledged,
  outboxAttempted,
  outboxDiscard,
  outboxDone,
  outboxFailed,
  outboxRetry,
  setDraft,
  unsent,
} from './outbox.ts'
import { restored, restoreUnsent } from './unsent-recovery.ts'

/** Messages and membership changes that the server has not acknowledged, and drafts. */
export const outbox = defineFeature({
  entities: {},
  reads: ({ sql }: ReadContext) => ({
    outbox: () => dueItems(sql),
    unsent: () => unsent(sql),
    restored: (from: string) => restored(sql, from),
  }),
  writes: {
    enqueueSend,
    enqueueMembership,
    enqueueChange,
    outboxAccepted,
    outboxAcknowledged,
    outboxDone,
    outboxFailed,
    outboxAttempted,
    outboxRetry,
    outboxDiscard,
    setDraft,
    restoreUnsent,
  },
  migrations: { '2026-11-30-reply': queuedReplies, '2026-11-30-changes': queuedChanges, '2026-12-01-ask': queuedAsks },
  durable: [
    'enqueueSend',
    'enqueueMembership',
    'enqueueChange',
    'outboxAccepted',
    'outboxAcknowledged',
    'outboxDone',
    'outboxFailed',
    'outboxRetry',
    'outboxDiscard',
    'setDraft',
    'restoreUnsent',
  ],
})

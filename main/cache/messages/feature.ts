import type { Message } from '@lianqun/protocol'
import type { CallArgs } from '../../../preload/contract/index.ts'
import { defineFeature, type ReadContext } from '../core/feature.ts'
import { recalledMessages } from './2026-11-29-recalled.ts'
import { messageAttributes } from './2026-11-30-attributes.ts'
import { flaggedMessages } from './2026-11-30-flagged.ts'
import { messageKinds } from './2026-11-30-kinds.ts'
import { messageStates } from './2026-11-30-states.ts'
import { noTraces } from './2026-11-30-traces.ts'
import { messageRequests } from './2026-12-01-requests.ts'
import { hiddenIdentity } from './2026-12-02-hidden-identity.ts'
import { ownAnswers } from './2026-12-02-own-answers.ts'
import { messageAt } from './at-time.ts'
import { changeDone, flaggedItems, heldMessages, keepFlagged, messageItems, threadItems } from './chosen.ts'
import { owedItem, owedPage, reminderItem, reminderItems, reminderTimes, savedLabels, savedPage } from './kept.ts'
import { messagesOfKind } from './of-kind.ts'
import { owedMessages } from './own.ts'
import { messagesPage } from './reads.ts'
import { findInConversation, messageHits, searchMessages, searchReach } from './search.ts'
import { enqueueState, stateDone, stateEntities } from './states.ts'
import { messageEntities } from './writes.ts'

/** The most messages that a search within one conversation counts. */
const foundInConversation = 1_000

/** Messages and their search. */
export const messages = defineFeature({
  entities: { ...messageEntities, ...stateEntities },
  reads: (context: ReadContext) => ({
    /** Messages that spans cover; `gapOlder` and `gapNewer` say where a fetch is needed. */
    messagesPage: (args: CallArgs<'messages.page'>) => messagesPage(context.sql, context.self, args),
    messageAt: (args: CallArgs<'messages.at'>) => messageAt(context.sql, args),
    messagesOfKind: (args: CallArgs<'messages.ofKind'>) => messagesOfKind(context.sql, context.self, args),
    searchMessages: (args: CallArgs<'messages.search'>) => searchMessages(context.sql, context.self, args),
    /** Messages that the server found, as hits. */
    messageHits: (messages: readonly Message[]) => messageHits(context.sql, context.self, messages),
    searchReach: () => searchReach(context.sql),
    findInConversation: (args: CallArgs<'messages.find'>) => findInConversation(context.sql, args, foundInConversation),
    heldMessages: (args: Parameters<typeof heldMessages>[2]) => heldMessages(context.sql, context.self, args),
    messageItems: (id: string, messages: readonly Message[]) => messageItems(context.sql, context.self, id, messages),
    threadItems: (args: Parameters<typeof threadItems>[2]) => threadItems(context.sql, context.self, args),
    savedPage: (args: CallArgs<'saved.page'>) => savedPage(context.sql, context.self, args),
    savedLabels: () => savedLabels(context.sql),
    reminderItems: () => reminderItems(context.sql, context.self),
    reminderTimes: () => reminderTimes(context.sql),
    reminderItem: (on: { id: string; seq: number }) => reminderItem(context.sql, context.self, on),
    owedItem: (on: { id: string; seq: number }) => owedItem(context.sql, context.self, on),
    owedPage: (args: CallArgs<'requests.page'>) => owedPage(context.sql, context.self, args),
    owed: () => owedMessages(context.sql),
    flaggedItems: (args: Parameters<typeof flaggedItems>[2]) => flaggedItems(context.sql, context.self, args),
  }),
  writes: { keepFlagged, changeDone, enqueueState, stateDone },
  migrations: {
    '2026-11-29-recalled': recalledMessages,
    '2026-11-30-attributes': messageAttributes,
    '2026-11-30-flagged': flaggedMessages,
    '2026-11-30-kinds': messageKinds,
    '2026-11-30-states': messageStates,
    '2026-11-30-traces': noTraces,
    '2026-12-01-requests': messageRequests,
    '2026-12-02-hidden-identity': hiddenIdentity,
    '2026-12-02-own-answers': ownAnswers,
  },
  durable: ['changeDone', 'enqueueState', 'stateDone'],
})

import { answerMethodExamples } from './answers.examples.ts'
import { appMethodExamples } from './apps.examples.ts'
import { authEventExamples, authMethodExamples } from './auth.examples.ts'
import { botEventExamples, botMethodExamples } from './bots.examples.ts'
import { cardEventExamples, cardMethodExamples } from './cards.examples.ts'
import {
  conversationEventExamples,
  conversationMethodExamples,
  conversationNoticeExamples,
} from './conversations.examples.ts'
import type { MethodExamples, NotificationExamples } from './core/feature.ts'
import { deviceMethodExamples } from './devices.examples.ts'
import { directoryMethodExamples } from './directory.examples.ts'
import { fileMethodExamples } from './files.examples.ts'
import { groupAnnouncementMethodExamples } from './group-announcements.examples.ts'
import { groupMethodExamples } from './groups.examples.ts'
import { hookMethodExamples } from './hooks.examples.ts'
import { labelMethodExamples } from './labels.examples.ts'
import { membershipMethodExamples } from './memberships.examples.ts'
import { keptMethodExamples } from './message-states.examples.ts'
import { messageMethodExamples } from './messages.examples.ts'
import { preferencesMethodExamples } from './preferences.examples.ts'
import { presenceEventExamples, presenceMethodExamples } from './presence.examples.ts'
import type { events, methods, notices } from './registry.ts'
import { serverEventExamples } from './server.examples.ts'
import { syncEventExamples, syncMethodExamples } from './sync.examples.ts'
import { translationMethodExamples } from './translation.examples.ts'

/* The examples of every feature: tests check them, docs/protocol.md shows the valid ones. */

export const methodExamples: MethodExamples<typeof methods> = {
  ...authMethodExamples,
  ...syncMethodExamples,
  ...messageMethodExamples,
  ...answerMethodExamples,
  ...cardMethodExamples,
  ...hookMethodExamples,
  ...botMethodExamples,
  ...keptMethodExamples,
  ...translationMethodExamples,
  ...fileMethodExamples,
  ...conversationMethodExamples,
  ...groupMethodExamples,
  ...groupAnnouncementMethodExamples,
  ...membershipMethodExamples,
  ...labelMethodExamples,
  ...directoryMethodExamples,
  ...presenceMethodExamples,
  ...preferencesMethodExamples,
  ...deviceMethodExamples,
  ...appMethodExamples,
}

export const eventExamples: NotificationExamples<typeof events> = {
  ...syncEventExamples,
  ...conversationEventExamples,
  ...presenceEventExamples,
  ...botEventExamples,
  ...cardEventExamples,
  ...authEventExamples,
  ...serverEventExamples,
}

export const noticeExamples: NotificationExamples<typeof notices> = { ...conversationNoticeExamples }

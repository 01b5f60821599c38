import { transcript, withExtras } from '../../transcript.ts'
import type { DemoGroup } from '../../types.ts'
import { talk } from '../talk.ts'
import { budget, campaign, freight, legal, storeOpening } from './business.ts'
import { productTeam } from './department.ts'
import { designReview } from './design.ts'
import { firmware, qualityGate, security } from './engineering.ts'
import { incident } from './incident.ts'
import { launch } from './launch.ts'
import { badminton, itDesk, officeMove } from './office.ts'
import { emeaLaunch } from './overseas.ts'
import { complaint, harness } from './partners.ts'
import { allHands, hiring, newcomers, research } from './people.ts'
import { app3, dashboard, oncall, releaseTrain } from './software.ts'
import { today } from './today.ts'

const histories: DemoGroup[] = [
  launch,
  incident,
  harness,
  emeaLaunch,
  designReview,
  app3,
  firmware,
  complaint,
  storeOpening,
  campaign,
  dashboard,
  releaseTrain,
  oncall,
  security,
  qualityGate,
  freight,
  budget,
  legal,
  hiring,
  productTeam,
  research,
  allHands,
  newcomers,
  officeMove,
  itDesk,
  badminton,
]

/** The groups of the demo workspace, with what is said in them on the last day. */
export const groups: DemoGroup[] = histories.map(group => ({
  ...group,
  messages: withExtras([...group.messages, ...transcript(`D-0\n${today[group.key] ?? ''}`)], talk[group.key]),
}))

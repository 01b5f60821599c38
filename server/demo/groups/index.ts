import type { DemoGroup } from '../types.ts'
import { budget, campaign, freight, legal, storeOpening } from './business.ts'
import { designReview } from './design.ts'
import { firmware, qualityGate, security } from './engineering.ts'
import { incident } from './incident.ts'
import { launch } from './launch.ts'
import { badminton, itDesk, officeMove } from './office.ts'
import { emeaLaunch } from './overseas.ts'
import { complaint, harness } from './partners.ts'
import { allHands, hiring, newcomers, research } from './people.ts'
import { app3, dashboard, oncall, releaseTrain } from './software.ts'

/** The groups of the demo workspace. */
export const groups: DemoGroup[] = [
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
  research,
  allHands,
  newcomers,
  officeMove,
  itDesk,
  badminton,
]

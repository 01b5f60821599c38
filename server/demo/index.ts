import { announcements } from './announcements.ts'
import { bots } from './bots.ts'
import { departments } from './departments.ts'
import { directs } from './direct.ts'
import { groups } from './groups/index.ts'
import { people } from './people.ts'
import type { DemoCompany } from './types.ts'

export type * from './types.ts'

/** The demo workspace: 青屿科技, which makes air purifiers, nine days before Air 2 goes on sale. */
export const demoCompany: DemoCompany = {
  name: '青屿科技',
  latinName: 'Qingyu Tech',
  departments,
  people,
  groups,
  directs,
  announcements,
  bots,
}

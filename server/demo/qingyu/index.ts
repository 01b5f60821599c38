import type { DemoCompany } from '../types.ts'
import { announcements } from './announcements.ts'
import { bots } from './bots.ts'
import { departments } from './departments.ts'
import { directs } from './direct.ts'
import { groups } from './groups/index.ts'
import { hookScenes } from './hook-scenes.ts'
import { hooks } from './hooks.ts'
import { manners } from './manners.ts'
import { pages } from './pages.ts'
import { account, domain, people } from './people.ts'
import { scenes } from './scenes.ts'

/** The Chinese demo workspace: 青屿科技, which makes air purifiers, nine days before Air 2 goes on sale. */
export const qingyu: DemoCompany = {
  language: 'zh',
  name: '青屿科技',
  latinName: 'Qingyu Tech',
  account,
  domain,
  everyone: '所有人',
  departments,
  people,
  groups,
  directs,
  labels: [
    { name: '上市', hue: 6, words: ['上市', 'Launch', '发布'] },
    { name: '值班', hue: 3, words: ['INC-', '值班'] },
  ],
  announcements,
  bots,
  scenes,
  hooks,
  hookScenes,
  manners,
  pages,
}

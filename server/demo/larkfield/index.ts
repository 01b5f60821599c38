import type { DemoCompany } from '../types.ts'
import { announcements } from './announcements.ts'
import { bots } from './bots.ts'
import { directs } from './direct.ts'
import { groups } from './groups/index.ts'
import { hookScenes, hooks } from './hooks.ts'
import { manners } from './manners.ts'
import { pages } from './pages.ts'
import { departments, people } from './people.ts'
import { scenes } from './scenes.ts'

/** The English demo workspace: Larkfield, which makes cargo bikes, nine days before the Lark 2 goes on sale. */
export const larkfield: DemoCompany = {
  language: 'en',
  name: 'Larkfield',
  latinName: '',
  account: 'morgan',
  domain: 'larkfield.example',
  everyone: 'everyone',
  departments,
  people,
  groups,
  directs,
  labels: [
    { name: 'Launch', hue: 6, words: ['launch', 'motors'] },
    { name: 'On call', hue: 3, words: ['INC-', 'IT desk'] },
  ],
  announcements,
  bots,
  scenes,
  hooks,
  hookScenes,
  manners,
  pages,
}

import { keys, transcript } from '../../transcript.ts'
import type { DemoGroup } from '../../types.ts'

/** The product department's own group: its members are those of the department. */
export const productTeam: DemoGroup = {
  key: 'product-team',
  name: '产品部',
  department: 'product',
  owner: 'chenyu',
  pinned: 2,
  members: keys('chenyu xiaran gaoyichen maxiaotong zhoujiayi tianmu linpeiran fangzhixia'),
  messages: transcript(`
D-20
09:30 chenyu 部门群以后跟着通讯录走，谁入职谁调岗自己就进出了，不用再互相拉人。
09:33 tianmu 那上周请假的也在？
09:34 chenyu 请假不算调岗。
D-12
10:05 zhoujiayi #weekly 本周周报改成三行：做成了什么、卡在哪、要谁帮忙。第四行我会删。
10:07 gaoyichen 我卡的那件事一行写不下。
10:08 zhoujiayi 那就是两件事，拆开。
D-5
09:40 chenyu 方知夏今天到岗，导师夏然。大家午饭别都挑第一天请她。
09:41 xiaran 已经排到下周三了。
09:52 fangzhixia 谢谢大家！我昨天还不在这个群，今天一开机就在了，有点神奇。
D-2
16:20 linpeiran #locales 多语言检查过了 11 种，德语还有 3 处超宽，明天改完。
16:24 maxiaotong 我那 12 户里有 2 户是德国同事的亲戚，要不要顺便让他们看一眼？
16:25 linpeiran 要，求之不得。
D-1
18:10 chenyu #duty 上市周值班表定了：白天夏然、弋辰，晚上我。有换班的直接在群里说。
18:13 gaoyichen 周四我换给田牧，孩子家长会。
18:14 tianmu 收到，周四我来。
`),
}

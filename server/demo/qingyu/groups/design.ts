import { keys, transcript } from '../../transcript.ts'
import type { DemoGroup } from '../../types.ts'

/** The weekly design review. */
export const designReview: DemoGroup = {
  key: 'design-review',
  name: '设计评审周会',
  owner: 'suhe',
  muted: true,
  unread: 3,
  members: keys('suhe linwan yejing zhuxi moran tongxin liangyu kongqing leiming chenyu xiaran wuke zengyi heqing'),
  messages: transcript(`
D-28
14:00 tongxin 本周评审 3 个题：App 首页“空气卡片”、滤芯更换引导、图标 v4。每题 15 分钟，先看 3 分钟再说话。
14:21 liangyu 空气卡片：把 PM2.5 数字缩小，放大一句人话，“可以开窗”“先别开窗”。
14:24 suhe 这句话的依据是什么？用户信了开窗，结果外面 AQI 120，怎么办？
14:26 liangyu 依据是室外 AQI、风速、室内 CO₂ 三项。AQI 超过 75 就不会说“可以”。
14:27 suhe 那把“为什么”做成点一下能看到的小字，信任要有出处。
14:33 xiaran 同意。我在调研里听到过：“它说空气好，我凭什么信它。”
14:50 linwan 图标 v4 有两套圆角，3 px 和 4 px，先统一再谈风格。
14:51 zhuxi 是我合并分支的时候混了，明天出 v5。
D-21
14:02 tongxin 本周 2 题：图标 v5、睡眠模式动效。
14:09 linwan v5 统一了，线宽 1.5 很舒服。“滤芯”那个像电池。
14:10 zengyi 我第一眼看成汉堡。
14:11 zhuxi 汉堡……我加一圈褶皱试试。
14:25 moran 睡眠模式动效：屏幕 4 秒暗下去，像呼出一口气。
14:27 suhe 好看。4 秒会不会让人以为死机？
14:29 moran 用户测试 8 个人，1 个人戳了屏幕。我改成 2.6 秒再测。
14:34 wuke 2.6 秒在老机型上掉帧，iPhone XR 只有 41 fps。把阴影去掉就满帧。
14:36 moran 阴影可以牺牲。
D-18
10:30 kongqing 设计系统 2.2 发了：间距只剩 4/8/12/16/24/32 六档。系统会标出不在档上的数值，不拦，只标。
10:33 liangyu 我刚打开自己的文件，红得像过年。
10:34 kongqing 全公司一共 1,312 处，你占 406 😌
D-14
14:00 tongxin 本周 3 题：滤芯引导第二版、图标 v6、深色主题对比度。
14:12 liangyu 滤芯引导从 5 步改成 3 步：扣手、抽出、听到“咔”。那一声“咔”真机录的。
14:14 chenyu 静音手机怎么办？
14:15 liangyu 同时震一下，加画面上扣环变绿。
14:16 chenyu 好，三个通道，够了。
14:22 suhe 把“请”字都去掉。更换滤芯的人正蹲在地上，不需要客气，需要清楚。
14:40 heqing 深色主题里告警红 #D64545 在深底上对比度 3.9，夜里值班看不清。我是真实受害者。
14:43 kongqing 改成 #FF7A70，对比度 6.8。告警类全部走这个变量。
14:44 heqing 感谢，昨晚 3 点的我也感谢。
D-9
11:20 yejing 发布会现场大屏 48:9，字不能低于 64 px。所有要上屏的页面今天发我过一遍。
11:25 chenyu 讲稿 30 页里有 9 页是数据，最小字 40，我来放大，顺便删字。
11:28 yejing 删字更重要 🙏
D-7
14:01 tongxin 本周 2 题：首页终稿走查、空状态插画。
14:13 zhuxi 空状态插画三张：没有设备、没有网络、没有消息。“没有消息”我画了一只睡着的猫。
14:14 xiaran 猫必须留。
14:15 suhe 猫留。但“没有网络”那张别画哭脸，断网不是用户的错。
14:16 zhuxi 改成拔掉的插头，一脸平静的那种。
14:30 linwan 首页走查 17 处，已经按“看得见 / 量得出 / 手感”分三类。看得见的 9 处发版前必须改。
14:41 wuke 9 处里 7 处是字重，一次改完，今天下班前。
D-4
16:10 kongqing 红标从 1,312 降到 388。梁语同学从 406 降到 11，进步奖。
16:12 liangyu 奖品呢？
16:12 kongqing 一张“间距自由”券，过期日是昨天。
D-2
14:00 tongxin 本周 2 题：图标 v7 预审、Pro 机身屏字体。
14:18 leiming 我路过插一句，机身屏是 128×64 单色，细体根本显示不出来。
14:20 yejing 那我用 12 px 点阵重画数字，0 和 8 分开一点。
14:22 suhe @{chenyu} Pro 和标准版的屏要不要同一套数字？
14:25 chenyu 同一套。用户家里可能两台都有。
D-1
11:02 moran 睡眠动效 2.6 秒版复测 12 人，没有人再戳屏幕。
11:05 suhe 好，定稿。
D-0
09:12 zhuxi 滤芯图标第 5 稿，褶皱 + 半圆底，找 10 个同事认：9 个说滤芯，1 个说“薯条”。
09:26 linwan 薯条可以接受，比汉堡进步。
09:40 suhe 图标稿更新到 v7，下午过最后一遍，@{chenyu} 有空就来，不来就看文档 doc.qingyu.example/icons-v7
`),
}

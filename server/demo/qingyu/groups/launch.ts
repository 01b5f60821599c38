import { keys, transcript } from '../../transcript.ts'
import type { DemoGroup } from '../../types.ts'

/** The Air 2 launch, T-30 to T-9. */
export const launch: DemoGroup = {
  key: 'air2-launch',
  name: 'Air 2 上市发布群',
  owner: 'zhouye',
  admins: ['chenyu', 'suhe'],
  description: 'Air 2 上市：发布会 T 日 14:00，上海西岸。改日期先说原因，结论写成一句话。',
  settings: { addMembers: 'admins', history: 30 },
  pinned: 1,
  unread: 4,
  members: keys(`zhouye chenyu linwan xuzhiyuan suhe maya jonas aiko gaoyichen xiaran tianmu guminglang heqing luoheng
    panwei lanting yejing duyue hongyan qulin xiaqing jiangbo leiming shenyizhou`),
  messages: transcript(`
D-21
10:02 zhouye 建这个群只为一件事：Air 2 上市。发布会 T 日 14:00，上海西岸。今天是 T-30。
  规矩两条：改日期先在群里说原因；结论写成一句话，别让人翻聊天记录。
10:05 chenyu 产品侧总清单我来维护：doc.qingyu.example/air2-checklist，一共 24 项，每项一个负责人一个日期。没有名字的项等于没有。
10:07 linwan 主视觉我认领，三轮：草案、色彩、终稿。
10:08 xuzhiyuan 铺货我认领。首批 186 家门店，华东 92、华南 61、其他 33。
10:11 suhe 定价什么时候锁？后面所有物料都等它。
10:14 chenyu Air 2 标准版 1,999，Pro 2,999，本周内过会锁定。渠道价同一天发。
10:15 suhe 好。过会那页只讲一件事：为什么 Pro 值这 1,000。
10:18 gaoyichen 一句话版：CADR 从 420 到 560，最低档噪声从 24 到 19 dB(A)。
10:19 suhe 再短一点。
10:21 gaoyichen 更快，更安静，睡觉时听不见。
10:21 suhe 这句可以上海报。
D-17
09:31 guminglang 周进度：24 项里 6 完成、14 进行中、4 没开始。没开始的：直播间搭建、客服话术、应急预案、海外页面。
09:33 xiaqing 客服话术我这边下周出第一版，先要一份“Air 1 用户最可能问的 20 个问题”。
09:36 tianmu 我从社区和热线记录里拉，明天给你。猜第一名是“老滤芯能不能用”。
09:37 gaoyichen 不能。接口改了，密封圈在机身侧。答案要温和一点……
09:39 chenyu 温和的版本：Air 1 滤芯继续供应五年，以旧换新券 150 元。已和财务确认。
14:20 linwan 草案三个方向贴文档了：doc.qingyu.example/air2-kv。我自己站 B，呼吸感最好。
14:26 suhe B。A 太像加湿器。
14:27 xuzhiyuan 我站 A……好吧确实像加湿器。
D-13
16:02 duyue 预约页今天 20:00 上线，定金 50 抵 150。三个平台同价。
20:04 duyue 上了，4 分钟 312 单。
20:31 chenyu 半小时 1,904，比 Air 1 首日还多。@{tianmu} 把来源分布拉一下。
20:44 tianmu 老用户召回短信 46%，社区 22%，直播预热 19%，其余自然流量。短信那条文案转化 8.1%，破纪录了。
20:46 qulin 那条文案是用户原话改的：“半夜醒来，发现空气净化器还开着，但我没听见它。”
D-10
10:12 jonas #embargo Press embargo question: same moment worldwide or local morning?
10:15 chenyu #moment Same moment: 14:00 Shanghai = 08:00 CEST = 15:00 Tokyo.
10:16 jonas #perfect Perfect, 08:00 CEST is a good news slot.
10:18 aiko #tokyo 15:00 JST works for us too. The store page will switch at the same minute.
10:40 luoheng 发布页容量按平时 12 倍估，峰值 9,000 QPS。支付链路单独压，回调是短板，先记一笔。
10:42 zhouye 记下了。压测放 T-10。@{lanting} 出方案。
10:55 lanting 方案：三轮，6k / 9k / 12k，每轮 20 分钟，观察 P95 和回调积压。影子库，不碰真单。
D-6
11:08 hongyan 陈列道具打样到店，两处问题：底座比图纸宽 6 mm，价签槽反了。
11:10 linwan 价签槽反了？！我看下图……是我这边镜像了，今天出修正稿。
11:12 hongyan 没事，全国就打了一套样，幸好。
15:35 yejing 修正稿 v3 已发工厂，双人复核签字了。
15:40 chenyu 以后打样前加一道“门店同事看实物图”，写进清单第 17 项。
D-4
09:20 guminglang T-13。24 项：15 完成、7 进行中、2 有风险。风险项：线束到货、支付回调容量。
09:24 jiangbo 线束首批 2,000 套，恒立排产已确认，预计 T-7 发出，昆山次日可上线。够首销第一周。
09:26 xuzhiyuan 首周我估 1.1 万台，2,000 套线束只对应 2,000 台整机吧？
09:29 jiangbo 库存里还有 9,600 套老版本线束，标准版通用，只有 Pro 吃新料。数没问题。
09:30 xuzhiyuan 松一口气。
17:48 xiaran 小程序预约转购买的流程走通了，从点提醒到付完款 6 步。还想砍到 5 步，地址默认带出。
17:52 panwei 地址带出要等授权弹窗，明天给答复。
D-2
10:06 panwei 授权合并到预约那一步，现在是 5 步。
10:07 xiaran 🎉
14:31 lanting 第二轮压测：9k QPS 下发布页 P95 211 ms，错误率 0.02%。支付回调积压最高 3 分 40 秒，恢复 6 分钟。
14:35 zhouye 发布页可以。回调不行，目标是 30 秒以内。
14:36 luoheng 消费者从 8 扩到 24，另外把积分那步改成异步，明晚随 2.31 上。
14:37 chenyu 改动进清单，负责人写 @{luoheng}，回退方案也写上。
D-1
08:29 duyue #daily 经营日报 T-10.xlsx
08:30 duyue 经营日报：预约 12,480，环比 +18%。Pro 占 41%，比预期高 6 个点。
09:02 gaoyichen Pro 占比再涨就要动排产了，@{jiangbo} 下午聊 15 分钟？
09:05 jiangbo 15:00 可以。
16:40 zhouye #dates 所有物料 T-3 前入库；改期请先在群里说明原因。大家确认一下。
17:02 linwan #kv 主视觉终稿好了，@{chenyu} 帮忙过一下标题间距。
17:02 linwan 源文件在 doc.qingyu.example/air2-kv
17:09 chenyu #subline 标题可以，副标再往下 4 px，留点呼吸感。
17:15 linwan #locked 改了，是好一点。锁稿，之后谁再改我跟谁急。
21:20 zhouye 支付回调有告警，单独拉了 INC-2043，这里不讨论，结论我会同步。
D-0
09:12 chenyu #today 早。今天 T-9，三件事：上午支付回调收尾，14:00 发布页灰度切流，18:00 上线检查第 3 轮。
09:48 zhouye #switch 发布页第三轮压测过了，**P95 182 ms**。开关走配置中心，切流时改 \`rollout\` 一行：
  \`\`\`yaml
  release:
    flag: air2.launch
    rollout: 5%   # 14:00 起每 10 分钟翻倍
  \`\`\`
09:51 suhe #ifnot 如果 INC-2043 没收尾，14:00 还切吗？
09:53 zhouye #noswitch 不切。11:00 回滚，观察到 13:30 稳定才切，否则顺延到明天同一时间。
09:58 chenyu 同意。讲稿 v5 在 doc.qingyu.example/keynote，第 12 页数据等 @{xuzhiyuan} 确认。
10:02 guminglang #dinner 发布会当晚庆功，去哪儿？
10:03 suhe 别选太远的，第二天还要看数。
10:20 guminglang 上线检查第 3 轮：21 / 24。未完成：支付回调、应急预案签字、直播间链路。@{chenyu} 应急预案等你签。
10:26 maya Embargo text is final on our side, JP store page is staged. @{chenyu} do we keep 08:00 CEST even if the rollout slips a day?
10:30 zhouye #incident INC-2043 支付回调延迟 的聊天记录
10:33 hongyan #samples 湖滨店和另外 40 家样机已开箱，剩下的今天晚上到位。
10:35 suhe #hush （语音）
10:38 xuzhiyuan #page12 @{chenyu} 第 12 页数据对过了，可以定稿。门店陈列今晚能到位 😄
`),
}

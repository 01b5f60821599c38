import { keys, transcript } from '../../transcript.ts'
import type { DemoGroup } from '../../types.ts'

/** The third major version of the app. */
export const app3: DemoGroup = {
  key: 'app-3',
  name: 'App 3.0 版本群',
  owner: 'xiaran',
  unread: 3,
  members: keys(`xiaran chenyu jixiaofeng wuke zengyi panwei hefan liangyu tongxin suntianyu qiaoan feiran shixiaolei
    maxiaotong fangzhixia linpeiran`),
  messages: transcript(`
D-25
10:00 xiaran 3.0 的范围今天封口：空气卡片、睡眠模式、多设备房间、滤芯引导。没进来的都去 3.1，别伤心。
10:03 wuke 桌面小组件呢？
10:04 xiaran 3.1。
10:04 wuke 伤心。
10:08 jixiaofeng 工时评估：iOS 46 人日，Android 51，小程序 18。和发布会倒排，余量只有 4 天。
10:12 chenyu 余量太薄。多设备房间砍掉“跨房间自动化”，那块多少？
10:15 jixiaofeng 9 人日，砍掉余量就是 8 天多。
10:16 xiaran 砍。房间先能看、能一起开关，自动化放 3.1。
D-20
14:22 suntianyu 设备状态推送从轮询改成长连接，App 端首屏等待从 1.8 s 降到 0.4 s。需要客户端接新协议，文档在 dev.qingyu.example/device-stream
14:30 zengyi 后台被系统杀掉之后怎么补？
14:33 suntianyu 带上最后的序号重连，服务端补差量，最多 200 条，超了给全量。
14:34 zengyi 好，那我不用自己合并了。
14:40 wuke 赞，比上一版那个“全量 JSON 400 KB”文明多了。
D-16
09:40 maxiaotong 内测 30 人第一轮：空气卡片 27 人能说出它的意思，睡眠模式 12 人找不到入口。
09:43 liangyu 入口在设备页右上角，确实深了。改到卡片上的月亮？
09:45 tongxin 月亮晚上 21 点以后才出现，白天不占地方。
09:46 xiaran 同意，这周改。
17:10 shixiaolei 一个有趣的 bug：时区设为加德满都（+5:45），月亮 20:45 就出来了。
17:14 hefan 整点取整了。谁的手机会设加德满都啊。
17:15 shixiaolei 测试的手机。
D-12
11:02 panwei 小程序包 2.31 MB，超了 2 MB 主包限制。图表库占 600 KB。
11:05 hefan 图表可以分包，首页那条小曲线用 canvas 手画，90 行代码。
11:20 panwei 改完主包 1.62 MB。
11:21 xiaran 90 行救了 600 KB。
D-9
16:00 feiran 自动化回归 412 条，通过 397，失败 15：12 条是文案改了没同步，3 条真问题，已建单。
16:04 zengyi 三条里两条是我的，今晚修。
16:10 wuke 另一条我的：深色模式下滤芯百分比变成白字白底。隐形滤芯。
D-7
10:30 linpeiran 日语里“睡眠模式”改成おやすみモード，德语最长的按钮是“Filterwechsel bestätigen”，iPhone SE 上折行了，需要缩短。
10:34 liangyu 德语用“Fertig”就行，上下文够清楚。
10:35 linpeiran Jonas 也说 Fertig。改。
D-5
13:15 fangzhixia 大家好，我是新来的方知夏，从今天起跟多设备房间。问一个可能很傻的问题：一个设备可以在两个房间吗？
13:18 qiaoan 不傻，我们争论过两小时。结论：不可以，开放式客厅算一个房间。
13:20 xiaran 欢迎！争论记录在 wiki.qingyu.example/rooms，当故事看。
13:31 fangzhixia 看完了，最后那句“净化器不知道墙在哪里”好棒。
D-3
18:20 jixiaofeng 3.0 RC1 出了，TestFlight 和内测通道都能下。已知问题 6 个，没有阻断。
18:25 chenyu 装上了，首屏很快。一个小感受：月亮图标点下去没有反馈，不知道点没点上。
18:27 wuke 加一下触感，RC2。
D-1
15:02 feiran RC2 回归 412 条全过。耗电比 2.9 低 11%，长连接的功劳。
15:05 suntianyu 🙌
15:08 jixiaofeng 提审材料准备好了，截图 5 张中英日三套，缺发布会那天的更新说明。
17:45 xiaran 更新说明草稿：“更快、更安静，和新的 Air 2 一样。也修了很多只有测试才会发现的问题，包括加德满都。”
17:47 linpeiran 最后半句我舍不得翻译，又很想翻译。
D-0
09:22 chenyu 更新说明我喜欢，加德满都留着。
09:41 jixiaofeng iOS 已提审，预计 24–48 小时。安卓四家商店今天下午提。
10:07 shixiaolei RC2 上发现一个：Air 2 Pro 首次配网，5 GHz 路由下成功率 94%，2.4 GHz 是 99.2%。在查是不是双频合一。
10:16 xiaran @{chenyu} 这个要不要卡提审？我的意见是不卡，引导里加一句“切到 2.4 GHz”，固件侧再修。
`),
}

/** The weekly release train. */
export const releaseTrain: DemoGroup = {
  key: 'release-train',
  name: '发版列车',
  owner: 'guminglang',
  muted: true,
  folded: true,
  members: keys(`guminglang zhouye luoheng tanyuan baijing qiaoan caoyang yandong jixiaofeng hefan maoyan feiran zhengyi
    chenyu shenyizhou liqiuyue`),
  messages: transcript(`
D-23
09:00 guminglang 2.28 今天 19:30 发车，17:00 关车门。已上车 11 个改动，最大的是订单分库第二阶段。
09:04 baijing 分库那个我有灰度开关，先 1%，看一晚再放。
09:30 guminglang 风险登记：分库（中）、短信通道切换（低）、其余常规。
17:02 hefan 晚了 2 分钟，一行文案，能上吗？
17:03 guminglang 车门关了，周四见。
17:03 hefan 铁面无私。
19:31 caoyang 发车。
19:52 caoyang 全量完成，21 分钟，错误率没变化。
19:55 baijing 分库 1% 开了，读写正常。
D-20
09:10 guminglang 2.29，车上 8 个改动。@{tanyuan} 你那个退款优化评审还缺一个人。
09:15 shenyizhou 我来看。
11:40 shenyizhou 看完，两个问题：超时没有上限、重试没有抖动。改了再上。
15:20 tanyuan 改了，上限 8 s，抖动 ±20%。
15:31 shenyizhou 通过。
19:30 caoyang 发车。
19:48 caoyang 停，支付冒烟用例挂了一条。回退中。
19:51 caoyang 已回退，线上 2.28。
20:10 tanyuan 用例里写死了旧的渠道编号，代码没问题。用例修了。
20:12 maoyan 今晚别抢，明早 10 点补发。写死编号的用例还有 7 条，我们组今晚全清。
D-19
10:00 caoyang 2.29 补发。
10:19 caoyang 完成。
D-16
14:10 zhengyi 效能数据：上个月发车 9 次，回退 1 次，从合并到上线的中位数 26 小时。去年同期 71 小时。
14:12 zhouye 回退 1 次不丢人，19:51 就回来了，3 分钟，这个数更重要。
14:15 zhengyi 那我把“回退用时”放到看板第一行。
D-14
09:05 guminglang 2.30，车上 9 个。分库放到 100%，@{baijing} 有回滚预案吗？
09:09 baijing 双写还开着，随时能切回，保留两周。
19:30 caoyang 发车。
19:47 caoyang 完成，17 分钟，破纪录了，构建缓存命中 93%。
19:50 zhengyi 缓存那个是上周换的，省了 4 分钟。
D-9
15:30 liqiuyue 提醒：以后加列的变更请提前一天告诉我，别和发车同一小时。上次锁等待 6 秒，虽然没事，但我心跳也 6 秒没跳。
15:33 luoheng 抱歉，是我那次。以后提前。
15:35 guminglang 写进规则：表结构变更走独立班次，中午 12:30。
D-6
11:15 qiaoan 请教：开关下线算改动吗？我想删 14 个两年没人动的开关。
11:18 shenyizhou 算。一次删 5 个以内，每个写上“最后一次为真是哪天”。
11:22 qiaoan 最老的那个叫 enable_new_homepage，新首页是 2021 年的。
11:23 hefan 那个“新”字看着真心酸。
D-2
17:00 guminglang 关车门。明天 2.31：回调消费者扩容、积分异步、验签库升级、加一列。四个都是支付域的。
17:04 maoyan 四个都在支付域，确定放一趟车？
17:08 luoheng 上市前就这一个窗口，分开来不及。
17:10 maoyan 我保留意见，已记录。
D-1
19:30 caoyang 2.31 发车。
19:49 caoyang 完成。
21:02 caoyang 见 INC-2043。列车暂停，下一趟等通知。
D-0
09:15 guminglang 今天支付域冻结，其他域照常 19:30，目前 5 个改动。
09:20 zhouye 毛妍的保留意见是对的。规则加一条：同一域一趟车最多两个改动，不许“没有别的窗口”。
09:22 maoyan 收到。不是想证明自己对，是想睡觉。
09:26 chenyu 加得好。产品侧也认：上市前两周我们不再塞支付需求。
10:02 guminglang 已写进 dev.qingyu.example/train，第 9 条。
`),
}

/** Hand-over of the on-call rota. */
export const oncall: DemoGroup = {
  key: 'oncall',
  name: '值班交接',
  owner: 'heqing',
  muted: true,
  unread: 2,
  members: keys(
    'heqing zhouye yandong mengfei liqiuyue tanyuan suntianyu luoheng shenyizhou zengyi chenyu xiaqing laixi',
  ),
  messages: transcript(`
D-22
09:00 heqing 交接：上周主值严冬、备孟飞。告警 41 条，有效 9 条，起夜 1 次。
09:04 yandong 起夜那次是磁盘 85%，日志没轮转。已加轮转，阈值改成按增长速度算。
09:06 heqing 无效的 32 条里有 20 条来自同一个规则“设备上报抖动”，谁认领？
09:08 suntianyu 我。它在每天 3 点升级窗口必响，已经静默该窗口。
09:10 heqing 谢谢，凌晨 3 点的人会记住你。
D-18
23:14 mengfei 杭州出口丢包 4%，运营商在修光缆，切到备用线路了，用户无感。
23:40 mengfei 恢复。挖掘机又赢了一次。
D-15
09:00 heqing 交接：主值孟飞、备李秋月。告警 23 条，有效 7 条，起夜 0。
09:03 liqiuyue 留一个观察项：订单库慢查询每天 10:00 准点来，和看板刷新撞上了。
09:05 heqing 转给数据组，跟 @{luoheng} 对一下索引。
09:20 luoheng 加了联合索引，2.1 s → 30 ms。
09:22 liqiuyue 早该加了，我看了它三个月。
D-13
02:41 tanyuan 起夜：退款任务失败 3 笔，渠道维护没提前通知。已挂起，8 点自动重试。
08:05 tanyuan 8 点全部成功，总计 418 元。
08:10 heqing 2:41 为 418 元起床……规则改为白天处理，金额超过 5 万才叫人。
08:12 tanyuan 谢谢组织。
D-10
16:20 xiaqing 客服侧建议：值班群里能不能给一句人话的现象？我们看“p99 抖动”不知道怎么跟用户讲。
16:23 heqing 合理。告警模板加“用户会看到什么”，比如“打开 App 转圈 3–5 秒”。
16:25 xiaqing 太好了。
16:31 yandong 模板改了，没填这一栏的规则不许上线。
D-8
09:00 heqing 交接：主值李秋月、备谭远。告警 17 条，有效 8 条，起夜 1。误报率从 78% 到 53%，继续。
09:02 liqiuyue 起夜是我误操作，半夜翻身压到了手机的“升级”按钮。
09:03 zengyi 这个 App 是我写的，我加个二次确认 😂
D-5
14:02 laixi 机房 B 区周末空调检修，两台 UPS 轮流下电，08:00–11:00。非关键服务可能切换。
14:05 yandong 受影响 14 台，全是构建机，我先把任务挪走。
14:06 laixi 多谢，列表在 it.qingyu.example/maint-b
D-3
11:30 laixi B 区检修完成，温度 24 度，没有意外。
11:31 heqing 最好的消息就是没有消息。
D-2
10:15 suntianyu 上市当天设备注册会有尖峰，预估 40 台/秒。我压到 300 台/秒没问题，证书签发是瓶颈，380 就开始排队。
10:18 heqing 够了。预案：排队时 App 显示“正在激活，约 1 分钟”。
10:20 chenyu 文案我定：“正在认识你的净化器，大约 1 分钟。”
10:21 suntianyu 可爱，采纳。
D-1
09:00 heqing 交接：本周我主值，周野备。上周 14 条，有效 8 条，起夜 0 👏
09:02 zhouye 上市周我不出差，随时电话。少打字，直接打。
20:50 heqing 支付回调告警，已升级，去 INC-2043。
D-0
07:49 heqing 支付回调再次告警，INC-2043 升回 P2。
08:20 zhouye 今天其他告警由严冬接，何清专心 INC。
08:21 yandong 接。
09:45 yandong 目前只有一条：图片 CDN 命中率 91%，低于 95%，是新主视觉第一次回源，半小时自愈。
10:15 yandong 自愈了，96.4%。
`),
}

/** Data dashboard requests. */
export const dashboard: DemoGroup = {
  key: 'dashboard',
  name: '经营看板需求',
  owner: 'zhoujiayi',
  members: keys(
    'zhoujiayi chenyu qinsu ruanmin huangzhen yuxinyu duyue xuzhiyuan tangjing qianduo jiangbo lubo cuijie',
  ),
  messages: transcript(`
D-27
10:30 zhoujiayi 看板 2.0 收需求，只收“看完会做什么不同的事”的指标。请按格式：指标 / 谁看 / 看完做什么。
10:36 xuzhiyuan 门店日销 / 大区经理 / 低于目标 80% 的店当天打电话。
10:38 duyue 预约转化漏斗 / 我 / 哪一步掉了改哪一步。
10:41 lubo 全球空气质量热力图 / 管理层 / 看着很震撼。
10:42 zhoujiayi 最后一栏？
10:44 lubo ……放弃。
10:50 jiangbo 未来 14 天缺料风险 / 计划 / 提前换产。这个真的能救命。
D-24
15:12 qinsu 口径先统一：“销量”到底是下单、付款、发货还是签收？我这边现有 4 个数，最多差 11%。
15:15 qianduo 财务认签收。
15:16 duyue 电商看付款。
15:17 cuijie 门店是小票。
15:20 tangjing 统一叫法，不统一数：付款量、发货量、签收量，谁也不许单独说“销量”。
15:21 qinsu 唐总英明，词典今天更新。
D-19
09:50 ruanmin 漏斗做好了，从点提醒到付款 6 步，掉得最多的是填地址，23%。
09:53 duyue 果然。@{chenyu} 小程序那边地址能带出吗？
09:58 chenyu 已经在改，授权合并到预约那步。两周内见。
D-17
17:33 huangzhen 昨天的数据晚了 40 分钟，上游导出任务和备份撞了。已错开，以后 7:10 前一定出。
17:35 tangjing 7:30 我在车上看，谢谢。
D-12
11:08 yuxinyu 缺料模型第一版：用过去 18 个月回测，提前 10 天能报出 74% 的缺料，误报 3 成。
11:12 jiangbo 误报可以忍，漏报忍不了。能不能把 74 提到 85，误报涨到四成我也认。
11:20 yuxinyu 调阈值可以，86% / 误报 41%。
11:22 jiangbo 成交。
D-9
14:00 zhoujiayi 看板首页定稿：一屏 6 个数，每个数旁边是“和昨天比、和目标比、点开看谁”。没有饼图。
14:02 lubo 一个饼图都没有？
14:03 zhoujiayi 一个都没有。
14:06 tangjing 支持。我从来没在饼图上做过决定。
D-6
10:20 cuijie 苏州观前店昨天显示 0，实际卖了 9 台。
10:26 huangzhen POS 断网，晚上补传的。补传的会进当天，不进“昨天的快照”。我加个“含补传”的小标。
10:27 cuijie 好，吓我一跳，差点打电话骂人。
10:28 xuzhiyuan 打之前先看小标 😄
D-3
16:44 qinsu 刷新从 1 小时改到 15 分钟，集群成本多 6%，在预算内。
16:47 qianduo 6% 是多少钱？
16:48 qinsu 每月 2,300。
16:49 qianduo 准。
D-2
09:05 duyue 有同事问：15 分钟刷新是整点刷新，还是打开的时候刷新？
09:07 huangzhen 每个整刻钟，右上角写着“截至几点”。
D-1
08:30 ruanmin 日报：预约 12,480，环比 +18%；Pro 占 41%；华东门店意向 3,260；退订 1.2%。
08:41 chenyu 退订原因有吗？
08:50 ruanmin 146 个退订里 88 个是“选错型号重下”，真退订 0.5%。
08:52 chenyu 那型号对比页要更清楚，记给夏然。
18:12 zhoujiayi 发布会当天给现场做一块大屏：只放三个数，预约、付款、城市数。@{chenyu} 有没有意见？
18:20 chenyu 城市数好，有画面感。付款那个数当天先别上大屏，等回调稳。
D-0
08:31 ruanmin 日报：预约累计 14,706。昨晚 20:40–21:55 付款时间戳有偏移，已按订单时间归位，标了说明。
08:40 qinsu INC-2043 期间的 3,117 笔已对平，不影响日报。
09:33 tangjing 对平两个字看着舒服。
10:12 jiangbo 缺料模型报了一条：Pro 前滤网，12 天后可能缺 1,100 片。我先查一下是真是假。
10:29 jiangbo 是真的，供应商模具保养停 3 天。提前 12 天知道，来得及。@{yuxinyu} 请你吃饭。
`),
}

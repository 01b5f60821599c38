import { keys, transcript } from '../../transcript.ts'
import type { DemoGroup } from '../../types.ts'

/** INC-2043: payment callbacks arrive late, minute by minute. */
export const incident: DemoGroup = {
  key: 'inc-2043',
  name: 'INC-2043 支付回调延迟',
  owner: 'heqing',
  problem: true,
  unread: 15,
  members: keys(`heqing zhouye chenyu luoheng tanyuan baijing yandong liqiuyue shenyizhou guminglang lanting xiaqing
    duyue qianduo`),
  messages: transcript(`
D-1
20:52 heqing 拉群。告警 pay-callback-lag > 60s 持续 5 分钟，定级 P2，编号 INC-2043。我做指挥，@{tanyuan} 看消费端，@{yandong} 看队列。
20:53 tanyuan 在看。
20:53 yandong 在。队列 pay.callback 积压 18,400，还在涨，每分钟 +900。
20:55 heqing 用户侧现象？@{xiaqing}
20:57 xiaqing 热线 20:40 起进来 11 个，都是“钱扣了，订单还显示待支付”。先用统一口径安抚：已扣款的订单不会取消，30 分钟内更新。
20:58 heqing 口径可以，先用。
21:00 tanyuan 消费者 24 个都活着，但单条耗时从 40 ms 涨到 1.9 s。慢在积分服务。
21:01 luoheng 积分不是改异步了吗？今天 19:30 的 2.31。
21:03 tanyuan 改了，但退款补偿分支没改到，还是同步调。预约转购买恰好走这个分支。
21:04 luoheng ……我的锅，评审时漏了这条分支。
21:04 heqing 先不谈锅。选项？
21:06 tanyuan 一、开关 points.sync=off，立即生效，积分事后补；二、回滚 2.31。
21:07 shenyizhou 先一。回滚要处理 2.31 加的那列，夜里做风险大。
21:08 zhouye 同意先关开关。@{chenyu} 积分会晚到几个小时，用户能接受吗？
21:09 chenyu 能。钱和订单先对，积分晚到我让运营发一条站内信。
21:10 heqing #off 决定：21:12 关开关。@{tanyuan} 操作，@{baijing} 双人复核。
21:12 tanyuan 已执行 \`points.sync=off\`。
21:12 baijing 复核一致，配置已推到 24/24。
21:14 yandong 消费速率 24/s → 610/s。
21:16 yandong 积压 17,900，开始往下走了。
21:19 heqing 预计清空时间？
21:20 yandong 按现在斜率 35 分钟左右。
21:24 duyue 电商这边平台后台有 63 单显示“支付异常”，要不要先停投放？
21:25 chenyu 别全停，把直播间引流先降一半，等积压清完恢复。
21:26 duyue 好，@{chenyu} 已降。
21:33 tanyuan 单条耗时回到 46 ms。
21:38 xiaqing 最近 10 分钟新进线 2 个，明显少了。
21:45 yandong 积压 6,200。
21:52 yandong 积压 900。
21:55 heqing 积压清零，告警恢复。先别散，观察 30 分钟。
22:10 liqiuyue 主库 CPU 38%，正常。备库复制延迟 2 秒，也正常。
22:18 baijing #balanced 对账跑了一遍：20:38–21:55 之间 3,117 笔，全部已更新，没有丢单，没有重复发货。
22:19 chenyu 谢谢，这句话最值钱。
22:26 heqing #timeline 降级为 P3，今晚每小时看一次。明早 8 点复会。时间线：inc.qingyu.example/2043
22:27 zhouye 辛苦。@{luoheng} 先睡，明天再写复盘。
23:40 heqing 23:30 检查：正常。
D-0
08:05 heqing 早。07:48 又报了，延迟 45 s–3 min，影响 6.8% 的支付。重新升 P2。
08:06 tanyuan 在路上，地铁里，先远程看。
08:08 yandong 队列没积压，这次不是消费慢。
08:11 tanyuan 日志里有 4 类渠道回调反复重试，签名校验失败，重试 3 次才成。
08:13 shenyizhou 2.31 换了验签库。是不是新库对带空格的参数排序不同？
08:16 tanyuan #sorted 验证了，是。老库按**解码后**排序，新库按**原文**排序。只有备注里带空格或中文的订单中招：
  \`\`\`ts
  const signed = Object.entries(params)
    .sort(([a], [b]) => (a < b ? -1 : 1)) // 2.31：没有 decodeURIComponent
    .map(([key, value]) => \`\${key}=\${value}\`)
    .join('&')
  \`\`\`
08:17 heqing 所以昨晚不是同一个原因。
08:18 tanyuan 对，昨晚是积分，今早是验签。都在 2.31 里。
08:20 zhouye #back 那就别再打补丁了，回滚 2.31。@{liqiuyue} 那一列怎么处理？
08:24 liqiuyue 列可空，2.30 不读它，留着不动就行。回滚前要把写这列的任务停掉。
08:26 heqing 影响数？@{baijing}
08:31 baijing 07:48–08:30：支付 2,206 笔，延迟超过 45 s 的 151 笔，6.8%。最终都成功，最长 3 分 12 秒。
08:33 chenyu 页面提示先改一下：“支付确认中，最多 5 分钟”，别让用户再付一次。
08:35 luoheng 有防重复，付第二次会直接退，不过体验很差。提示我 10 分钟上。
08:46 luoheng 提示已上，三端生效。
08:52 xiaqing 今早进线 5 个，没有投诉升级。
09:04 heqing 临时缓解：网关层把备注参数先解码再转发。孟飞不在群里，我电话他。
09:22 heqing 网关规则灰度 50%，中招的重试明显下降。
09:30 yandong #whole 全量了，影响 3.4%。
09:31 chenyu #when 14:00 发布页要切流，我需要一个明确时间点：最晚几点知道能不能切？
09:34 zhouye #halfpast 13:30。11:00 回滚，留两个半小时观察。
09:36 chenyu 好，13:30 我在群里等一句“可以”或“不可以”。
09:50 lanting 回滚后我用昨天的流量录制回放一遍，重点带空格的备注，20 分钟出结果。
09:58 qianduo 财务这边只问一件：渠道对账单今天 12:00 拉，会不会缺？
10:01 baijing 不会缺，状态都是最终成功，只是时间戳晚几分钟。
10:02 qianduo 那没事了，你们忙。
10:05 guminglang #steps 回滚步骤 8 步写好了，每步有执行人和复核人。
10:05 guminglang 文字版：inc.qingyu.example/2043/rollback
10:08 shenyizhou 第 5 步和第 6 步对调，先停写任务再切版本。
10:09 guminglang 已改。
10:12 heqing 影响面收窄到 2.1%，等待回滚。
10:15 tanyuan 2.30 镜像已预热到 24 台。
10:18 liqiuyue 写那列的任务 10:50 停，已挂日程。
10:21 luoheng 复盘初稿：两个原因，一个共同点，都是“换库 + 改分支”混在一次发版里。以后拆开发。
10:23 duyue 11:00 前后我把投放降到三成，11:30 看情况恢复。
10:26 xiaqing 热线排班加了两个人，10:50 到 12:00。
10:31 lanting 回放环境就绪，样本 41,000 笔，带空格的 2,870 笔。
10:34 heqing #freeze 11:00 前除了回滚相关，支付域冻结一切变更。@{all}
10:36 guminglang #sign 8 步里 7 步已双签，差第 8 步“对外口径恢复”，@{chenyu} 是你。
10:39 zhouye 回滚窗口定在 11:00，预计 12 分钟。@{chenyu} 11:15 我给你第一个数。
10:41 heqing #mengfei 网关的事直接找孟飞。
`),
}

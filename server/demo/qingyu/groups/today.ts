/**
 * What is said on the last day from the late morning on, by group. A line is history when the demo is filled later, and
 * comes in at its time when it is filled earlier.
 */
export const today: Record<string, string> = {
  'air2-launch': `
11:02 zhouye 同步一句 INC-2043：回滚开始了，8 步，细节在那个群，这里只放结论。
11:16 zhouye 结论：回滚完成，用时 6 分 51 秒，回调延迟回到 1.2 秒。进入观察。
11:40 xuzhiyuan 门店进度：华东 46 家到了 29 家，有一家店员自己先排了个队，说要做第一。
13:05 guminglang 上线检查：22 / 24。应急预案已签，还差支付回调、直播间链路。
13:31 zhouye 可以。发布页 14:00 按计划从 5% 开始切。
13:32 chenyu 收到。14:00 我按按钮。
14:01 chenyu 5% 已切，开关生效 11 秒。
14:06 luoheng P95 176 ms，错误率 0.01%。
14:12 maya Same minute here, page is up in Madrid. It is beautiful.
15:02 zhouye #full 100%。没有人打电话给我，这是今天最好听的声音。
15:03 suhe 好。大家去喝口水。
16:20 xuzhiyuan #displays 陈列照开始回传了，@{linwan} 你看价签，全店一条线，太舒服了。
16:24 linwan #line 看到了，那条线我要裱起来。
17:48 xuzhiyuan 46 家全部到位，186 / 186。@{guminglang} 清单那项可以打勾了。
18:22 guminglang 上线检查第 3 轮：24 / 24，全绿。会议 11 分钟，其中 3 分钟在鼓掌。`,
  'inc-2043': `
10:52 heqing 点名：操作谭远，复核白璟，数据库李秋月，回放兰亭。四位都在。
11:01 tanyuan 第 1–3 步完成：停写任务、冻结配置、摘掉 8 台。
11:04 tanyuan 第 4 步：8 台切 2.30，签名失败 0，重试 0。继续剩下 16 台。
11:09 baijing 复核一致，24/24 都在 2.30。
11:15 heqing 第一个数：回调延迟 1.2 秒，影响 0.0%。
11:34 lanting 回放结果：41,000 笔，延迟超过 45 秒的 0 笔。带空格的 2,870 笔也全过。
11:46 xiaqing 热线没有新进线，多排的两位我还回去了。
13:30 zhouye 可以。
13:31 chenyu 收到，切。
15:20 heqing 发布页全量 20 分钟，支付零告警，降级 P3。
15:24 chenyu 第 8 步对外口径恢复，已签。
16:05 heqing INC-2043 关闭。复盘明天 10:00，先写时间线，不写形容词。大家去喝口水。
16:07 luoheng 复盘初稿在 inc.qingyu.example/2043，欢迎挑错，尤其欢迎挑我的错。`,
  'hengli-harness': `
11:20 hanli 车定好了：粤S·Q2209，李师傅，后天 6:30 装车。
14:15 wumei 2,000 套的温感阻值表传到 srm.qingyu.example 了，一套一行，小数点是点，不是逗号 😄
16:42 chenyu 评审结论：第三批 6,000，交期 T+12。
16:45 hanli 好嘞！单价 18.20 公司已批，有效期三十天。
16:46 fengli 收到，订单今天下。
18:05 wumei 老化全过，2,000 套零失效。今晚加餐，给车间的师傅们。`,
  'global-emea': `
11:05 tom Rail container is moving again. I know because I called the driver.
13:40 maya Thanks all. Green on press, green on stores, yellow on rail. I can live with yellow.
14:14 jonas First embargo confirmation, from a Swedish paper. They ask whether Pixel the dog is available for a photo.
14:20 jonas Pixel is available. Pixel’s owner as well.
15:45 claire 38 of 44 displays are up. The last six are waiting for one ladder.
16:10 shaojun Lab visit: two free dates are on their way to Jonas, both without a test in the quiet room.
16:31 jonas The German paper takes the second one. Thank you, Shaojun.
17:20 maya Lisbon signed. Two and a half pages, as promised by legal. They read all of it, for once.
18:30 maya One request to everyone: no changes to prices or photos from now on. Commas are negotiable.`,
  'design-review': `
14:10 linwan 图标 v7 走查完，42 个里退 2 个：“定时”太像闹钟，“房间”的门开反了。
14:12 suhe 门开反了这种事，要谢谢那个说出来的人。
14:13 heqing 是我，值班看门看多了。
15:06 zhuxi 两个都改了。门现在往外开，欢迎进来。
16:30 yejing 机身屏的 0 和 8 重画了一版，三米外也分得清。
17:12 linwan v7 合入。这周不许再有人说“能不能再活泼一点”。`,
  'app-3': `
11:32 xiaran 配网引导的那句话定了：“请先连 2.4 GHz，名字通常不带 5G”。三语都有。
14:50 jixiaofeng 安卓提审：第一家通过了，11 分钟，快得我以为点错了。
16:18 xiaran iOS 状态变成“正在审核”。大家把手放在桌上，别去刷新。
17:55 jixiaofeng iOS 过了！审核员没有问加德满都。
17:56 wuke 🎉
17:58 shixiaolei 我问了，加德满都今晚 20:45 月亮准时不出来。`,
  'air2-firmware': `
13:22 leiming 华硕拔来了，家里人理解了三分钟。
15:10 panshi 6 种路由齐了，手测 30 次，30 次都连上。
17:40 dingyue 1.0.1 出包，明早 20 台跑配网。谁也别往里加东西。
17:41 xuxiaobei 猫还睡着。`,
  'yunqi-complaint': `
11:48 wangyuan 刚路过哺乳室，那位妈妈又来了。她说卡片是手写的，她收着了。
11:50 qulin 🥹 谢谢王经理告诉我们。
15:33 wangyuan 法务看完了，合同只剩一处错别字：你们把“云栖”写成了“云溪”。
15:35 gongqi 对不起！已改，全文又搜了三遍。
16:02 wangyuan 好，过会我带这一版。`,
  'store-hubin': `
15:12 yaoyao 消防复检过了！检查员说灭火器标签贴得比他家冰箱贴还齐。
15:40 hongyan 预约开了 12 分钟，首日 300 个名额满了，候补 140。
16:55 hongyan #granny 宁波那位阿姨答应剪彩，只提了一个要求：剪刀要能带走。
16:57 chenyu 给她两把。
17:30 luxiao 店员加练了一遍三个问题，连隔壁奶茶店的小哥都会背了。
19:40 linwan 在店里看灯。橱窗偏冷一点点，就让它冷，像早上七点是对的。`,
  'campaign-anniversary': `
11:36 duyue 支付恢复，投放从三成拉回七成，看 20 分钟再全开。
11:58 duyue 全开了。
14:20 xiongke 那片两年没换的滤芯出镜了，弹幕全是“我现在就去看我家的”。滤芯单量翻了三倍。
14:22 tianmu 倒计时页已就位，“安静会来”四个字，评论区有人拿去当签名。
18:10 duyue Air 1 还剩 512 台，明天中午前能清完。`,
  dashboard: `
11:30 ruanmin 漏斗更新：地址那一步从掉 23% 降到 9%，砍掉一步比写十条文案管用。
15:15 zhoujiayi 发布页全量后预约 +1,120，大屏上三个数都在跳，没有饼图。
15:17 lubo 我承认，没有饼图也挺好。
17:00 duyue 型号对比页改版后，“选错重下”的退订今天只有 3 个，之前平均 11 个。`,
  'release-train': `
16:58 guminglang 关车门，5 个改动，没有一个姓支付。
19:30 caoyang 2.32 发车。
19:46 caoyang 完成，16 分钟，又破纪录了。
19:48 zhouye 今晚可以睡了。`,
  oncall: `
13:45 yandong 午后无告警。
16:10 heqing INC 关了，告警交还给我。严冬辛苦，晚饭我请，食堂。
16:11 yandong “老样子”。`,
  'security-review': `
11:08 priya Rollback done, 38 of 38 on production. Breakfast was excellent, thank you.
15:26 chenyu 三句人话已经放进问答，第三句放第一。
15:28 priya People will clap. You will see.`,
  freight: `
11:28 qiping 最慢那家 11:22 到了。
17:46 niuben 到货进度：186 / 186。今天的异常：0。
17:47 yuelin 这一天值得记下来。`,
  'all-hands': `
11:30 tangjing 支付已恢复，所有订单完好。谢谢大家忍住没问。
15:05 chenyu 发布页全量上线了。倒数第九天，一切如常，这就是最好的消息。
15:07 chengyuanshan 先谢处理的人。今晚食堂的面我请，“老样子”。`,
  newcomers: `
14:40 fangzhixia 刚才旁听了一场面试，一句话没说，写了三个问题，手都写酸了。
15:30 fangzhixia 最想问的是：您处理过的投诉里，哪一个其实是对方帮了您？夏然说这个问题她要偷走。
16:48 ningke 工厂日名额只剩 3 个了，想看老李卸货的抓紧。
17:50 fangzhixia 奶奶回我语音了，说“房间按常用排，对的，跟碗柜一个道理”。`,
  'it-desk': `
11:10 bili 302 的投屏又测了三遍，三台电脑都通，包括一台 2015 年的。
13:50 bili 5 楼打印机换了标签，“这一面朝上”，四个方向都贴了。
14:25 laixi 给主持人的分享链接延到上市后两天了，口令没变。
16:36 bili 今天第一个“没插好”出现了，比昨天晚 40 分钟，大家有进步。`,
  badminton: `
16:12 heqing INC 收了，我来。
16:13 niuben 位置一直给你留着。
17:30 gejun 袜底酥到了，先到先得
21:05 niuben 今天最佳：何清，闭着眼扣了三个。
21:08 songyi 我作证，真的闭着。
21:15 baoxin 场地费已收齐，没有点名的必要，历史性的一天。`,
}

/** The same of the direct chats, by the other person. */
export const todayDirect: Record<string, string> = {
  xuzhiyuan: `
11:35 chenyu 含税价补好了，发你审批单里了。
11:38 xuzhiyuan 收到，王姐那边我去说。
17:50 xuzhiyuan 186 家全亮。兄弟，生煎，今晚。`,
  zhouye: `
13:30 zhouye 说了，“可以”。
13:33 chenyu 等这两个字等了一天。
19:52 zhouye 车也发完了。今天到此为止，你也是。`,
  linwan: `
16:10 chenyu 去，下班湖滨店见。
16:11 linwan 带件外套，橱窗那头风大。
21:20 linwan #lamps 灯看完了。你没看错，像早上七点。`,
  heqing: `
15:50 chenyu 调休单批了，好好睡。
16:15 heqing 谢谢陈哥，球场见。`,
  fangzhixia: `
11:10 chenyu 可以说，奶奶不算外人。
11:12 fangzhixia 太好了！！`,
  suhe: `
15:30 suhe 最后一页那位妈妈的话，字再小一点，让人凑近看。
15:41 chenyu 改了。`,
}

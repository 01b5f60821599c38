import { scenes } from '../../media/index.ts'
import { keys, transcript } from '../../transcript.ts'
import type { DemoGroup } from '../../types.ts'

/** Freight that is late, lost or wet. */
export const freight: DemoGroup = {
  key: 'freight',
  name: '物流异常跟进',
  owner: 'niuben',
  muted: true,
  unread: 5,
  members: keys('niuben qiping yuelin jiangbo liuyan duyue hongyan xiaqing tom chenyu gejun hexiaoman'),
  messages: transcript(`
D-21
08:20 qiping 沪昆高速浙江段大雾封路，3 车在途：华南两车、江西一车，预计晚 6 小时。
08:24 hexiaoman 广州那车里有天河店开业的货吗？
08:26 qiping 有，24 台样机。下午 4 点前到不了，晚上 9 点能到。
08:30 hexiaoman 那我让店里留人，你给司机我的电话。
20:52 hexiaoman 到了，司机师傅还帮忙抬上二楼，买了杯凉茶给他。
D-19
10:15 yuelin 嘉定仓 A3 货架漏雨，湿了 11 箱 Air 1 滤芯，外箱湿内袋没破。
10:18 niuben 拍照、隔离、不发货。报保险，别晾干了当没事。
10:39 yuelin #list 受潮滤芯清单.xlsx
10:40 yuelin #wet 照片和清单传了，屋面师傅 14:00 到。
16:33 yuelin 屋面补好，浇了 20 分钟水试过，不漏。
D-17
14:02 xiaqing 3 个用户说收到的箱子角破了，都是同一个快递站，苏州园区二站。
14:10 qiping 查了，那个站换了分拣线，落差 90 厘米。我约站长明天看现场。
D-16
11:40 qiping 现场看了，滑槽末端加了缓冲垫，站长说一直没人跟他讲过。
11:42 niuben 很多异常都是没人讲。这站观察一周。
D-14
09:08 jiangbo 上市铺货计划：T-3 前 186 店到齐，总 7,440 台，另外 2,000 台压仓。
09:15 niuben 分 5 波，先远后近：东北西北、西南、华南、华北、华东。
09:21 qiping 华东 92 家最后两天送完，每天 46 家，12 台车，刚好。
09:23 niuben 刚好就是不够，备 2 台。
D-10
15:33 duyue 平台仓拒收 40 箱，说外箱条码印在了封口胶带下面。
15:36 yuelin ……新来的同事贴胶带特别认真，把条码一起封住了。
15:41 yuelin 已做贴标示意图，胶带和条码距离 5 厘米。拒收的 40 箱今晚换好重送。
D-9
08:55 duyue 收了。
D-8
16:05 tom Question from Rotterdam: the rail container needs a battery declaration because of the remote control. Who can sign it?
16:12 niuben 我来签，纽扣电池走豁免条款，UN3091 那一栏写明已装入设备。
16:20 niuben Signed, sent to you by mail.
16:22 tom Received, customs likes it. Thank you, Ben!
D-7
18:12 gejun 第 73 家，同里的店，门口是石板桥，货车进不去。
18:15 qiping 有多宽？
18:16 gejun 一辆三轮车。
18:18 qiping 安排三轮车，最后 300 米。古镇模式。
D-6
11:30 gejun 三轮车到了，师傅唱着歌进来的，40 台一台没磕。
D-5
07:50 liuyan 昆山今天下线 860 台，比计划多 40，谁有车？
07:58 qiping 下午返程车捎 40 台到嘉定，不加钱。
D-3
22:10 qiping 长沙中转站爆仓，第二波西南 9 车压在外面。
22:14 niuben 改从武汉走，多 210 公里，少等 14 小时。
22:15 qiping 已改 7 车，2 车已经卸了，等明早。
D-2
09:30 qiping 7 车过了武汉，预计都比原计划早 2 小时。
12:11 qiping 长沙那 2 车也装上了，晚半天，影响贵阳 3 家店，已电话店长。
D-1
17:26 niuben 到货进度：186 店到 131，剩 55 家里 46 家在华东，今明两天。@{chenyu} 清单那项我先不打勾，全到再打。
17:30 chenyu 同意，全到再打。
D-0
07:40 qiping 今天华东 46 家，14 车全部发出，最后一车 7:36。
08:30 yuelin 嘉定仓压仓 2,000 台点数完成，2,000。
09:05 hongyan 湖滨店 9 点整收到，箱子干净，比上次好。
09:27 qiping 高架事故，堵住 2 车，影响徐汇 3 家店，晚 1 小时以内。
10:14 qiping 2 车脱困，最慢那家 11:30 前到。
`),
}

/** The anniversary sales campaign. */
export const campaign: DemoGroup = {
  key: 'campaign-anniversary',
  name: '周年庆指挥部',
  owner: 'duyue',
  members: keys(
    'duyue jiayi xiongke miaomiao chenyu tianmu xuzhiyuan qulin xiaqing zhuxi ruanmin jiangbo qianduo panwei',
  ),
  messages: transcript(`
D-22
10:00 duyue 周年庆目标：Air 1 清库存 8,200 台，Air 2 只做预约不打折。两条线的话术不许混。
10:03 jiayi Air 1 到手价多少？
10:06 duyue 1,099，送一片滤芯。底线 1,049，低于这个数要 @{chenyu} 和财务点头。
10:08 qianduo 1,049 毛利 11.2%，再低就是请客。
10:10 xiongke 直播间我想要一个“只有我这儿有”的东西，价格不用低。
10:14 tianmu 联名滤芯罩？社区投票第一名的那个“猫耳”，成本 9 块。
10:15 xiongke 猫耳！我要 3,000 个。
10:18 jiangbo 模具有，7 天出 3,000。
D-18
20:05 xiongke 试播 2 小时，卖 214 台。观众问最多的：Air 1 和 Air 2 差在哪，值不值得等。
20:08 chenyu 照实说：卧室、怕吵，等 Air 2；客厅、预算 1,100 以内，现在买 Air 1 正好。
20:10 xiongke 照实说居然成交更好，后半场转化 3.1% → 4.6%。
D-15
11:22 miaomiao 投放三天：信息流 ROI 1.9，搜索 4.2，达人 3.3。建议信息流减半，挪到搜索。
11:25 duyue 挪。搜索词里“除猫毛”单独建一组。
11:27 miaomiao 已建，“除猫毛”点击成本才 0.8。
D-14
15:40 zhuxi 主会场图三张，A 促销风，B 安静风，C 有猫。
15:41 jiayi C。
15:41 xiongke C。
15:42 duyue 你们都不看 A 和 B 的吗？好吧 C。
D-12
09:16 ruanmin 预热第三天：加购 9,870，收藏 21,300，加购转付款预计 31%。
09:20 duyue 那大概 3,060 台，离 8,200 还远，要靠爆发期。
D-10
00:05 duyue 开门红第 5 分钟：611 台。
00:20 duyue 1,508。
00:31 panwei 小程序下单 P95 620 ms，稳。
01:00 duyue 首小时 2,733，去年 1,190。大家轮流睡，别都熬。
01:02 xiaqing 客服排队 4 个，平均等 18 秒，没问题。
08:30 ruanmin 首日 8 小时 4,412 台，猫耳罩送出 1,960 个。
D-7
13:13 xiongke 猫耳快没了，剩 310。社区有人拿猫耳给真猫戴，视频 40 万播放。
13:15 qulin 视频作者我联系上了，送一台 Air 2 优先体验名额，他愿意拍续集。
13:17 jiangbo 再补 2,000 个猫耳，5 天。
D-5
10:44 jiayi 竞品降到 999 了，跟不跟？
10:47 chenyu 不跟。我们加“滤芯提醒 + 上门换芯一次”，成本 22 块，用户感知 100 块。
10:49 duyue 上门换芯有运力吗？@{xiaqing}
10:55 xiaqing 一线 12 城可以，其他城寄芯加视频指导。
10:57 duyue 就这么上。
D-3
19:30 ruanmin 累计 6,905。上门换芯的加入后转化比前天高 0.7 个点。
19:33 duyue 竞品 999 那台，评价里全是“吵”。
D-2
11:05 miaomiao “除猫毛”那组 ROI 到 6.8，全公司最高。猫才是第一生产力。
D-1
16:20 duyue Air 1 还剩 804 台，照速度后天清完。Air 2 预约入口明天换成倒计时。
21:27 duyue 支付异常期间直播引流降一半了，影响约 90 单，已记。
22:40 xiongke 直播间恢复正常引流，跟观众解释“刚才付款慢，钱在就订单在”，没有人骂。
D-0
09:10 duyue 今天 11:00 支付侧回滚，10:50–11:30 投放降到三成，直播间讲滤芯科普，不催单。
09:14 xiongke 科普我擅长，准备了一片用了两年的滤芯，像一块地毯。
09:18 jiayi 好恶心，好想看。
10:06 tianmu 倒计时页图好了，14:00 跟发布页一起切。@{chenyu} 文案是“还有 9 天，安静会来”，行吗？
10:09 chenyu 行。“安静会来”很好。
10:22 ruanmin 上午退订 14，昨天同期 17，支付问题没有带来退订。
`),
}

/** A new store opens. */
export const storeOpening: DemoGroup = {
  key: 'store-hubin',
  name: '杭州湖滨店开业',
  picture: { name: '门头.jpg', svg: () => scenes.storefront() },
  owner: 'hongyan',
  unread: 2,
  members: keys('hongyan luxiao taoran xuzhiyuan yaoyao cuijie yejing linwan xunyi hualei chenyu qulin mupeng'),
  messages: transcript(`
D-29
10:10 hongyan 湖滨店，86 平，下个月开。开业日定在 Air 2 上市同一天 10:00，发布会直播在店里放。
10:13 luxiao 卢晓报到，店长，前三年在观前店。店员到位 5 个，还差 2 个。
10:15 mupeng 2 个本周面，昨天筛了 6 份简历。
10:20 yaoyao 商场要求围挡图 D-20 前报审，主色不能大面积用白。
10:24 yejing 那用深青底，白字，呼吸灯那条线做成围挡的缝。
10:26 xuzhiyuan 有画面了。
D-25
15:01 taoran #plan 湖滨店平面图 v3.pdf
15:02 taoran 现场量了：主墙 4.2 米，柱子比图纸胖 8 公分，体验舱要缩一点。
15:06 yejing 体验舱 2.4 → 2.3 米，隔音棉加厚，里面要听得出差别。
15:08 luxiao 里面噪音目标多少？
15:10 yejing 25 分贝以下，不然 Air 2 的 19 听不出来。
D-20
17:40 yaoyao 围挡审批过了，物业经理问缝里的灯能不能别闪，怕有人以为坏了。
17:42 yejing 那是呼吸……改成常亮。
D-16
09:33 xunyi 网络：两条线路，主 500 M，备 5G。POS 断网可离线 8 小时。发布会直播走主线，单独划 100 M。
09:36 luxiao 观前店那次断网我还记得，备线一定要先演练。
09:37 xunyi T-4 晚闭店后拔主线演练。
D-13
14:14 mupeng 2 个店员定了，一个之前在眼镜店，一个在茶馆。
14:16 luxiao 茶馆好，会听客人说话。
D-11
11:05 luxiao 培训第一天：不背参数，先学问三个问题，房间多大、谁住、几点睡。
11:08 xuzhiyuan 这三个问题全国推广，我来写。
D-8
16:30 taoran #cabin 体验舱装好，测了 24.1 分贝。关门那一下，所有人都不自觉放低了声音。
16:33 chenyu 这就是我们要的体验，谢谢陶然。
D-6
10:20 hualei 开业花篮不要了对吧？上次观前店花篮的花粉把净化器都吹到最高档。
10:22 luxiao 对！一盆都不要。
10:23 hualei 改成 6 盆绿萝。
D-5
13:50 cuijie 商场活动部问开业有没有排队方案，怕堵住隔壁奶茶店。
13:55 hongyan 预约制，半小时 30 人。跟奶茶店谈了，排队的人一人一张 5 元券，他们比我们开心。
D-3
20:15 xunyi 网络演练：拔主线，4 秒切 5G，POS 没断，直播卡 1 秒。
20:16 luxiao 鼓掌。
D-2
11:45 qulin 首日邀请 40 位老用户，已回 33。有一位要坐高铁从宁波来，她家 Air 1 用了四年。
11:47 luxiao 给她留体验舱第一位。
D-1
17:20 taoran #shelves 陈列改了最后一版，价签朝外、高度统一 92 公分。等样机。
17:25 hongyan 样机明早 9 点。
18:03 luxiao #lights 橱窗灯光今晚试亮，路人一小时停下来 26 个，比隔壁首饰店多 2 个，他们数了我们也数了。
18:06 luxiao #murmur （语音）
18:09 hongyan #heard 听完了，别哭，开业那天再哭。
D-0
09:02 luxiao #arrived 样机 9:00 到，开箱 8 台，全部通电正常。
09:15 taoran 摆好了。柱子那边我多放了一台，胖的 8 公分正好挡住线。
09:31 yaoyao 消防复检约了今天 15:00，需要灭火器年检标签的照片。
09:34 luxiao 拍了，都在有效期内。
10:03 yejing 橱窗主视觉终稿已换成锁定版，大家看下色温，我这边屏幕偏暖。
10:12 luxiao 现场看偏冷一点点，像早上七点。我喜欢，@{chenyu} 你定。
10:25 hongyan #ribbon 还差一件事：开业那天谁剪彩？@{chenyu} 我提议宁波来的那位老用户。
`),
}

/** The budget of the next quarter. */
export const budget: DemoGroup = {
  key: 'budget',
  name: '下季度预算',
  owner: 'qianduo',
  members: keys('qianduo baoxin dourui tangjing chenyu zhouye linwan xuzhiyuan zhanghuai wenrong leiming maya yanxi'),
  messages: transcript(`
D-19
10:00 qianduo 下季度预算表开放：fin.qingyu.example/next-quarter。每行三件事，金额、为什么、不花会怎样。第三栏空着的行我会直接划掉。
10:06 linwan “不花会怎样”写“不好看”可以吗？
10:07 qianduo 可以写，写完我划。
10:09 linwan 那我写“体验店改造延期，错过换季客流”。
10:10 qianduo 这个好。
D-17
16:21 baoxin 汇总第一版：申请合计 4,870 万，盘子 4,200 万，差 670 万。
16:24 dourui 不平均砍。先看哪些是买时间，哪些是买面子。
16:26 tangjing 支持。每个部门自己先排序，最后 15% 标黄。
D-14
11:00 zhouye 平台 612 万，黄的 80 万：新监控系统。不花的话，继续人肉看三块屏。
11:02 leiming 硬件 1,340 万，黄的 190 万：第二间消声室。不花的话，每款产品排队 9 天。
11:05 xuzhiyuan 渠道 1,180 万，黄的 210 万：下沉市场试点 12 店。
11:08 zhanghuai 供应链 520 万，黄的 60 万：昆山第二台自动贴标机。
11:12 wenrong 客服 330 万，黄的 40 万：夜班扩到凌晨两点。
11:15 maya EMEA 410万, yellow 55万: the second pop-up, in Lisbon. Without it: Portugal waits another year.
11:20 chenyu 产品 210 万，黄的 30 万：用户入户研究从 24 户扩到 60 户。
D-11
14:40 baoxin 黄的一共 665 万，刚好补上缺口。也就是说，全砍就平。
14:43 dourui 全砍最省事，也最懒。消声室我问一句：排队 9 天，影响的是哪一天的收入？
14:50 leiming 迷你款上市会晚 9 天，按 Air 2 的首月速度，一天约 96 万。
14:51 dourui 那消声室不是黄的，是绿的。
14:53 tangjing 用同样的算法，每家再算一次。
D-8
10:30 wenrong 夜班：凌晨进线每天 46 个，其中能当场解决的 31 个，白天再打回来的成本每个 14 元。一季度 3.9 万，远低于 40 万。我撤。
10:32 dourui 谢谢，这是今天最舒服的一条。
10:36 zhouye 监控：去年因为发现晚造成的损失 138 万，80 万值得。
10:41 xuzhiyuan 12 店我改成 6 店，105 万，先验证再说。
10:44 maya Lisbon can share the Milan furniture. 55 becomes 22.
10:46 chenyu 入户从 60 改到 36 户，12 万。
D-6
15:15 baoxin 第二版：4,262 万，差 62 万。
15:18 zhanghuai 贴标机 60 万我改成租，每季 9 万，先租。
15:19 baoxin 差 11 万。
15:21 linwan 品牌年会片子自己拍，省 12 万。剪辑我来，演员是你们。
15:22 qianduo 平了！
15:23 tangjing 演员名单里有我吗？
15:24 linwan 您演总裁。
15:24 tangjing 本色出演，不要钱。
D-3
09:50 dourui 过会通过，4,199 万。有一条附加：每月 5 号对一次“不花会怎样”，看看当时是不是吓唬我。
09:52 qianduo 已建提醒。
D-1
17:10 baoxin 各部门科目今天锁，报销系统明早 8 点切换。旧科目的单子今天下班前提完。
17:12 qianduo 每次都有人下班后 3 分钟来找我，今年会是谁呢？
18:33 leiming ……我。
18:34 qianduo 又是您。给您开了 10 分钟。
D-0
09:05 baoxin 系统已切换，第一张单 8:02，陈屿的用户研究礼品 3,600。
09:07 qianduo @{chenyu} 手速可以。礼品要附领取签字表，别忘了。
09:10 chenyu 签字表是单子第 2 页，防着你呢 😄
09:11 qianduo 通过。
`),
}

/** Contracts, claims and compliance. */
export const legal: DemoGroup = {
  key: 'legal-review',
  name: '合同与合规评审',
  owner: 'fangyan',
  members: keys('fangyan gongqi luoyi chenyu linwan duyue fengli gejun xuzhiyuan maya jonas gaoyichen tianmu'),
  messages: transcript(`
D-20
09:40 fangyan 上市前所有对外文字过这里，24 小时内回。红线三条：绝对化用语、没有依据的数字、没有授权的肖像和字体。
09:44 linwan 字体授权清单我先交：3 款商用字体，全公司授权到后年。
09:46 luoyi 收到，缺一款，详情页里有个手写体。
09:50 linwan ……那是朱夕自己写的字。
09:51 luoyi 那请朱夕签一份授权，形式上的。她会有一点稿费。
09:52 linwan 她现在很开心。
D-18
14:30 tianmu “史上最安静”能用吗？
14:31 luoyi 不能。
14:31 tianmu “可能是最安静的”？
14:32 luoyi “可能”救不了“最”。
14:35 tianmu “最低档 19 dB(A)，实测”。
14:36 luoyi 可以，脚注写测试条件和报告编号。
14:38 gaoyichen 报告编号 QYL-A2-0118，条件：距机身 1 米，背景 16.2。
D-16
11:12 gongqi 恒立采购合同有一条不对等：我们迟付日万分之五，对方迟交只有万分之一。
11:15 fengli 谈到对等，都万分之三。
11:40 fengli 韩总同意了，顺便夸我们法务看得细。
D-13
16:05 jonas May I quote a tester from Stockholm who wrote us an e-mail? She sounded delighted.
16:10 luoyi With written consent, first name only, and she must be told where it appears.
16:12 jonas Asking her now.
D-12
09:20 jonas She agreed and asked whether her dog may be named as well. The dog is called Pixel.
09:22 luoyi Dogs have no portrait rights. Go ahead.
D-10
10:55 duyue 达人合同里“不得对比竞品”，但他自己想对比，算谁的？
11:02 gongqi 我们付费的内容就算我们的。可以比参数，要同条件同日期，有来源；不能说别人差。
11:04 duyue 我转给他原文。
D-8
15:00 luoyi 商标：“青屿 Air 2” 三类已公告；“安静会来”建议申请，两个类别约 600 元。
15:03 chenyu 申。
D-6
13:33 gongqi 云栖补充协议终版：响应超时减免 20%，许总已批。附件二噪音标准待客户法务。
13:36 gejun 王经理说附件二大概两天。
D-5
17:17 tianmu 预约页的“定金不退”有用户投诉。
17:20 fangyan 改。“定金 50 元，上市前可全额退；上市后按规则抵扣”。显示在按钮上方，字号不小于 12。
17:24 tianmu 已改，顺带把之前 3 个投诉的退了。
D-3
10:10 luoyi 隐私政策 4.0 定稿：设备数据、房间名、删除时限。阅读时间从 14 分钟缩到 5 分钟。
10:14 chenyu 5 分钟的隐私政策，值得发条朋友圈。
10:15 fangyan 别发，发之前过这里。
D-2
16:44 maya The Portuguese distributor wants exclusivity for three years.
16:50 fangyan One year, with volume: 2,500 units, otherwise it lapses. Draft in English tomorrow.
16:51 maya They will grumble and sign.
D-1
14:05 gongqi 葡语区草案已发 Maya，两页半。
14:20 maya Two and a half pages! My old company needed thirty-one.
17:38 luoyi 今天共审 14 份：通过 11，修改 2，退回 1。退回的是“呼吸自由，自由呼吸，永远第一”。
17:39 tianmu 是我，我就试试。
D-0
09:18 luoyi 支付延迟的对外说明我看过：“个别订单确认时间延长，款项与订单不受影响”，属实，可以发。
09:25 chenyu 谢谢，这句 11:30 回滚完再决定发不发。
09:50 gongqi @{chenyu} 讲稿 v5 第 21 页“行业首创双风道”，依据是哪份检索报告？没有的话今天改成“双风道设计”。
10:13 gaoyichen 检索报告里有一篇 2016 年的日本专利，首创不能用。改吧。
10:15 chenyu 已改成“双风道设计”。@{linwan} 第 21 页重排一下，字少了两个。
10:18 linwan 少两个字反而居中了，好看。
`),
}

import { keys, transcript } from '../transcript.ts'
import type { DemoGroup } from '../types.ts'

/** Hiring for the product team. */
export const hiring: DemoGroup = {
  key: 'product-hiring',
  name: '产品部招聘',
  owner: 'raojing',
  members: keys('raojing mupeng chenyu xiaran gaoyichen zhoujiayi suhe tongxin yanxi fangzhixia'),
  messages: transcript(`
D-28
10:20 raojing 本季度产品部 3 个 HC：设备互联产品经理、商用场景产品经理、应届 1 名。JD 在 hr.qingyu.example/jd-product
10:24 chenyu JD 里“抗压能力强”删掉。压力大是我们没安排好，不是候选人的优点。
10:26 raojing 删了，换成什么？
10:27 chenyu “能把一件事说清楚，也能把它停下来”。
10:30 suhe 这句好，我们内部也用得上。
D-24
15:40 raojing 互联岗收了 87 份，筛出 12 份，名单贴文档了。
15:44 xiaran 第 4 份我认识，前同事，写的文档能当睡前读物那种清楚。
15:45 mupeng 认识就回避一面，你面别人。
15:46 xiaran 应该的。
D-21
18:10 gaoyichen 面了第 7 位，问他怎么判断一个功能该删，他讲了 20 分钟一次失败，特别具体。推荐。
18:12 zhoujiayi 我面的第 2 位，所有例子都是“我们团队”，追问三次也没有“我”。待定。
D-19
11:30 raojing 应届岗的题：请观察家里任何一台电器一周，写一页。收到 41 份。
11:42 chenyu 41 份我都看了，有一位写她奶奶用遥控器贴了三张胶布，每张代表一个“能按”的键。这位一定要见。
11:44 raojing 方知夏，约了明天。
D-18
16:05 chenyu 见了。问她为什么是三个键，她说奶奶其实只用两个，第三个是留给客人的。
16:07 suhe 要了。
16:08 raojing 走流程！
D-15
14:14 mupeng 方知夏的 offer 已接，两周内到岗，导师谁？
14:16 xiaran 我来。
D-12
10:02 raojing 互联岗终面两位：第 4 位、第 7 位。
17:20 tongxin 第 4 位的作业做得漂亮，但配网失败那页没有出路，用户停在那儿了。
17:24 gaoyichen 第 7 位作业朴素，每个失败都有下一步。
17:31 suhe 第 7 位。漂亮可以学，给人留出路是习惯。
17:32 chenyu 同意。第 4 位请认真写一封反馈，别用模板。
D-11
09:50 raojing 反馈信写好了，夏然和童心改过一遍，已发。
13:20 raojing 第 4 位回信说，这是他收到过最有用的拒信，问明年能不能再来。
13:21 chenyu 当然。
D-8
16:40 yanxi 第 7 位薪资超了带宽 6%，要特批。
16:43 chenyu 我从外包预算里挪，写了说明。
16:50 yanxi 批。
D-5
09:30 fangzhixia 大家好，我是方知夏，今天入职，多谢大家在这个群里聊过我，我假装没看见上面的记录 😳
09:31 raojing 糟糕，忘了把新人拉群会看到历史。
09:33 chenyu 都是好话，随便看。胶布那页能让我放进部门墙上吗？
09:35 fangzhixia 奶奶会很得意的。
D-3
15:15 raojing 商用岗很难，面了 5 位，懂商用的不懂用户，懂用户的没见过商场后勤。
15:22 chenyu 我想到一个人，云栖项目里那种思路的。别挖客户，找类似背景：商场运营转产品。
15:25 raojing 方向换了，明天给你 5 份。
D-1
11:11 raojing 商场运营背景 5 份里有 2 份很亮，其中一位管过 14 个商场的空调和投诉。
11:14 chenyu 管投诉的那位先约。
17:45 mupeng 第 7 位签了，叫程乐，30 天后到岗，他问上市前能不能先来看一眼发布会。
17:47 chenyu 给他一张观众票，签保密。
D-0
09:20 raojing 管投诉的那位约在后天 10:00，@{chenyu} 可以吗？她只有上午。
09:28 chenyu 可以，让夏然一起。
10:11 fangzhixia 我能旁听吗？我想学怎么提问。
10:13 xiaran 能，规矩是一句话不说，但要写下你想问的三个问题，结束给我看。
`),
}

/** User research. */
export const research: DemoGroup = {
  key: 'user-research',
  name: '用户研究室',
  owner: 'maxiaotong',
  members: keys('maxiaotong chenyu xiaran gaoyichen tongxin liangyu qulin jichun songyi tianmu suhe fangzhixia aiko'),
  messages: transcript(`
D-27
09:30 maxiaotong 入户研究开始，第一轮 12 户，上海 5、苏州 3、合肥 4。主题：半夜，谁会碰净化器？
09:33 songyi 我押：没人。
09:34 liangyu 我押：猫。
D-24
20:15 maxiaotong 第 1 户：夫妻俩，一个怕热一个怕吵，净化器档位一晚上换了 5 次，都以为是自动的。
20:18 xiaran 互相以为是自动的？这是婚姻题不是产品题。
20:20 maxiaotong 第 2 户：奶奶每晚 9 点把插头拔掉，“省电”。一年省 3 块 8。
20:22 gaoyichen 所以滤芯寿命一直不准，断电就没计时。
20:25 chenyu 拔插头这件事要支持，不要教育她。计时改成按累计运行，断电记住。
D-22
11:20 maxiaotong 第 3、4 户：都把显示屏用胶带贴住了，太亮。
11:22 tongxin 夜间屏亮度最低 2 尼特，竟然还亮？
11:25 maxiaotong 不是屏，是 Wi-Fi 指示灯。蓝色，特别蓝。
11:27 gaoyichen ……改暖白，夜里全灭。固件能做，今天提。
D-19
17:40 maxiaotong 第一轮 12 户结束。半夜碰净化器的：人 7 户，猫 4 户，没人 1 户。
17:41 liangyu 猫有 4 户！我赢了吧？
17:42 songyi 我也有 1 户，不算输。
17:50 maxiaotong 猫按的都是顶部触摸键，因为出风口暖和，它们喜欢睡上面。
17:52 chenyu 童锁改名“童锁 / 宠物锁”，默认夜里自动上锁。
D-16
14:05 qulin 社区发起“你家谁在碰净化器”，一晚上 620 条，猫的照片 411 张。
14:07 suhe 411 张都给我看看。为了工作。
D-14
10:30 aiko In Japan people put the purifier next to the shoes. Could we study entrances, too? Six homes, I can find them.
10:33 maxiaotong Yes please! I'd love shoe cabinets. What do they expect it to do there?
10:35 aiko Smell, then pollen. And it must be slim, the corridor is 85 cm wide.
D-11
16:10 jichun 论坛挖出 38 条“吵”的投诉，分类：低频嗡 17、档位切换突兀 14、半夜自动加速 7。
16:14 songyi 低频那 17 条多半是放在木地板上，共振。送一块 3 mm 的垫子就好。
16:16 chenyu 成本？
16:17 songyi 6 毛。
16:18 chenyu 进包装，Air 2 每台一块。
D-9
13:45 maxiaotong Air 2 样机入户 6 户，第一晚反馈：5 户说“忘了它在”，1 户说“是不是坏了”。
13:47 gaoyichen “是不是坏了”怎么解？太安静也是问题。
13:50 tongxin 睡前那一下，灯像呼出一口气，让人知道它还在。就是莫然那个动效。
13:51 suhe 声音没了，用光打招呼。好。
D-6
19:20 maxiaotong 第 5 户的小朋友给 Air 2 取了名字，叫“阿静”。
19:21 tianmu 阿静！可以当社区吉祥物吗？
19:23 maxiaotong 我问了她，她说要一个贴纸作为交换。
D-4
10:10 fangzhixia 我跟了一户，记了 14 条，最意外的是：家里 5 个遥控器，净化器那个在微波炉上。
10:12 maxiaotong 记得很好。“在微波炉上”比“不常用”有用一百倍。
D-2
15:00 maxiaotong 第二轮计划：36 户（预算刚定），加 6 户日本玄关。招募链接 ux.qingyu.example/join
15:04 jichun 社区已报名 204 户，@{maxiaotong} 怎么选？
15:06 maxiaotong 先选“用不好的”，别选粉丝。
D-1
16:25 maxiaotong 6 户样机第 8 天：忘了它在的 6 户，全部。那户说“坏了”的，现在说“哦它呼吸呢”。
16:30 chenyu 这句想放进讲稿最后一页，征得同意了吗？
16:33 maxiaotong 同意了，她希望署名“一位睡得很好的妈妈”。
D-0
09:35 maxiaotong 贴纸印好了，50 张“阿静”，第一张今天寄给小朋友。
09:37 tongxin 给我留一张。
09:58 aiko The six entrances are confirmed. One of the families owns 31 pairs of shoes.
10:02 maxiaotong Then we start there.
`),
}

/** Newcomers' corner. */
export const newcomers: DemoGroup = {
  key: 'newcomers',
  name: '新人茶水间',
  owner: 'ningke',
  members: keys('ningke fangzhixia qiaoan xuxiaobei hefan liangyu yuxinyu louxin bili dongqing chenyu mupeng kongqing'),
  messages: transcript(`
D-26
09:00 ningke 欢迎新朋友！这里没有傻问题，只有没问出来的问题。老同学看到就答，答错了请客。
09:05 yuxinyu 第一问：CADR 是什么？开会每个人都说，我不敢问。
09:08 xuxiaobei 每小时送出多少干净空气，立方米。Air 2 Pro 是 560，大概 12 分钟把一间 40 平的客厅换一遍。
09:09 yuxinyu 原来这么好懂。
09:15 louxin “T 日”是哪天？
09:16 ningke 上市那天。T-9 就是还有 9 天。
D-23
12:10 hefan 食堂哪个窗口不用排队？
12:12 dongqing 3 号，11:40 前。糖醋小排是隔天有，藕是每天有。
12:13 bili 4 号的面，加蛋要说“老样子”，第一次去也这么说，会多一勺。
12:40 hefan 说了，真的多一勺。
D-20
15:33 qiaoan 我第一次发版，手抖，有什么要注意的？
15:36 hefan 深呼吸，看三个数：错误率、延迟、有没有人在群里 @ 你。
15:37 qiaoan 第三个最可怕。
20:03 qiaoan 平安，没人 @ 我。
20:04 hefan @{qiaoan} 恭喜。
20:04 qiaoan 😱
D-17
10:20 louxin 工牌丢了怎么补？
10:22 dongqing 西岸 1 楼前台，5 分钟，第一次免费，第二次 20 元，第三次我请你喝茶，聊聊人生。
D-15
14:00 ningke 新人午餐会：每月一次，抽一位老同事被提问。这次抽到陈屿。
14:05 chenyu 来了。规则是什么都能问？
14:06 ningke 工资除外。
14:10 liangyu 做过最后悔的功能？
14:14 chenyu Air 1 的语音播报。测试时全员叫好，上市一周 3,000 人问怎么关。从此相信“安静”是一个功能。
14:16 yuxinyu 哇，所以 Air 2 的口号是从失败里长出来的。
14:17 chenyu 大部分都是。
D-12
17:30 kongqing 给新同学：画图前先看 design.qingyu.example/start，颜色别自己调，我会知道的。
17:32 liangyu 她真的会知道。
D-10
11:05 xuxiaobei 苏州实验室的同学：消声室门关上后有人会耳鸣，正常，别慌，出来喝口水。
11:07 louxin 我上次在里面听到自己眨眼。
D-8
16:45 mupeng 试用期目标模板更新了，一页纸三件事。写不满没关系，写满六件的我会让你删。
D-5
09:40 ningke 欢迎方知夏！产品部，导师夏然。请按传统说一个自己的冷知识。
09:44 fangzhixia 我能分辨 6 种品牌的空调遥控器“滴”的声音。
09:45 xuxiaobei 这是超能力，产线需要你。
09:47 hefan 考你：滴——滴？
09:48 fangzhixia 那是微波炉。
D-4
18:20 fangzhixia 请问下班了大家都还在，是有事还是不好意思先走？
18:22 chenyu 没事就走。我现在就走，你看着。
18:23 fangzhixia 看到了，电梯口见到真人了。
D-2
13:12 yuxinyu 缺料模型第一次上线报的第一条是对是错，我紧张得没吃饭。
13:14 ningke 去吃 4 号面，“老样子”。
D-1
16:00 bili 提醒：今晚 22:00 升级 VPN，掉线一分钟，自动重连。不是你电脑坏了。
22:03 hefan 掉了。
22:04 hefan 好了。
D-0
09:25 ningke 下周新人工厂日，去昆山看 Air 2 下线，大巴 8:00 西岸门口，名额 20 个，还剩 7。
09:27 fangzhixia 报名！
09:27 louxin 我在昆山，给大家当导游，带你们看老李卸货。
09:29 yuxinyu 报名 +1，模型报的那条是真的！江波要请我吃饭！
09:31 ningke 全茶水间为你鼓掌 👏
`),
}

/** The move to the new office. */
export const officeMove: DemoGroup = {
  key: 'office-move',
  name: '西岸二期搬迁',
  owner: 'hualei',
  muted: true,
  unread: 3,
  members: keys('hualei dongqing xunyi laixi bili chenyu guminglang kongqing jiangwanqing mupeng leiming zhengyi jinyan'),
  messages: transcript(`
D-25
10:00 hualei 西岸二期 4 楼、5 楼验收完，搬迁分三批：设计与产品第一批，平台第二批，职能第三批。每批一个周末，周五 18:00 封箱，周一正常上班。
10:05 guminglang 上市前后两周平台别搬，机器离不开人。
10:06 hualei 记下，平台挪到上市后第三周。
10:10 kongqing 设计师的显示器要竖着运，别平放。
10:11 dongqing 每台配泡沫立箱，已订 46 个。
D-22
15:20 xunyi 5 楼网络验收，会议室 12 间，Wi-Fi 平均 410 Mbps，最差的是“听涛”，180，在承重柱后面，加一个 AP。
15:24 zhengyi 会议室名字谁起的，“听涛”里听到的是空调。
15:25 hualei 员工投票的。第二名是“会而不议”，我没敢用。
D-20
09:12 hualei 工位图 v2：move.qingyu.example/seats。想和谁坐近点，今天 18:00 前说。
09:15 guminglang 我和何清背靠背，省得喊。
09:20 kongqing 离打印机远一点。
09:22 jinyan 离打印机近一点。
09:23 dongqing 完美互补。
D-17
14:48 leiming 苏州同事来出差坐哪？
14:50 hualei 每层 8 个流动位，靠窗的 4 个留给出差的，算待客之道。
D-15
11:30 hualei 甲醛检测：4 楼 0.03，5 楼 0.04，国标 0.08。
11:33 chenyu 我们是做净化器的，公布曲线吧，别只公布一个数。
11:36 hualei 每层放了 3 台 Air 1，曲线实时挂在门口屏上。
11:37 zhengyi 这才像话，门口屏我来接。
D-12
18:02 dongqing 第一批封箱：产品与设计 61 人 214 箱。最多的一位 9 箱，其中 7 箱是书。
18:03 chenyu 是我。
18:04 dongqing 下次读电子书吧求你了。
D-11
16:40 laixi 第一批 61 台电脑到位，59 台开机正常，一台网线没插，一台电源没插。
16:41 bili 插上就好，我走了 1,100 步解决 2 个插头。
D-10
09:20 chenyu 坐下了，窗外能看到江。空气读数 PM2.5 是 6。
09:22 kongqing 打印机在 30 米外，感谢。
D-7
13:30 jiangwanqing 程总问：老楼的猫怎么办？
13:32 dongqing “保安队长”啊，它昨天已经自己走到二期门口了，800 米。
13:33 hualei 猫窝放 1 楼雨棚下，物业批了。
13:35 jiangwanqing 程总说批得好。
D-5
17:11 mupeng 母婴室在 4 楼东侧，门锁换成了从里面能锁的那种，有两位同事特地来道谢。
D-3
10:25 hualei 食堂二期下周一开，多一个面档，4 号窗口的师傅也过去。
10:26 bili “老样子”还在吗？
10:27 hualei 还在。
D-2
15:45 xunyi “听涛”加了 AP，现在 390 Mbps。
15:46 zhengyi 空调也修了，现在真的只能听到自己。
D-1
11:20 hualei 发布会当天二期 1 楼大厅开放直播，坐 120 人，先到先得。椅子已借。
11:24 chenyu 大厅的净化器提前开两个小时，展示机是 Air 2，别用 Air 1。
11:25 hualei 收到，Air 2 放 4 台。
D-0
09:00 dongqing 老楼 3 楼今天断电，冰箱里还有 11 盒东西，最早的一盒写着去年十月。
09:03 leiming 那盒是我的实验样品，不能吃！！
09:04 dongqing 已经隔离，贴了骷髅。
`),
}

/** The badminton club. */
export const badminton: DemoGroup = {
  key: 'badminton',
  name: '羽毛球社 🏸',
  owner: 'niuben',
  muted: true,
  unread: 28,
  members: keys('niuben heqing zengyi chenyu baoxin gejun songyi caoyang fengli xiongke yaoyao dongqing'),
  messages: transcript(`
D-22
12:00 niuben 本周球局：老地方 3 号 4 号场，19:00–21:00，接龙。1 牛犇
12:02 heqing 2 何清
12:03 zengyi 3 曾艺
12:05 baoxin 4 包欣。上次的场地费还差 3 个人没转，我不点名。
12:06 caoyang 5 曹洋，已转，别看我
12:06 songyi 6 宋漪，刚转
12:07 baoxin 还差 1 个。
12:09 gejun ……转了
12:20 chenyu 7 陈屿，可能晚到 20 分钟
21:15 niuben 今天最佳：宋漪反手放网，直接滚过去。她还说“抱歉，太安静了”。
D-15
12:00 niuben 接龙。1 牛犇
12:01 zengyi 2 曾艺，新拍子，28 磅
12:03 heqing 3 何清，值班，手机放场边，响了你们帮我叫暂停
12:08 chenyu 4 陈屿
12:11 yaoyao 5 姚瑶，从杭州来开会，能蹭吗？
12:12 niuben 能，蹭球不蹭饭。
21:40 zengyi 新拍子断线了。28 磅第一天。
21:41 fengli 我说什么来着，24 就够。
21:43 chenyu 今天一局没赢，但何清手机一次没响，算全队的胜利。
D-8
12:00 niuben 接龙，这周三个场。1 牛犇
12:02 xiongke 2 熊可，播完过来，带嗓子不带腿
12:04 caoyang 3 曹洋
12:06 dongqing 4 董青，新人求带
12:07 songyi 5 宋漪，我带你
12:09 baoxin 6 包欣，场地费本月结余 86 元，可以买一筒半球
12:11 niuben 半筒怎么买？
12:12 baoxin 记账的浪漫你不懂。
21:20 dongqing 原来发球不能过腰，我打了二十年野球。
21:22 songyi 明天胳膊会酸，先热敷。
D-7
09:31 dongqing 胳膊已经抬不起来，正在用左手打字
09:33 heqing 欢迎加入
D-1
12:00 niuben 明晚老地方，三个场，接龙。1 牛犇
12:01 zengyi 2 曾艺，24 磅，我服了
12:02 fengli 3 冯黎，听劝的孩子有球打
12:03 songyi 4 宋漪
12:05 dongqing 5 董青，胳膊好了
12:06 gejun 6 葛君，从苏州来，带两盒袜底酥
12:07 baoxin 7 包欣，袜底酥入公账
12:08 caoyang 8 曹洋，如果列车不发
12:10 heqing 9 何清，如果 INC 收了
12:11 niuben 9 待定，INC 优先
12:15 xiongke 10 熊可
12:18 yaoyao 这周湖滨店，去不了，替我多扣两个
12:19 niuben 好，扣在葛君那边
12:20 gejun ？？？
18:40 baoxin 球快没了，剩 5 个，谁顺路买两筒，要 77 速
18:44 fengli 我买，采购的本分，三家比价
18:52 fengli 比完了，最便宜的那家送护腕，买四筒
18:53 baoxin 预算只有两筒
18:54 fengli 另两筒我垫，季度底再还
18:55 baoxin 财务同意
21:30 niuben 何清在处理故障，给他留位置
D-0
08:50 niuben 今晚照旧，有人问何清来不来
08:55 zengyi 他眼睛是红的，打也是闭着眼打
08:56 songyi 闭着眼也比我扣得准
09:10 caoyang 列车只发非支付域，我 20:00 到
09:12 gejun 袜底酥已上高铁
09:13 dongqing 我带热敷贴，一人一片
09:40 heqing 收了就来。拍子在车上。
`),
}

/** The all-hands group. */
export const allHands: DemoGroup = {
  key: 'all-hands',
  name: '青屿全员群',
  owner: 'jiangwanqing',
  members: keys(`jiangwanqing chengyuanshan tangjing suhe chenyu zhouye linwan xuzhiyuan zhanghuai wenrong dourui maya yanxi
    hualei dongqing xunyi ningke leiming heqing aiko jonas fangyan qulin guojian luxiao niuben priya liuyan xiaqing songyi
    gejun fangzhixia tianmu`),
  messages: transcript(`
D-28
09:00 jiangwanqing @{all} 本月全员会改到今天 16:00，西岸 1 楼大厅，异地同事走直播 live.qingyu.example/all。
17:20 chengyuanshan 会上没答完的一题：为什么我们只做三款机器。因为每一款都会在别人卧室里待十年，做多了，照顾不过来。
17:25 liuyan 昆山 80 个人在食堂一起看的，这句大家鼓掌了。
D-25
10:30 tangjing 给大家看一个数：上季度用户主动写来的感谢信 214 封，其中 61 封点名感谢了某一位同事。信贴在食堂墙上。
10:41 xiaqing 林小雨有 9 封！
10:43 wenrong 她说她只是让用户把话说完。
D-21
11:00 yanxi @{all} 年中评估明天开始，自评不超过一页。写三件做成的、一件停掉的。停掉的那件同样算成绩。
11:12 tianmu 停掉的可以写两件吗？我停得比较多。
11:14 yanxi 可以，我会用心看。
D-18
14:00 maya Hello everyone from Madrid! First month in which EMEA sold more refills than machines. It means people stay. Gracias to all.
14:03 chengyuanshan Refills over machines is the number I care about most. Well done, all of you.
14:10 aiko おめでとうございます！ Japan is at 0.9, we'll follow soon.
D-14
18:30 guojian 今天修了一台 2017 年的初代机，用户说不舍得换。清完灰，装回去，它又开始喘气了。照片发内网了。
18:34 suhe 初代的灯还是我画的，好丑。谢谢你们让它活着。
D-12
09:15 hualei 第一批搬迁周末进行，产品和设计的同事，封箱胶带在每层茶水间。
D-9
12:00 qulin 社区用户发起“给青屿写一句话”，第一名：“它是我家最不爱说话的家人。”
12:02 linwan 我要哭了，又想把它做成海报。
12:03 fangyan 先拿授权。
12:03 linwan 刚要说。
D-8
10:10 niuben 物流表扬一位外部伙伴：古镇的三轮车师傅，40 台机器一台没磕。锦旗已做，写什么好？
10:14 gejun “轻拿轻放，一路高歌”。
10:15 tangjing 就这个。
D-6
16:00 xunyi @{all} 钓鱼演练提醒：任何人（包括自称是我的人）都不会在聊天里问你密码。看到了请直接举报，不丢人。
16:08 priya Reporting late is fine. Not reporting is the only mistake.
D-4
09:30 ningke 欢迎本月 11 位新同事，茶水间见。冷知识环节目前的冠军可以靠“滴”声分辨空调品牌。
09:33 leiming 请她来苏州，真的。
09:36 fangzhixia 我可以的！
D-2
10:00 jiangwanqing @{all} 上市当天安排：发布会 14:00，全员可看直播；客服、物流、平台值班同事的晚饭由程总请，直接送到工位。
10:06 heqing 值班的谢谢程总。能点面吗？
10:07 chengyuanshan 能，“老样子”。
10:08 hualei 程总也知道？？
D-1
17:00 chenyu 跟大家汇报：Air 2 预约 12,480。每一个数字后面都是一间卧室。谢谢所有看得见和看不见的人。
17:04 songyi 看不见的人在消声室里点了点头。
17:06 luxiao 湖滨店在擦玻璃，也点了点头。
22:41 zhouye 今晚支付慢了一小时，影响了一些用户，问题已控制，原因明天公开写出来。抱歉。
22:50 chengyuanshan 先谢处理的人，再看原因。睡个好觉。
D-0
09:00 jiangwanqing @{all} 早。离上市还有 9 天。今天的天气：上海 PM2.5 是 38，西岸 4 楼是 5。
09:08 suhe 早。今天的提醒：累了就说，改期要说原因，做得好也要说出来。
09:30 tangjing 支付那边 11:00 有操作，请大家别在群里问进度，11:30 我来告诉大家。
`),
}

/** The IT desk. */
export const itDesk: DemoGroup = {
  key: 'it-desk',
  name: 'IT 服务台',
  owner: 'xunyi',
  members: keys('xunyi bili laixi chenyu jinyan linwan liangyu gaoyichen hexiaoman maxiaotong jonas qulin'),
  messages: transcript(`
D-23
09:05 xunyi 报修格式：在哪、什么现象、急不急。写“电脑坏了”的，我们会回“哪里坏了”，来回就是 10 分钟。
09:12 jinyan 5 楼财务，打印机一直吐白纸，急，今天要寄发票。
09:14 bili 来了。
09:21 bili 墨盒的保护膜没撕。
09:22 jinyan 我发誓我撕了……撕的是另一台。
D-21
14:40 gaoyichen 苏州，投影没声音，不急，10 分钟后开会。
14:42 laixi 10 分钟后开会算急的。右下角声音输出选 HDMI。
14:43 gaoyichen 好了！
D-19
10:18 hexiaoman 广州，VPN 连上就断，一分钟一次，中等急。
10:25 laixi 看到了，你账号在两台设备上互相踢，家里那台还开着吧？
10:27 hexiaoman 家里那台在给孩子上网课……
10:28 laixi 给你加到三台，今天起家里那台不踢你了。
D-17
16:02 linwan 文件夹 air2-kv 误删了一层，很急，非常急。
16:03 bili 别动电脑！
16:04 laixi 服务器有 15 分钟一次的快照，15:45 的。恢复中。
16:09 laixi 恢复到 air2-kv-restored，你对一下。
16:15 linwan 全都在。你们是神。
16:16 xunyi 神提醒你：删除前看一眼路径。
D-14
11:31 jonas Berlin. My calendar shows Shanghai time only, not urgent, but I was six hours early for dinner.
11:36 laixi Settings, time zone, "follow device". I switched it for you. Sorry about the dinner.
11:37 jonas It was a good dinner, just long.
D-12
08:55 bili 通知：产品与设计搬迁周末断网，周六 10:00–14:00，VPN 不受影响。
D-10
13:20 maxiaotong 入户设备录音笔 3 支，想开共享盘存音频，每户大概 2 GB，要加密。
13:26 laixi 建好了，vault 盘，只有用户研究组能看，到期 180 天自动删。
13:27 maxiaotong 我就是用户研究组全部成员。
13:28 laixi 那只有你能看。
D-8
17:44 liangyu 屏幕偏绿，设计师很难受，中等急。
17:50 bili 校色仪给你送来，5 分钟。
18:02 liangyu 校完世界都对了。之前一个月的稿子都是绿的……
D-6
15:15 qulin 社区后台登录要验证码，手机丢了，急。
15:17 xunyi 丢手机先做两件事：冻结工作账号、远程擦除。我已做第一件。
15:22 laixi 擦除指令已发，备用码到前台取，带工牌，本人。
15:40 qulin 手机在食堂找到了，已经被擦得干干净净。
15:41 xunyi 流程执行得很到位。
15:42 qulin 😭 照片有备份。
D-4
09:40 chenyu 发布会讲稿 42 MB，发邮件被退，怎么给外部主持人？不急，今天内。
09:45 laixi 用 share.qingyu.example，设 7 天过期加口令。口令走电话，别跟链接放一起。
09:48 chenyu 好了，谢谢。
D-3
16:21 xunyi 月报：工单 268，平均 12 分钟响应，一次解决 91%。最多的问题依然是“没插好”，34 单。
16:22 bili 本月步数 31 万，全是插头。
D-1
20:00 xunyi 22:00 升级 VPN，预计 1 分钟。INC 处理的同学走备用通道，不受影响。
22:02 laixi 升级完成，1,032 人自动重连，2 人没连上，已私聊。
D-0
08:45 gaoyichen 西岸 302 的投屏连不上，14:00 切流要用，不急但是必须好。
08:52 bili 去看。
09:10 bili 发射器固件旧了，升好了，另外放了一根备用线在抽屉。
09:12 gaoyichen 靠谱。
09:44 laixi @{chenyu} 你给主持人的分享链接明天过期，要不要延到上市后？
10:01 jinyan 打印机又吐白纸了，这次膜撕了，真的。
10:04 bili 这次是纸放反了。
`),
}

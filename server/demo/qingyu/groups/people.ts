import { keys, transcript } from '../../transcript.ts'
import type { DemoGroup } from '../../types.ts'
import { people } from '../people.ts'

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

/** The all-hands group. */
export const allHands: DemoGroup = {
  key: 'all-hands',
  name: '青屿全员群',
  owner: 'jiangwanqing',
  members: people.filter(({ external }) => !external).map(({ key }) => key),
  messages: transcript(`
D-28
09:00 jiangwanqing @{all} 本月全员会改到今天 16:00，西岸 1 楼大厅，异地同事走直播 live.qingyu.example/all。
17:20 chengyuanshan 会上没答完的一题：为什么我们只做三款机器。因为每一款都会在别人卧室里待十年，做多了，照顾不过来。
17:25 liuyan 昆山这边在食堂一起看的，这句大家鼓掌了。
D-25
10:30 tangjing 给大家看一个数：上季度用户主动写来的感谢信 214 封，其中 61 封点名感谢了某一位同事。信贴在食堂墙上。
10:41 xiaqing 林小雨有 9 封！
10:43 wenrong 她说她只是让用户把话说完。
D-21
11:00 yanxi @{all} 绩效评估明天开始，自评不超过一页。写三件做成的、一件停掉的。停掉的那件同样算成绩。
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

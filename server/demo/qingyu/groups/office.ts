import { keys, transcript } from '../../transcript.ts'
import type { DemoGroup } from '../../types.ts'

/** The move to the new office. */
export const officeMove: DemoGroup = {
  key: 'office-move',
  name: '西岸二期搬迁',
  owner: 'hualei',
  muted: true,
  unread: 3,
  members: keys(
    'hualei dongqing xunyi laixi bili chenyu guminglang kongqing jiangwanqing mupeng leiming zhengyi jinyan',
  ),
  messages: transcript(`
D-25
10:00 hualei 西岸二期 4 楼、5 楼验收完，搬迁分三批：设计与产品第一批，平台第二批，职能第三批。每批一个周末，周五 18:00 封箱，周一正常上班。
10:05 guminglang 上市前后两周平台别搬，机器离不开人。
10:06 hualei 记下，平台挪到上市后第三周。
10:10 kongqing 设计师的显示器要竖着运，别平放。
10:11 dongqing 每台配泡沫立箱，已订 16 个。
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
18:02 dongqing 第一批封箱：产品与设计 16 人 62 箱。最多的一位 9 箱，其中 7 箱是书。
18:03 chenyu 是我。
18:04 dongqing 下次读电子书吧求你了。
D-11
16:40 laixi 第一批 16 台电脑到位，14 台开机正常，一台网线没插，一台电源没插。
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
11:20 hualei 发布会当天二期 1 楼大厅开放直播，坐 80 人，先到先得。椅子已借。
11:24 chenyu 大厅的净化器提前开两个小时，展示机是 Air 2，别用 Air 1。
11:25 hualei 收到，Air 2 放 4 台。
D-0
09:00 dongqing 老楼 3 楼今天断电，冰箱里还有 11 盒东西，最早的一盒写着去年。
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
  folded: true,
  unread: 26,
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
12:00 niuben #round 明晚老地方，三个场，19:00–21:00
12:01 zengyi 24 磅，我服了
12:02 fengli 听劝的孩子有球打
12:05 dongqing 胳膊好了
12:06 gejun #sweets 从苏州来，带两盒袜底酥
12:07 baoxin 袜底酥入公账
12:08 caoyang 列车不发我就来
12:10 heqing INC 收了我就来
12:11 niuben INC 优先，位置留着
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
16:21 xunyi 月报：工单 96，平均 12 分钟响应，一次解决 91%。最多的问题依然是“没插好”，14 单。
16:22 bili 本月步数 31 万，全是插头。
D-1
20:00 xunyi 22:00 升级 VPN，预计 1 分钟。INC 处理的同学走备用通道，不受影响。
22:02 laixi 升级完成，104 人自动重连，2 人没连上，已私聊。
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

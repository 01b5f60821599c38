import type { DemoScene } from '../types.ts'

/** What goes on after the story: small talk of a working company, without an end. */
export const scenes: DemoScene[] = [
  {
    group: 'air2-launch',
    lines: `tianmu 预约页又过了一个整数，截图党请冷静。\nguminglang 清单没变化，24 / 24，我每小时看一眼，纯属习惯。`,
  },
  { group: 'air2-launch', lines: `hongyan 抽查 <18-22> 家门店照片，价签都在一条线上。\nlinwan 舒服。` },
  {
    group: 'air2-launch',
    lines: `gaoyichen 有人问 Pro 和标准版差在哪，一句话：Pro 给卧室和办公室，标准版给其他房间。`,
  },
  { group: 'air2-launch', lines: `jiangbo 昆山今天下线 <840-880> 台，计划之内。\nleiming 抽检 20 台，噪音全进规格。` },
  { group: 'inc-2043', night: true, lines: `heqing <time> 例行检查：回调延迟 1.<1-3> 秒，正常。` },
  { group: 'inc-2043', lines: `luoheng 复盘的时间线补了三行，都是我当时没说出口的疑问。\nshenyizhou 这三行最值钱。` },
  {
    group: 'hengli-harness',
    lines: `wumei 第二批投产，今天 <380-440> 套，良率 98.<6-9>%。\ntengfei 收到，系统里同步了。`,
  },
  { group: 'hengli-harness', lines: `kuangming 第一托盘的红色文件袋，记得放最上面。\nhanli 放心，老李会亲手递给您。` },
  {
    group: 'global-emea',
    night: true,
    lines: `tom Truck <12-48> is past <Duisburg|Lyon|Poznań|Basel>. The driver says hello.`,
  },
  {
    group: 'global-emea',
    night: true,
    lines: `liam <14-29> tickets today, <3-6> about filters, none about noise.\nmaya None about noise. I will frame that.`,
  },
  {
    group: 'global-emea',
    night: true,
    lines: `sofia The window in Milan is lit. People stop, look, and whisper. I am not joking.`,
  },
  {
    group: 'global-emea',
    lines: `kenta Store page median <128-142> ms.\naiko He is still pretending not to be proud.`,
  },
  { group: 'design-review', lines: `kongqing 红标剩 <290-320> 处。\nliangyu 我这边 <3-8> 处，今天清零。` },
  { group: 'design-review', lines: `moran 呼吸动效在低亮度下慢了一帧，已经改好，肉眼看不出，心里看得出。` },
  {
    group: 'app-3',
    lines: `feiran 夜间回归 412 条，通过 412。\nshixiaolei 我又找了一个时区：查塔姆群岛，+12:45。\nwuke 放过我吧。`,
  },
  { group: 'app-3', lines: `hefan 首屏 P75 <860-940> ms。\nxiaran 又快了一点，记一笔。` },
  { group: 'air2-firmware', lines: `nielei 老化箱第 <31-58> 小时，0 死机。\npanshi 猫还睡着。` },
  { group: 'air2-firmware', lines: `suntianyu OTA 演练：<18-26> 台，全部成功，最慢 <70-95> 秒。` },
  { group: 'yunqi-complaint', lines: `shiwei 12 台例行看过，最大 <31-33> 分贝。\nwenrong 辛苦。` },
  {
    group: 'store-hubin',
    night: true,
    lines: `luxiao 今天进店 <84-137> 位，有 <6-12> 位在体验舱里睡着了。\nhongyan 这算转化还是算午休？`,
  },
  { group: 'store-hubin', lines: `taoran 主墙的价签又校了一遍，92 公分，一毫米不差。` },
  {
    group: 'campaign-anniversary',
    night: true,
    lines: `xiongke 直播 <time> 在线 <2100-4600>，问得最多的还是“吵不吵”。\njiayi 答案放屏幕上：19。`,
  },
  { group: 'campaign-anniversary', lines: `miaomiao “除猫毛”那组 ROI 6.<2-9>，猫依然是第一生产力。` },
  { group: 'dashboard', lines: `ruanmin <time> 预约付款转化 31.<2-8>%，退订 <2-5> 单，都是选错型号。` },
  {
    group: 'dashboard',
    lines: `yuxinyu 缺料模型今天 0 条，安静得我去查了一下它是不是挂了。\nhuangzhen 没挂，是真的不缺。`,
  },
  { group: 'release-train', lines: `guminglang 下一趟车上了 <3-6> 个改动，同域最多两个，规则生效中。\nmaoyan 👍` },
  { group: 'oncall', night: true, lines: `yandong <time> 巡检：有效告警 0，磁盘 <58-66>%，一切正常。` },
  { group: 'oncall', night: true, lines: `mengfei 备线切换演练，用户无感，<3-5> 秒。` },
  { group: 'security-review', lines: `priya Nothing new. I say so every day, so that you know I looked.` },
  { group: 'security-review', lines: `tanyuan 验签向量又加了 <4-9> 条，全过。\npriya Lovely.` },
  { group: 'quality-gate', lines: `feiran 整轮 <15-17> 分钟，0 个不稳定。\nzhengyi 看板全绿，没有“基本绿”。` },
  { group: 'freight', night: true, lines: `qiping <time> 在途 <9-16> 车，无异常。\nyuelin 嘉定仓收货正常。` },
  { group: 'freight', lines: `niuben 三轮车师傅的锦旗挂出来了，他回了一面，写“路不好走，人好”。` },
  {
    group: 'budget',
    lines: `baoxin 新科目切换后第 <3-9> 笔走错的单子，已退回，附了两行说明。\nqianduo 说明写得好，下回他就会了。`,
  },
  { group: 'legal-review', lines: `luoyi 今天 <6-11> 份：通过 <5-6>，其余在改一个“最”字。\ntianmu 不是我。` },
  { group: 'product-hiring', lines: `raojing 商用岗又来 <2-5> 份简历，管过物业的排前面。\nmupeng 约起来。` },
  {
    group: 'user-research',
    lines: `jichun 社区今天 <20-45> 条新反馈，最短的一条是“嘘”。\nmaxiaotong 这条我要打印出来。`,
  },
  { group: 'user-research', lines: `maxiaotong 第二轮报名 <204-260> 户，“用不好的”占一半，正是我要的。` },
  { group: 'newcomers', lines: `louxin 第几次进消声室才不会慌？\nxuxiaobei 第三次。第四次会想睡觉。` },
  { group: 'newcomers', lines: `qiaoan 今天的傻问题：为什么会议室叫“听涛”？\ndongqing 因为“会而不议”没评上。` },
  { group: 'it-desk', lines: `bili 今天“没插好” <1-4> 单，步数 <9|10|11|12> 千。\nlaixi 我这边 0 单，羡慕吧。` },
  { group: 'it-desk', lines: `jinyan 打印机今天没有吐白纸，特此通报表扬。\nbili 收下了。` },
  { group: 'badminton', lines: `zengyi 24 磅真香。\nfengli 我说什么来着。` },
  { group: 'badminton', lines: `baoxin 场地费账目已更新，结余 <61-88> 元，还是半筒。` },
]

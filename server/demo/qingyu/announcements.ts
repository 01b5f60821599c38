import { keys } from '../transcript.ts'
import type { DemoAnnouncement } from '../types.ts'

/** Company announcements, oldest first. */
export const announcements: DemoAnnouncement[] = [
  {
    key: 'review',
    title: '绩效评估开始：一页纸，四件事',
    body: `绩效评估从今天开始，两周内完成。自评不超过一页：三件做成的，一件停掉的。停掉的那件同样算成绩。

主管的反馈请写具体的事和具体的日期，不写形容词。“很努力”帮不到任何人，“第二次评审前主动找客服听了三通录音”可以。

入口：hr.qingyu.example/review。有疑问找你的人力伙伴，或直接找颜汐。`,
    author: 'yanxi',
    at: 'D-21 11:05',
    audience: 'all',
    confirmedBy: keys('chenyu zhouye linwan suhe xuzhiyuan wenrong dourui leiming heqing tianmu raojing mupeng ningke'),
  },
  {
    key: 'office-move-one',
    title: '西岸二期搬迁：第一批安排',
    body: `产品部与品牌设计部为第一批，周五 18:00 封箱，周一在二期 4 楼、5 楼正常上班。平台研发部调整到上市之后。

每人标准三个箱子，超出的请提前和董青说。显示器竖放进泡沫立箱，贴上写有工位号的标签。

新楼甲醛检测：4 楼 0.03，5 楼 0.04（国标 0.08，单位 mg/m³）。每层三台净化器，读数实时显示在门口屏上。工位图：move.qingyu.example/seats`,
    author: 'hualei',
    at: 'D-13 09:30',
    audience: 'all',
    confirmedBy: keys('chenyu linwan kongqing tongxin liangyu yejing zhuxi moran xiaran gaoyichen guminglang dongqing'),
  },
  {
    key: 'refills-over-machines',
    title: 'EMEA: the first month with more refills than machines',
    body: `Last month EMEA sold 11,240 filters and 9,870 machines. It is the first time that refills are ahead, and it means that people keep using what they bought.

Three things made the difference: the reminder in the app comes two weeks earlier, the box fits through a letter slot, and Liam's team answers filter questions in under three minutes.

Thank you to everyone in Shanghai, Suzhou and Tokyo who had a hand in it. Next goal: returns below 2%.`,
    author: 'maya',
    at: 'D-11 16:00',
    audience: 'all',
    confirmedBy: keys('chenyu chengyuanshan tangjing jonas claire tom sofia liam aiko linpeiran suhe'),
  },
  {
    key: 'phishing-drill',
    title: '钓鱼演练结果：118 封邮件，3 个人输了密码',
    body: `本次演练发出 118 封邮件，9 人点了链接，3 人输入了密码；去年是 11 人。其中一位同事 40 秒后自己打电话来报，这正是我们希望的反应。

请记住一条就够：没有人会在聊天或邮件里问你密码，包括自称 IT 的人。收到可疑内容，点“举报”，或者打分机 8001。

报晚了没关系，不报才有关系。`,
    author: 'xunyi',
    at: 'D-8 14:00',
    audience: 'all',
    confirmedBy: keys(
      'chenyu zhouye priya laixi bili jinyan heqing shenyizhou luoheng liqiuyue xiaqing baoxin fangyan qulin',
    ),
  },
  {
    key: 'next-quarter-budget',
    title: '下季度预算通过，报销科目同步切换',
    body: `下季度预算已过会，总额 4,199 万元。各部门的最终数字在 fin.qingyu.example/next-quarter。

新科目从本周起启用，旧科目的单据请在切换前一天下班前提交，过时请走说明流程。

今年多了一件事：每月 5 日，我们会回头看当初写的“不花会怎样”。写得准的部门，下次少填一栏。`,
    author: 'qianduo',
    at: 'D-3 10:30',
    audience: 'all',
    confirmedBy: keys('chenyu dourui tangjing zhouye linwan xuzhiyuan zhanghuai leiming wenrong baoxin jinyan'),
  },
  {
    key: 'launch-day',
    title: 'Air 2 上市当天：谁在哪里，找谁',
    body: `发布会 T 日 14:00，上海西岸。二期 1 楼大厅同步直播，80 个座位，先到先得；异地同事看 live.qingyu.example/air2。

当天 08:00 至 22:00 设指挥台，在西岸 302：总协调陈屿，技术周野，渠道许知远，客服温蓉，海外 Maya Ortiz。任何异常先打电话，再打字。

所有物料 T-3 前入库。改日期请先在“Air 2 上市发布群”说明原因。值班同事的晚饭送到工位，想吃什么今天告诉董青。`,
    author: 'chenyu',
    at: 'D-2 09:30',
    audience: 'all',
    confirmedBy: keys(`zhouye linwan xuzhiyuan suhe guminglang heqing jiangwanqing hongyan luxiao duyue wenrong xiaqing
      gaoyichen leiming niuben jiangbo dongqing`),
  },
  {
    key: 'security-launch-week',
    title: 'Launch week: how to report a security problem',
    body: `During launch week many people will look closely at Air 2, and some of them will write to you. If anyone tells you about a possible weakness, thank them, don't judge it, and forward it to security@qingyu.example. I answer within four hours, day and night.

Please don't discuss details in open groups before we have looked. Please do not promise a date.

Everything we know and have signed off is in sec.qingyu.example/air2-final. It is nine pages and readable.`,
    author: 'priya',
    at: 'D-1 11:00',
    audience: 'all',
    confirmedBy: keys('chenyu zhouye shenyizhou dingyue jixiaofeng liam qulin xunyi luoheng suntianyu'),
  },
  {
    key: 'inc-2043-notice',
    title: 'INC-2043 支付确认延迟：现状与安排',
    body: `昨晚 20:38 至 21:55、今早 07:48 起，部分订单的支付确认变慢，最长约三分钟。没有丢单，没有重复扣款，昨晚受影响的 3,117 笔已全部核对。

原因是同一次发版里的两处改动：退款补偿分支仍同步调用积分服务；新验签库对备注中的空格排序不同。今天 11:00 回滚该版本。

用户问起时请统一回答：“已扣款的订单不会取消，确认最多需要五分钟。”进展请看 inc.qingyu.example/2043，值班同事正在处理，请不要在群里追问。`,
    author: 'heqing',
    at: 'D-0 09:10',
    audience: 'all',
    confirmedBy: keys('zhouye tanyuan luoheng yandong xiaqing wenrong duyue linxiaoyu pangbo guminglang tangjing'),
  },
]

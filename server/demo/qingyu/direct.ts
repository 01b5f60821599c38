import { transcript, withExtras } from '../transcript.ts'
import type { DemoDirect } from '../types.ts'
import { todayDirect } from './groups/today.ts'
import { talk } from './talk.ts'

const histories: DemoDirect[] = [
  {
    with: 'xuzhiyuan',
    messages: transcript(`
D-6
15:02 xuzhiyuan 陈屿，湖滨店那个“三个问题”的话术你看了吗？
15:20 chenyu 看了，房间多大、谁住、几点睡。比我们产品页写得好，我想搬到官网选购页。
15:21 xuzhiyuan 拿去用，署卢晓的名，她想出来的。
15:22 chenyu 一定。
D-2
09:51 xuzhiyuan #quote 云栖报价单 v4.xlsx
09:52 xuzhiyuan 云栖 600 台那张折扣单挂你那儿了，8.5 折，回款 6 周内。
10:10 chenyu 看到了。15 个点有点深，能不能拿“母婴区独家样板”换？
10:14 xuzhiyuan 王予安那个人，给她独家不如给她响应时间。
10:16 chenyu 有道理。我明天和沈亦舟把毛利再算一遍。
D-1
18:05 chenyu 算过了，8.5 折毛利 22% 以上，可以批。等她们过会。
18:06 xuzhiyuan 好兄弟，请你吃生煎。
18:08 xuzhiyuan #voice （语音）
D-0
09:55 chenyu 第 12 页那三个数，首发门店、覆盖城市、首周备货，帮我对一下？发布会最怕这页错。
10:08 xuzhiyuan 186 家、61 城、首周 11,600 台。第三个写“逾 1.1 万台”，别写死。
10:12 chenyu 改好了。
10:31 xuzhiyuan 报价单我这边等你补含税价，王姐中午前要。
`),
  },
  {
    with: 'zhouye',
    unread: 2,
    messages: transcript(`
D-10
19:40 zhouye 压测排在 T-10，会把预发环境占一整晚，你们的演示放别的时间。
19:42 chenyu 没问题，演示挪到白天。
D-4
14:10 chenyu 问句心里话：支付那块你几成把握？
14:15 zhouye 七成。另外三成是我们没想到的。
14:16 chenyu 那三成怎么办？
14:18 zhouye 准备好往回退的路。没想到的事，退得回来就不算事故。
D-1
22:27 zhouye 今晚你那句“别全停，先降一半”判断对了。
22:31 chenyu 我手心都是汗。
22:32 zhouye 我也是。睡吧，明天还有一天。
D-0
08:21 zhouye 决定回滚了，不打补丁。
08:24 chenyu 支持。我这边需要做什么？
08:26 zhouye 挡住所有问“好了没”的人。
08:27 chenyu 这个我擅长。
10:35 zhouye 回滚演练走了一遍，6 分 40 秒，比估的快。
10:37 zhouye 13:30 那句“可以”或“不可以”，我会亲口说，不让别人转。
`),
  },
  {
    with: 'linwan',
    unread: 1,
    messages: transcript(`
D-12
20:15 linwan 睡了吗？主视觉的青色，屏幕上好看，印出来像薄荷牙膏。
20:18 chenyu 😂 那怎么办？
20:22 linwan 印刷单独调一版，加 6% 的黑。打样后天到，你来看实物。
20:23 chenyu 来，顺便带豆浆。
D-10
09:40 linwan #proof 打样到了，这次像早上的湖。
09:52 chenyu 我到了，真的像。
D-3
17:50 linwan 物料采购 46,800 的单子，你有空批一下，里面最贵的是体验舱的隔音棉。
17:55 chenyu 明细里“道具绿植 800”是真的绿植？
17:56 linwan 假的。真的会掉花粉，湖滨店店长会打我。
D-1
17:12 chenyu 终稿辛苦了。那 4 px 我是不是太啰嗦？
17:16 linwan 没有，那 4 px 是对的。烦人，但是对的。
D-0
10:19 linwan 第 21 页重排好了，覆盖在原链接。今晚我想去湖滨店看一眼灯，一起？
`),
  },
  {
    with: 'suhe',
    messages: transcript(`
D-14
18:20 suhe 讲稿 v3 看了。前 10 页在讲我们做了什么，能不能换成用户醒来那一刻？
18:31 chenyu 从“半夜醒来，没听见它”开始？
18:32 suhe 对。先让人安静下来，再讲为什么。
D-9
21:04 chenyu v4 放上来了，第一页只有一句话，没有图。
21:10 suhe 敢。留着。
D-1
15:40 chenyu 睡眠动效那页的新版：doc.qingyu.example/keynote
15:52 suhe 这版更干净。
15:53 chenyu 莫然改了七遍。
15:55 suhe 在会上说出来，当着大家的面说。
`),
  },
  {
    with: 'maya',
    messages: transcript(`
D-7
16:40 maya Hola Yu! Honest question: which feature would you drop if the keynote had to be five minutes shorter?
16:52 chenyu Rooms. People will find it on their own.
16:53 maya Good, that is what I cut in ours as well. Great minds.
D-5
10:12 maya The Lisbon idea survived the budget by becoming small. Thanks for the tip to share Milan's furniture.
10:20 chenyu It was a good idea before it was cheap.
D-3
17:30 maya Could you record 30 seconds for the Madrid team? Phone camera, no script.
18:44 chenyu Done, link in your mail. I said "hola" and apologised for it.
18:50 maya They loved the apology. Thanks! Talk after the weekend.
`),
  },
  {
    with: 'heqing',
    unread: 2,
    messages: transcript(`
D-10
11:02 heqing 陈哥，上市当天值班表我按两班排，产品侧留谁的电话？
11:05 chenyu 我，全天。晚上十点以后加夏然。
11:06 heqing 好。
D-1
23:45 chenyu 何清，今天你那句“先不谈锅”，让所有人都能说真话。谢谢。
23:52 heqing 我第一次做指挥时，前辈也这么说的。
D-0
08:40 heqing 醒来又报了，我有点怀疑人生。
08:43 chenyu 不是同一个原因，说明昨晚你们修得是对的。
08:44 heqing 这么想舒服多了。
10:22 heqing 调休单我提了，上市之后那一天，你有空批一下，不急。
10:24 heqing 另外今晚羽毛球我估计去不了，拍子借你。
`),
  },
  {
    with: 'wangyuan',
    messages: transcript(`
D-10
16:12 wangyuan 陈经理，支架歪的那两台我也看到史师傅顺手弄好了，谢谢。
16:20 chenyu 应该的，王经理。
D-7
10:20 wangyuan 我私下问一句，Air 2 Pro 和标准版，母婴区到底需不需要 Pro？说实话。
10:33 chenyu 说实话：哺乳室和睡眠区要 Pro，安静那 5 分贝很要紧；走廊和收银台标准版就够。混着配，您能省十几万。
10:36 wangyuan 你们做销售的都这样吗？
10:37 chenyu 我是做产品的 😄
D-1
16:40 chenyu 王经理，合同三处改动都在批注里，附件二按你们法务的写法。
17:05 wangyuan 好的，合同我请法务看一下
`),
  },
  {
    with: 'hanli',
    messages: transcript(`
D-11
09:50 hanli 陈总，借连接器这个事，您们帮了大忙，我在公司会上专门讲了。
09:58 chenyu 是滕飞想到的，谢他。
D-5
19:10 hanli 我儿子听说我在做净化器的线，问线里面有没有风。
19:14 chenyu 哈哈，告诉他有，顺着线走的是夜里的安静。
19:16 hanli 记下来了，您这话能当广告。
D-0
09:58 hanli 第三批如果定 6,000，我想争取 18.20，您这边给我一个意向我好去谈。
10:06 chenyu 下午交期评审给你意向，别在那之前买料。
10:07 hanli 明白，等您的话。
`),
  },
  {
    with: 'gaoyichen',
    messages: transcript(`
D-8
16:00 gaoyichen 老大，Pro 的机身铭牌“额定噪声”写 19 还是 20？
16:04 chenyu 实测最高 19.1，写 20。给每一台留余地。
16:05 gaoyichen 市场会想写 19。
16:06 chenyu 铭牌写 20，宣传写“最低档实测 19”，两个都是真的。
D-3
12:31 gaoyichen 垫子进包装了，6 毛钱，装箱工序多 2 秒。
12:33 chenyu 6 毛钱解决 17 条投诉，今年最划算的一笔。
D-0
09:24 gaoyichen 配网那个算 A 类我双手支持，丁越说今晚能出。
09:26 chenyu 好，你盯一下换路由的结果，明早给我一句话。
`),
  },
  {
    with: 'fangzhixia',
    unread: 1,
    messages: transcript(`
D-5
18:40 fangzhixia 屿哥，第一天，写了 300 字的感受，不知道该发给谁。
18:45 chenyu 发我。
18:47 fangzhixia 总结：大家问“为什么”的次数比我整个大学都多。
18:49 chenyu 等你问得比我们多，就转正了。
D-3
11:12 fangzhixia 我发现房间列表按字母排，“卧室”永远在最后。可是卧室最常用。
11:15 chenyu 很好。想怎么排？
11:20 fangzhixia 按最近七天打开次数。前三天按添加顺序。
11:22 chenyu 写半页纸给夏然，这是你的第一个需求。
D-0
10:28 fangzhixia 夏然说需求进 3.1 了！！我可以跟奶奶说吗？不算泄密吧？
`),
  },
  {
    with: 'guminglang',
    messages: transcript(`
D-9
10:10 guminglang 清单第 17 项“门店看实物图”我补了负责人陶然，日期 T-8。
10:12 chenyu 谢谢，你真是行走的甘特图。
D-4
09:30 guminglang 两个风险项里，线束我建议降级，支付建议升级。
09:33 chenyu 同意。
D-0
10:21 guminglang 应急预案 4 页，你签在第 4 页。重点看第 2 页，“什么情况下推迟发布会”。
10:25 chenyu 看完了。第 2 页第三条加一句：推迟由我一个人宣布，避免两个版本。
10:27 guminglang 加好了，重新发你。
`),
  },
  {
    with: 'qianduo',
    messages: transcript(`
D-16
14:12 qianduo 以旧换新券 150 元，按 8% 使用率做的预提，你觉得够吗？
14:20 chenyu 预约里老用户占 46%，我觉得要按 12%。
14:22 qianduo 那多提 38 万，从哪出？
14:25 chenyu 从线下物料里挪，林晚把两个大展架改成共用了。
14:26 qianduo 她改的时候哭了吗？
14:27 chenyu 她说终于不用设计展架了。
D-1
17:20 qianduo #receipts 月底前你还有 3 笔差旅没报，最早那笔的发票快过期了。
17:22 chenyu 今晚报！
`),
  },
  {
    with: 'jonas',
    messages: transcript(`
D-3
16:02 jonas Hi Yu, two founder quotes, please choose: A "Silence is a feature." B "The best purifier is the one you forget."
16:10 chenyu B, and it is what a family in our study really said, almost word for word.
16:11 jonas Then I will write "as one family told us". It is stronger.
D-2
18:20 jonas Do you prefer to answer the question about price first or last?
18:31 chenyu First. Nobody listens until they know it.
D-1
09:05 jonas Ten questions for launch day attached to the invite. Number 7 is nasty, sorry.
09:30 chenyu Number 7 is fair. I'll answer it straight.
`),
  },
  {
    with: 'aiko',
    done: true,
    messages: transcript(`
D-14
10:40 aiko Chen-san, thank you for agreeing to the entrance study. I know that it is not in the plan.
10:44 chenyu The plan was made before we knew about shoe cabinets.
D-6
11:15 aiko The first sticker sample arrived from Kunshan. It is straight.
11:17 chenyu I measured it myself 🙂
D-1
14:22 aiko The おやすみモード string is in the app and in the page. It sounds warm now.
14:30 chenyu Good. Please tell Kenta the page is the fastest of all regions.
14:31 aiko He will pretend not to be proud.
`),
  },
]

/** The demo user's direct chats, with what is said on the last day. */
export const directs: DemoDirect[] = histories.map(chat => ({
  ...chat,
  messages: withExtras(
    [...chat.messages, ...transcript(`D-0\n${todayDirect[chat.with] ?? ''}`)],
    talk[`direct/${chat.with}`],
  ),
}))

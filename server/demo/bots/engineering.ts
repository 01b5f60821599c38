import type { DemoBot } from '../types.ts'
import { addressed, chatter, overheard, topic } from './voice.ts'

export const zhouye: DemoBot = {
  person: 'zhouye',
  replies: [
    ...addressed([
      [topic.botZh, '真人，黑眼圈为证。', '我要是机器人，昨晚就不用喝三杯咖啡了。'],
      [topic.botEn, 'Human. The coffee bill proves it.'],
      [
        topic.incidentZh,
        '方案没变：回滚 2.31，观察够时间再谈切流。细节看 inc.qingyu.example/2043，何清是指挥。',
        '两个原因都在 2.31 里，退回来最干净。数据没丢，3,117 笔全对过。',
      ],
      [
        topic.incidentEn,
        'Plan is unchanged: roll back 2.31, watch it, then talk about the rollout. Qing He runs it: inc.qingyu.example/2043',
        'Two causes, one release. No order was lost, all 3,117 are reconciled.',
      ],
      [
        topic.launchZh,
        '上市是 T 日 14:00，现在 T-9。技术侧就差支付一项，其他都绿。',
        '日子不变。要变我会在发布群里先说原因，规矩是我定的。',
      ],
      [topic.launchEn, 'Launch is at 14:00 on T-day, we are at T-9. Payment is the only red item on our side.'],
      [topic.presentZh, '在，直接说事。', '在。急的话打电话，我少打字。'],
      [topic.presentEn, 'Here. Go ahead.', 'Here. If it is urgent, call me.'],
      [topic.whoZh, '周野，平台研发部。发布页、支付、设备接入出了问题都可以找我。'],
      [topic.whoEn, 'Ye Zhou, head of platform. Launch page, payments, device access: if it breaks, it is mine.'],
      [topic.thanksZh, '应该的。先别谢，等稳了再谢。', '谢何清和谭远，他们没睡。'],
      [topic.thanksEn, 'Thank Qing He and Yuan Tan, they did not sleep.'],
      [topic.greetingZh, '{name}，早。有事直接说。', '你好，{name}。'],
      [topic.greetingEn, 'Hi {name}. What do you need?'],
      [topic.okZh, '👌'],
      [topic.okEn, '👌'],
      [topic.laughs, '笑得出来就好。'],
      [topic.han, '这个我要看一眼再答你，先记下了。', '记下了。急不急？急就打我电话。', '让沈亦舟看看更准，我转给他。'],
      [
        undefined,
        'Noted, let me look before I answer.',
        'I would ask Yizhou Shen about that, he knows it better. Forwarding.',
      ],
    ]),
    overheard(
      'air2-launch',
      '什么时候.*(上市|发布|开卖)|(上市|发布会).*(几点|哪天|什么时候)',
      'T 日 14:00，上海西岸。今天 T-9。',
    ),
    overheard('air2-launch', 'when.*launch', '14:00 Shanghai on T-day. We are at T-9.'),
  ],
  chatter: [
    chatter(
      'air2-launch',
      [45, 80],
      '同步一句 INC-2043：回滚开始了，8 步，细节在那个群，这里只放结论。',
      '结论：回滚完成，用时 6 分 51 秒，回调延迟回到 1.2 秒。进入观察。',
      '观察期目前零告警。@{chenyu} 再看一段，我亲口给你那句话。',
      '可以。发布页按计划从 5% 开始切。',
    ),
  ],
}

export const heqing: DemoBot = {
  person: 'heqing',
  replies: [
    ...addressed([
      [topic.botZh, '真人，就是声音有点沙。值班机器人是另一位。'],
      [topic.botEn, 'Real person. The on-call bot sleeps even less than I do.'],
      [
        topic.incidentZh,
        '现在影响 2.1%，所有订单最终都成功，最长约 3 分钟。下一步是回滚 2.31，步骤在 inc.qingyu.example/2043/rollback',
        '一句话：钱在，订单在，只是确认慢。回滚后我在 INC 群报数。',
        '昨晚是积分同步调用，今早是验签排序，两件事，都在 2.31 里。',
      ],
      [
        topic.incidentEn,
        'Impact is down to 2.1%. Every order succeeds in the end, three minutes at worst. The next step is rolling back 2.31.',
        'In one line: money and orders are safe, only the confirmation is slow.',
      ],
      [topic.launchZh, '支付稳了才切流，周野会亲口说“可以”。上市日本身不受影响。'],
      [topic.launchEn, 'The rollout waits for payments. Launch day itself is not affected.'],
      ['羽毛球|球局|badminton', 'INC 收了就去，拍子在车上。', '给我留个位，迟到自罚热身两圈。'],
      [topic.presentZh, '在，值班呢，一直在。', '在的，边看屏边回你，慢一点别介意。'],
      [topic.presentEn, 'Here, I am on call. I may be a little slow, one eye is on the dashboard.'],
      [topic.whoZh, '何清，值班经理，这周主值，INC-2043 是我在指挥。'],
      [topic.whoEn, 'Qing He, on-call manager this week, running INC-2043.'],
      [topic.thanksZh, '谢谢，转给组里，大家会多一点力气。', '不客气，收工了请大家吃面。'],
      [topic.thanksEn, 'Thanks, I will pass it on to the team.'],
      [topic.greetingZh, '{name} 好。', '早，{name}。今天慢慢来，比较快。'],
      [topic.greetingEn, 'Hi {name}.', 'Morning, {name}.'],
      [topic.okZh, '收到 👍'],
      [topic.okEn, '👍'],
      [topic.han, '我先记下来，INC 收了第一个回你。', '这个不归值班管，但我知道该找谁，稍等我问一下。'],
      [
        undefined,
        'Noted. You will be the first one I answer when this is over.',
        'Not on-call business, but I know whom to ask. One moment.',
      ],
    ]),
    overheard(
      'inc-2043',
      '进展|怎么样了|好了吗|好了没|什么情况',
      '影响 2.1%，没有丢单。每一步我都会在这里报，不用刷。',
    ),
    overheard(
      'inc-2043',
      'status|any update|how.*going',
      'Impact is 2.1% and no order is lost. I will post every step here.',
    ),
  ],
  chatter: [
    chatter(
      'inc-2043',
      [20, 40],
      '点名：操作谭远，复核白璟，数据库李秋月，回放兰亭。四位都在，开始。',
      '第 1–3 步完成：停写任务、冻结配置、摘掉 8 台。',
      '第 4 步：8 台切 2.30，签名失败 0，重试 0。继续剩下 16 台。',
      '24/24 都在 2.30。@{chenyu} 第一个数：回调延迟 1.2 秒，影响 0.0%。',
      '兰亭回放结果：41,000 笔，延迟超过 45 秒的 0 笔。带空格的 2,870 笔也全过。',
      '观察 30 分钟，零告警。热线没有新进线。',
      '降级 P3。@{chenyu} 第 8 步对外口径可以恢复了，等你签。',
      'INC-2043 关闭。复盘明天 10:00，先写时间线，不写形容词。大家去喝口水。',
    ),
  ],
}

export const xiaran: DemoBot = {
  person: 'xiaran',
  replies: [
    ...addressed([
      [topic.botZh, '是真人夏然，正在数提审截图。'],
      [topic.botEn, 'Real Ran, counting screenshots for the app store.'],
      ['加德满都|kathmandu', '加德满都已经修好了，+5:45 一分钟都不差。更新说明里会永远记住它。'],
      [
        topic.appZh,
        '3.0 RC2 回归 412 条全过，iOS 已提审，安卓四家陆续提。内测包在 app.qingyu.example/rc',
        '范围：空气卡片、睡眠模式、多设备房间、滤芯引导。自动化在 3.1。',
        '配网那个不卡提审，固件 1.0.1 修根因，App 把等待放到 20 秒。',
      ],
      [
        topic.appEn,
        'RC2 passed all 412 regressions, iOS is in review. Test builds: app.qingyu.example/rc',
        '3.0 has the air card, sleep mode, rooms and the filter guide. Automation comes in 3.1.',
      ],
      [topic.launchZh, 'App 3.0 跟上市同一天放出来，提审留了余量，不紧张。'],
      [topic.launchEn, 'App 3.0 goes out on launch day. Review has some slack, so I sleep well.'],
      [topic.joinZh, '欢迎！先装内测包随便点，半小时后告诉我哪里让你停了一下。新人的第一眼只有一次，很贵的。'],
      [topic.presentZh, '在～', '在的，你说。'],
      [topic.presentEn, 'Here, what’s up?'],
      [topic.whoZh, '夏然，App 产品经理，管 3.0 的范围，也就是负责说“放 3.1”的那个人。'],
      [topic.whoEn, 'Ran Xia, product manager of the app. I am the one who says “3.1”.'],
      [topic.thanksZh, '客气啦。', '不谢不谢，帮我多点两下月亮就行。'],
      [topic.thanksEn, 'Any time!'],
      [topic.greetingZh, '{name} 好呀～', '嗨 {name}，今天的月亮图标你点了吗？'],
      [topic.greetingEn, 'Hi {name}!', 'Hey {name}, did you try the moon today?'],
      [topic.okZh, '好嘞'],
      [topic.laughs, '😄'],
      [
        topic.han,
        '这个有意思，写两句给我？我放进需求池，本周一起看。',
        '我倾向放 3.1，不过先说说是谁在什么时候会用到它？',
        '让我想想，别急着答你一个错的。',
      ],
      [
        undefined,
        'Interesting. Two lines in the backlog, please, we will look at it this week.',
        'Sounds like 3.1 to me. Who would use it, and when?',
      ],
    ]),
  ],
  chatter: [
    chatter(
      'app-3',
      [40, 75],
      '配网引导的那句话定了：“请先连 2.4 GHz，名字通常不带 5G”。三语都有。',
      '安卓提审：第一家通过了，11 分钟，快得我以为点错了。',
      '@{chenyu} RC2 的耗电图补在文档里了，比 2.9 低 11%，你讲稿能用。',
      'iOS 状态变成“正在审核”。大家把手放在桌上，别去刷新。',
      'iOS 过了！审核员没有问加德满都。',
    ),
  ],
}

export const fangzhixia: DemoBot = {
  person: 'fangzhixia',
  replies: [
    ...addressed([
      [topic.botZh, '哈哈不是，机器人不会紧张到把“您好”打成“您号”。'],
      [topic.botEn, 'No, a bot would make fewer typos than me.'],
      [topic.joinZh, '我也是新来的！入职第六天，我们可以互相问傻问题。茶水间群特别友好。'],
      [topic.launchZh, '上市是 T-9，我每天早上在便签上划一天，今天划到 9 啦。'],
      [topic.launchEn, 'T-9! I cross off one day every morning.'],
      [topic.foodZh, '4 号窗口的面，加蛋，说“老样子”！第一次去也这么说，亲测多一勺。'],
      [topic.presentZh, '在的在的！', '在！刚记完笔记。'],
      [topic.presentEn, 'Yes, I’m here!'],
      [topic.whoZh, '方知夏，产品部新人，跟着夏然做多设备房间。特长是听“滴”声认空调。'],
      [topic.whoEn, 'Zhixia Fang, new in product. I work on rooms, and I can tell air conditioners by their beep.'],
      [topic.thanksZh, '嘿嘿，不客气～', '能帮上忙太好了。'],
      [topic.thanksEn, 'Happy to help!'],
      [topic.greetingZh, '{name}好！', '早上好 {name}！今天也请多指教。'],
      [topic.greetingEn, 'Hello {name}!'],
      [topic.okZh, '好的好的'],
      [topic.laughs, '😆'],
      [topic.han, '这个我还不知道，但我知道该问谁，问到了马上回来告诉你！', '我记在本子上了，等会儿去请教夏然。'],
      [undefined, 'I don’t know yet, but I know whom to ask. Back soon!', 'Written down. I’ll ask Ran.'],
    ]),
    overheard(
      'newcomers',
      '我是新|新来的|刚入职|第一天',
      '欢迎欢迎！我也刚来，这里真的没有傻问题。先去装内测包，再去吃 4 号窗口。',
    ),
    overheard(
      'newcomers',
      'i.m new|just joined',
      'Welcome! I’m new as well. There really are no silly questions here.',
    ),
  ],
  chatter: [
    chatter(
      'newcomers',
      [40, 80],
      '刚才旁听了一场面试，一句话没说，写了三个问题，手都写酸了。',
      '最想问的是：您处理过的投诉里，哪一个其实是对方帮了您？夏然说这个问题她要偷走。',
      '工厂日名额只剩 3 个了，想看老李卸货的抓紧。',
      '奶奶回我语音了，说“房间按常用排，对的，跟碗柜一个道理”。',
    ),
  ],
}

export const bili: DemoBot = {
  person: 'bili',
  replies: [
    ...addressed([
      [topic.botZh, '真人，今天已经走了 9,000 步。'],
      [topic.botEn, 'Human, with 9,000 steps so far today.'],
      [
        '打印|printer|吐白纸',
        '先看三样：纸的正反、墨盒的膜、选的是不是你面前这一台。都对我就来。',
        'Three checks first: paper side, cartridge film, and whether it is the printer in front of you.',
      ],
      [
        '密码|password',
        '密码在 it.qingyu.example/reset 自己重置，两分钟。别发给任何人，包括我。',
        'Reset it at it.qingyu.example/reset. Never send it to anyone, me included.',
      ],
      [
        'vpn|网络|wi-?fi|连不上|断网|network',
        '先试：断开、等十秒、重连。不行把时间和地点发我，我看日志。',
        'Disconnect, wait ten seconds, reconnect. If that fails, send me place and time.',
      ],
      ['投屏|投影|会议室|projector|screen', '302 的发射器刚升级过，抽屉里有备用线。要我去一趟吗？'],
      [
        '电脑|键盘|鼠标|显示器|laptop|keyboard|mouse|monitor',
        '在哪个工位？现象说一句，我带着工具过来。',
        'Which desk? One line about what you see, and I’ll come over with tools.',
      ],
      [topic.presentZh, '在，哪里坏了？', '在的，工位号给我。'],
      [topic.presentEn, 'Here. What is broken?'],
      [topic.whoZh, '毕力，桌面支持。八成的问题我能用“重新插一下”解决，剩下两成找赖熙。'],
      [topic.whoEn, 'Li Bi, desktop support. Most things I fix by plugging them in again.'],
      [topic.thanksZh, '不客气，少走一趟也是帮我。'],
      [topic.thanksEn, 'You’re welcome.'],
      [topic.greetingZh, '{name} 好，哪里坏了？没坏也欢迎聊天。'],
      [topic.greetingEn, 'Hi {name}. Something broken, or just saying hello?'],
      [topic.okZh, '👌'],
      [topic.han, '给我三样：在哪、什么现象、急不急。我排一下。', '听着像要看实物，我吃完饭过来？'],
      [
        undefined,
        'Where, what happens, how urgent? Then I can queue it.',
        'I’d better see that one in person. Which floor?',
      ],
    ]),
    overheard('it-desk', '打印机|投屏|连不上|蓝屏|死机', '看到了，在哪一层？急不急？'),
    overheard('it-desk', 'printer|projector|vpn', 'Seen. Which floor, and how urgent?'),
  ],
  chatter: [
    chatter(
      'it-desk',
      [50, 90],
      '302 的投屏又测了三遍，三台电脑都通，包括一台 2015 年的。',
      '5 楼打印机换了标签，“这一面朝上”，四个方向都贴了。',
      '@{chenyu} 给主持人的分享链接延到上市后两天了，口令没变。',
      '今天第一个“没插好”出现了，比昨天晚 40 分钟，大家有进步。',
    ),
  ],
}

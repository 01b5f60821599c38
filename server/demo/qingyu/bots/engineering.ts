import type { DemoBot } from '../../types.ts'
import { addressed, overheard, topic } from '../../voice.ts'

export const zhouye: DemoBot = {
  person: 'zhouye',
  replies: [
    ...addressed([
      [topic.botZh, '真人，黑眼圈为证。', '我要是机器人，值班就不用喝三杯咖啡了。'],
      [topic.botEn, 'Human. The coffee bill proves it.'],
      [
        topic.incidentZh,
        '原则没变：先退回 2.31 之前，观察够时间再谈切流。走到哪一步看 inc.qingyu.example/2043，何清是指挥。',
        '两个原因都在 2.31 里，退回来最干净。数据没丢，3,117 笔全对过。',
      ],
      [
        topic.incidentEn,
        'The rule is unchanged: roll back 2.31, watch it, then talk about the rollout. Qing He runs it, every step is at inc.qingyu.example/2043',
        'Two causes, one release. No order was lost, all 3,117 are reconciled.',
      ],
      [
        topic.launchZh,
        '上市是 T 日 14:00，现在 T-9。技术侧我只盯支付一项，其他都绿。',
        '日子不变。要变我会在发布群里先说原因，规矩是我定的。',
      ],
      [topic.launchEn, 'Launch is at 14:00 on T-day, we are at T-9. Payment is the one item I watch myself.'],
      [topic.presentZh, '在，直接说事。', '在。急的话打电话，我少打字。'],
      [topic.presentEn, 'Here. Go ahead.', 'Here. If it is urgent, call me.'],
      [topic.whoZh, '周野，平台研发部。发布页、支付、设备接入出了问题都可以找我。'],
      [topic.whoEn, 'Ye Zhou, head of platform. Launch page, payments, device access: if it breaks, it is mine.'],
      [topic.thanksZh, '应该的。先别谢，等稳了再谢。', '谢何清和谭远，他们没睡。'],
      [topic.thanksEn, 'Thank Qing He and Yuan Tan, they did not sleep.'],
      [topic.greetingZh, '{name}，有事直接说。', '你好，{name}。'],
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
      'T 日 14:00，上海西岸。现在 T-9。',
    ),
    overheard('air2-launch', 'when.*launch', '14:00 Shanghai on T-day. We are at T-9.'),
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
        '所有订单最终都成功，最长约 3 分钟。回滚步骤和每一步的执行人在 inc.qingyu.example/2043/rollback',
        '一句话：钱在，订单在，只是确认慢过。数字我都报在 INC 群。',
        '第一次是积分同步调用，第二次是验签排序，两件事，都在 2.31 里。',
      ],
      [
        topic.incidentEn,
        'Every order succeeds in the end, three minutes at worst. The rollback, step by step: inc.qingyu.example/2043/rollback',
        'In one line: money and orders are safe, only the confirmation was slow.',
      ],
      [topic.launchZh, '支付稳了才切流，周野会亲口说“可以”。上市日本身不受影响。'],
      [topic.launchEn, 'The rollout waits for payments. Launch day itself is not affected.'],
      ['羽毛球|球局|badminton', '去，拍子常年在车上。', '给我留个位，迟到自罚热身两圈。'],
      [topic.presentZh, '在，值班呢，一直在。', '在的，边看屏边回你，慢一点别介意。'],
      [topic.presentEn, 'Here, I am on call. I may be a little slow, one eye is on the dashboard.'],
      [topic.whoZh, '何清，值班经理，这周主值，INC-2043 是我在指挥。'],
      [topic.whoEn, 'Qing He, on-call manager this week, running INC-2043.'],
      [topic.thanksZh, '谢谢，转给组里，大家会多一点力气。', '不客气，收工了请大家吃面。'],
      [topic.thanksEn, 'Thanks, I will pass it on to the team.'],
      [topic.greetingZh, '{name} 好。', '{name}，今天慢慢来，比较快。'],
      [topic.greetingEn, 'Hi {name}.', 'Hello {name}.'],
      [topic.okZh, '收到 👍'],
      [topic.okEn, '👍'],
      [topic.han, '我先记下来，忙完第一个回你。', '这个不归值班管，但我知道该找谁，稍等我问一下。'],
      [
        undefined,
        'Noted. You are the first one I answer after this.',
        'Not on-call business, but I know whom to ask. One moment.',
      ],
    ]),
    overheard('inc-2043', '进展|怎么样了|好了吗|好了没|什么情况', '没有丢单。每一步我都会在这里报，不用刷。'),
    overheard('inc-2043', 'status|any update|how.*going', 'No order is lost. I post every step here.'),
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
        '3.0 RC2 回归 412 条全过，提审进度我更新在版本群。内测包在 app.qingyu.example/rc',
        '范围：空气卡片、睡眠模式、多设备房间、滤芯引导。自动化在 3.1。',
        '配网那个不卡提审，固件 1.0.1 修根因，App 把等待放到 20 秒。',
      ],
      [
        topic.appEn,
        'RC2 passed all 412 regressions. Test builds: app.qingyu.example/rc',
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
}

export const fangzhixia: DemoBot = {
  person: 'fangzhixia',
  replies: [
    ...addressed([
      [topic.botZh, '哈哈不是，机器人不会紧张到把“您好”打成“您号”。'],
      [topic.botEn, 'No, a bot would make fewer typos than me.'],
      [topic.joinZh, '我也是新来的！入职第六天，我们可以互相问傻问题。茶水间群特别友好。'],
      [topic.launchZh, '上市是 T-9，我每天在便签上划一天，划到 9 啦。'],
      [topic.launchEn, 'T-9! I cross off one day every morning.'],
      [topic.foodZh, '4 号窗口的面，加蛋，说“老样子”！第一次去也这么说，亲测多一勺。'],
      [topic.presentZh, '在的在的！', '在！刚记完笔记。'],
      [topic.presentEn, 'Yes, I’m here!'],
      [topic.whoZh, '方知夏，产品部新人，跟着夏然做多设备房间。特长是听“滴”声认空调。'],
      [topic.whoEn, 'Zhixia Fang, new in product. I work on rooms, and I can tell air conditioners by their beep.'],
      [topic.thanksZh, '嘿嘿，不客气～', '能帮上忙太好了。'],
      [topic.thanksEn, 'Happy to help!'],
      [topic.greetingZh, '{name}好！', '{name} 您好！今天也请多指教。'],
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
}

export const bili: DemoBot = {
  person: 'bili',
  replies: [
    ...addressed([
      [topic.botZh, '真人，今天的步数说出来吓你一跳。'],
      [topic.botEn, 'Human, with a step count to prove it.'],
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
}

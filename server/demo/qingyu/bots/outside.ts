import type { DemoBot } from '../../types.ts'
import { addressed, overheard, topic } from '../../voice.ts'

export const hanli: DemoBot = {
  person: 'hanli',
  replies: [
    ...addressed([
      [topic.botZh, '真人真人，二十四小时开机的那种真人 😂'],
      [topic.priceZh, '合同价 18.60 含税，第三批量上去了是 18.20，来东莞请您喝早茶。'],
      [topic.priceEn, '18.60 with tax, and 18.20 for lot three if it is 6,000.'],
      [
        topic.orderZh,
        '首批 2,000 套 T-7 一早发，专车 13 小时到昆山，老李开车，您放心。',
        '第二批 5,000 T-1 发，连接器已经齐了。',
        '三样随车文件都在第一托盘红色文件袋里，一样不少。',
      ],
      [
        topic.orderEn,
        'The first 2,000 sets leave at T-7, 13 hours by truck to Kunshan.',
        'Lot two, 5,000 sets, ships at T-1. All connectors are here.',
      ],
      [topic.launchZh, '您们上市，我们也跟着紧张，车间里都贴了倒计时。'],
      [topic.launchEn, 'We are excited with you, there is a countdown on our shop floor as well.'],
      [topic.presentZh, '在的在的，您说。'],
      [topic.presentEn, 'Yes, always on. Please go ahead.'],
      [topic.whoZh, '恒立电子韩立，Air 2 线束我对接，排产找吴梅，其他都找我。'],
      [topic.whoEn, 'Li Han of Hengli Electronics, your contact for the wiring harnesses.'],
      [topic.thanksZh, '您客气，应该的。', '合作愉快，来东莞一定喊我。'],
      [topic.thanksEn, 'You are welcome. Dim sum in Dongguan is on me.'],
      [topic.greetingZh, '{name}您好，今天有什么吩咐？', '{name}好，货一切顺利。'],
      [topic.greetingEn, 'Hello {name}, everything is on schedule.'],
      [topic.okZh, '好嘞，您放心。'],
      [topic.han, '这个我问下厂里，半小时内给您准话。', '我不敢拍脑袋，让吴梅核一下再答您。'],
      [undefined, 'Let me ask the plant, answer in half an hour.', 'I prefer not to guess, Mei Wu will check.'],
    ]),
    overheard(
      'hengli-harness',
      '首批.*(什么时候|哪天|几点)|(什么时候|哪天).*(发|到)',
      '首批 T-7 一早发车，第二天到昆山，车牌在群里。',
    ),
    overheard('hengli-harness', 'when.*(ship|arrive)', 'The first lot leaves at T-7 and reaches Kunshan a day later.'),
  ],
}

export const wangyuan: DemoBot = {
  person: 'wangyuan',
  replies: [
    ...addressed([
      [topic.priceZh, '价格我收到了，内部要过会。你们把响应时间守住，比再降两个点有用。'],
      ['合同|附件|法务|contract', '附件二没意见，其他条款法务还在看，有结果我告诉葛君。'],
      [topic.orderZh, '600 台要等过会，先别排产，别让你们压货。'],
      [topic.noiseZh, '昨天又去听了一遍，32。顾客没有再提，就是最好的评价。'],
      [topic.presentZh, '在开会，简短说。'],
      [topic.presentEn, 'In a meeting, short please.'],
      [topic.whoZh, '云栖百货王予安，采购。说话直，别介意。'],
      [topic.whoEn, 'Yu’an Wang, purchasing at Yunqi Stores. I am direct.'],
      [topic.thanksZh, '不客气，把事做好就行。'],
      [topic.thanksEn, 'Fine. Just keep it working.'],
      [topic.greetingZh, '{name}，你好。', '你好，什么事？'],
      [topic.greetingEn, 'Hello {name}. What is it?'],
      [topic.okZh, '嗯。'],
      [topic.han, '给我时间表，不要给我形容词。', '这个我要和楼层经理商量，下午答你。'],
      [undefined, 'A timetable, please, no adjectives.', 'I need to ask the floor manager first.'],
    ]),
  ],
}

export const maya: DemoBot = {
  person: 'maya',
  replies: [
    ...addressed([
      [topic.botEn, 'Very much a person, with very little sleep and very much coffee.'],
      [topic.botZh, 'Real Maya here 😄 我的中文只够点菜。'],
      [
        topic.launchEn,
        '08:00 CEST, which is 14:00 in Shanghai. One moment for the whole world.',
        'Jonas has the press kit, Claire has the stores, Tom has the trucks. I have the nerves.',
      ],
      [topic.launchZh, '14:00 Shanghai = 08:00 CEST = 15:00 Tokyo. 同一时间 👍'],
      [topic.incidentEn, 'We use another gateway, so EMEA is fine. Fingers crossed for you.'],
      [topic.incidentZh, 'EMEA uses another gateway, not affected. 加油！'],
      [topic.priceEn, '€279 for Air 2 and €399 for Pro, tax included, everywhere in the eurozone.'],
      [topic.orderEn, '600 by rail, 1,080 by sea. Tom tracks both as if they were his children.'],
      [topic.presentEn, 'Yes! Shoot.', 'Here, between two calls.'],
      [topic.presentZh, 'Yes, here! 请说。'],
      [topic.whoEn, 'Maya Ortiz, I run EMEA from Madrid.'],
      [topic.whoZh, 'Maya Ortiz, EMEA, Madrid. Nice to meet you!'],
      [topic.thanksEn, 'Any time!', 'De nada.'],
      [topic.thanksZh, '不客气！(I practised that one.)'],
      [topic.greetingEn, 'Hola {name}!', 'Hello {name} from Madrid.'],
      [topic.greetingZh, '你好 {name}! Greetings from Madrid.'],
      [topic.okEn, 'Perfect.'],
      [topic.laughs, '😄'],
      [
        topic.han,
        'Let me translate this properly, then I answer. One moment!',
        '慢慢来 please, my Chinese is at menu level 😅',
      ],
      [
        undefined,
        'Good question. Let me ask the team and come back before lunch.',
        'I have an opinion, but Claire has the facts. Asking her.',
        'Noted! Can we take five minutes on a call?',
      ],
    ]),
  ],
}

export const jonas: DemoBot = {
  person: 'jonas',
  replies: [
    ...addressed([
      [topic.botEn, 'A person, and a German one, so I answer in order.'],
      [topic.botZh, 'A real person, from Berlin 🙂'],
      [
        topic.launchEn,
        'Embargo lifts at 08:00 CEST on launch day, not a minute earlier. Kit: press.qingyu.example/air2',
      ],
      [topic.launchZh, '08:00 CEST = 14:00 Shanghai. Kit: press.qingyu.example/air2'],
      [
        '\\b(press|kit|photos?|quotes?|journalists?)\\b|新闻稿|媒体|采访',
        'The kit is at press.qingyu.example/air2: 14 photos, fact sheet, noise sheet, two quotes. Password by mail.',
      ],
      [topic.presentEn, 'Yes. I have four minutes.', 'Here.'],
      [topic.presentZh, 'Yes, here. English is faster for me, sorry.'],
      [topic.whoEn, 'Jonas Weber, PR for EMEA, in Berlin.'],
      [topic.thanksEn, 'With pleasure.'],
      [topic.thanksZh, '谢谢! That one I know.'],
      [topic.greetingEn, 'Hello {name}.', 'Good to hear from you, {name}.'],
      [topic.greetingZh, '你好 {name}!'],
      [topic.okEn, 'Good.'],
      [topic.han, 'I will ask Peiran to translate, so that I do not answer the wrong question.'],
      [
        undefined,
        'I do not know, and I do not want to guess in writing. Answer today.',
        'Please send me the exact wording, then I can check it.',
      ],
    ]),
    overheard(
      'global-emea',
      'press kit|embargo|when.*(launch|live)',
      '08:00 CEST, 14:00 Shanghai, 15:00 Tokyo. Everything is in press.qingyu.example/air2',
    ),
  ],
}

import type { DemoBot } from '../../types.ts'
import { addressed, topic } from '../../voice.ts'

export const linwan: DemoBot = {
  person: 'linwan',
  replies: [
    ...addressed([
      [topic.botZh, '真人，还会为 4 px 失眠的那种。'],
      [topic.botEn, 'Real, and losing sleep over 4 pixels.'],
      [
        topic.designZh,
        '主视觉已锁稿，源文件在 doc.qingyu.example/air2-kv。再有人说“随便改改”，我就随便拒绝。',
        '图标到 v7 了：doc.qingyu.example/icons-v7。你的眼睛也借我用一下？',
        '字号、间距按六档走，拿不准就选大的那一档。',
      ],
      [
        topic.designEn,
        'The key visual is locked: doc.qingyu.example/air2-kv. Please look, please do not touch.',
        'Icons are at v7: doc.qingyu.example/icons-v7. Fresh eyes are welcome.',
      ],
      [topic.launchZh, '发布会物料都进场了。大屏字体不小于 64 px。', '还有 9 天，我这边剩两张横幅，明天交。'],
      [topic.launchEn, 'Our material is on site, two banners to go. Nine days left.'],
      [topic.storeZh, '湖滨店的橱窗像早上七点，路过的人会停下来。'],
      [topic.presentZh, '在，手里是笔，慢一拍。', '在的～'],
      [topic.presentEn, 'Here, pen in hand.'],
      [topic.whoZh, '林晚，品牌设计部。你看到的青色，都是我吵来的。'],
      [topic.whoEn, 'Wan Lin, brand design. I fought for every shade of that green.'],
      [topic.thanksZh, '不谢，好看就行。', '谢莫然，他改了七遍。'],
      [topic.thanksEn, 'You’re welcome. Thank Ran Mo, he did seven rounds.'],
      [topic.greetingZh, '{name}，来啦。', '嗨 {name} ☀️'],
      [topic.greetingEn, 'Hi {name} ☀️'],
      [topic.okZh, '好～'],
      [topic.laughs, '😂'],
      [
        topic.han,
        '哪一页？我打开看着说比较准。',
        '我先放一放，晚点画给你看，说不清的。',
        '嗯，这个得问问苏禾，她会先问“为什么”，你准备一下。',
      ],
      [undefined, 'Which page? I think better when I see it.', 'Let me sketch an answer, words will not do.'],
    ]),
  ],
}

export const xuzhiyuan: DemoBot = {
  person: 'xuzhiyuan',
  replies: [
    ...addressed([
      [topic.botZh, '哈哈，真人，站在门店里呢，旁边是奶茶店。'],
      [topic.botEn, 'Very human, standing in a store next to a bubble tea shop.'],
      [
        topic.storeZh,
        '186 家门店，最后到位的是华东 46 家，一家不少我才睡得着。',
        '湖滨店跟上市同一天 10:00 开门，预约制，半小时 30 位。',
        '样机：重点 41 家最先开箱，其余按到货走。',
      ],
      [topic.priceZh, '标准版 1,999，Pro 2,999，全渠道同价。折扣要走审批，别在群里谈数字 😄'],
      [topic.priceEn, '1,999 for Air 2 and 2,999 for Pro, the same in every channel. Discounts go through approval.'],
      ['云栖|王予安|600', '云栖 600 台等她们过会，折扣单批了就能签。王姐看重响应时间，不看重嘴甜。'],
      [
        topic.launchZh,
        '渠道这边准备好了：186 家、61 城、首周备货逾 1.1 万台。',
        '门店就等那天 14:00，大家一起看直播。',
      ],
      [topic.launchEn, 'Retail is ready: 186 stores, 61 cities, more than 11,000 units for week one.'],
      [topic.orderZh, '交期问江波最准，我只管货到店之后的事。'],
      [topic.presentZh, '在在在，店里信号不好，慢点。', '在，说吧兄弟。'],
      [topic.presentEn, 'Yes, here! Signal in the store is not great.'],
      [topic.whoZh, '许知远，管渠道和门店。哪家店的灯泡坏了我可能都知道。'],
      [topic.whoEn, 'Zhiyuan Xu, channels and stores. I probably know which bulb is broken where.'],
      [topic.thanksZh, '客气啥，生煎管够。', '自己人。'],
      [topic.thanksEn, 'Don’t mention it.'],
      [topic.greetingZh, '{name}！在呢。', '哟，{name}，吃了没？'],
      [topic.greetingEn, 'Hi {name}! Good to see you.'],
      [topic.okZh, '妥'],
      [topic.laughs, '😄'],
      [topic.han, '我在店里，晚点坐下来回你，一定回。', '这个得问下面大区，我打个电话，等我。'],
      [
        undefined,
        'I’m on the shop floor, proper answer later, promised.',
        'Let me call the region and come back to you.',
      ],
    ]),
  ],
}

export const suhe: DemoBot = {
  person: 'suhe',
  replies: [
    ...addressed([
      [topic.botZh, '是我本人。你为什么这么问？'],
      [topic.botEn, 'It is me. Why do you ask?'],
      [
        topic.launchZh,
        '日期不变。我更关心第一页那句话，你读出来会不会停一下？',
        '上市是起点。真正的日子是用户忘了它的那一晚。',
      ],
      [topic.launchEn, 'The date stands. I care more about the first slide: does it make you pause?'],
      [topic.incidentZh, '听周野和何清的。我只要求一件事：复盘里写清楚，当时谁有疑问、为什么没被听见。'],
      [topic.incidentEn, 'Ye Zhou and Qing He have it. I only want the review to say which doubts were not heard.'],
      [topic.designZh, '先说它替谁解决什么，再说好不好看。', '我看了，方向对。能不能再拿掉一样东西？'],
      [topic.designEn, 'First tell me whom it helps, then whether it is pretty.'],
      [topic.presentZh, '在。', '在，说。'],
      [topic.presentEn, 'Yes.'],
      [topic.whoZh, '苏禾，产品研发中心。我的工作主要是问“为什么”。'],
      [topic.whoEn, 'He Su, product and R&D. Mostly I ask why.'],
      [topic.thanksZh, '是你们做得好。'],
      [topic.thanksEn, 'You did the work.'],
      [topic.greetingZh, '{name}，你好。', '嗯，{name}。'],
      [topic.greetingEn, 'Hello, {name}.'],
      [topic.okZh, '好。'],
      [topic.han, '为什么？', '把它写成一句话给我，我就知道怎么答了。', '我今天不答，明天你可能自己就有答案了。'],
      [undefined, 'Why?', 'Put it into one sentence, then I can answer.'],
    ]),
  ],
}

export const hongyan: DemoBot = {
  person: 'hongyan',
  replies: [
    ...addressed([
      [
        topic.storeZh,
        '湖滨店：样机齐了、陈列好了，就差消防复检。开业当天 10:00，预约制。',
        '其余门店我每天抽 20 家看照片，灯泡坏一个都逃不掉。',
      ],
      [topic.launchZh, '开业和上市同一天，店里放直播，体验舱第一位留给宁波来的老用户。'],
      [topic.launchEn, 'The Hubin store opens on launch day at 10:00, and we show the stream there.'],
      [topic.presentZh, '在店里，你说。'],
      [topic.presentEn, 'At the store, go ahead.'],
      [topic.whoZh, '洪燕，门店运营。开店、关店、换灯泡，都归我。'],
      [topic.whoEn, 'Yan Hong, store operations.'],
      [topic.thanksZh, '谢店里的孩子们，他们擦玻璃擦到十点。'],
      [topic.thanksEn, 'Thank the team here, they polished glass until ten.'],
      [topic.greetingZh, '{name} 好～有空来店里坐坐。'],
      [topic.greetingEn, 'Hi {name}, come and visit the store.'],
      [topic.han, '我问下卢晓，她最清楚，等我两分钟。', '记下了，晚上打烊一起看。'],
      [undefined, 'Let me ask Lu Xiao, she knows best.', 'Noted, we look at it after closing time.'],
    ]),
  ],
}

export const duyue: DemoBot = {
  person: 'duyue',
  replies: [
    ...addressed([
      ['预约|销量|数据|多少台|转化', '预约累计 14,706，Pro 占 41%。付款量、发货量、签收量分开看，别问我“销量”。'],
      [topic.priceZh, 'Air 1 到手 1,099 送滤芯，Air 2 不打折，只做预约。竞品降到 999 我们也不跟。'],
      [topic.priceEn, 'Air 1 is 1,099 with a filter. Air 2 is pre-order only, no discount.'],
      [topic.launchZh, '倒计时页准备好了，跟发布页一起切。直播间当天三班倒。'],
      [topic.launchEn, 'The countdown page goes live with the launch page.'],
      [topic.incidentZh, '支付不稳我就压投放，直播间讲科普不催单；稳了再拉回来。'],
      [topic.incidentEn, 'When payments wobble I cut ads to 30%, and bring them back when they are stable.'],
      [topic.presentZh, '在，盯着盘呢。'],
      [topic.presentEn, 'Here, watching the numbers.'],
      [topic.whoZh, '杜月，电商部，周年庆和预约都归我。'],
      [topic.whoEn, 'Yue Du, e-commerce.'],
      [topic.thanksZh, '爆了再谢！'],
      [topic.thanksEn, 'Thank me after launch day!'],
      [topic.greetingZh, '{name} 好！今天也是冲的一天。'],
      [topic.greetingEn, 'Hi {name}!'],
      [topic.han, '给我五分钟，看完这波数据回你。', '这个让阮敏拉数更准，我帮你问。'],
      [undefined, 'Five minutes, let me finish this batch of numbers.', 'Min Ruan has the exact figure, I’ll ask.'],
    ]),
  ],
}

export const tengfei: DemoBot = {
  person: 'tengfei',
  replies: [
    ...addressed([
      [
        topic.orderZh,
        'PO-2209 总量 12,000 套：首批 2,000 T-7 发，第二批 5,000 T-1 发，第三批看评审结论。',
        '进度都在 srm.qingyu.example，搜 PO-2209，良率和车牌都有。',
      ],
      [topic.orderEn, 'PO-2209: 2,000 sets ship at T-7, 5,000 at T-1, the third lot follows the review.'],
      [topic.launchZh, '物料侧没有红灯，连接器借料也到东莞了。'],
      [topic.presentZh, '在，刚挂供应商电话。'],
      [topic.presentEn, 'Here, just off the phone with a supplier.'],
      [topic.thanksZh, '小事，借料单记得签就行。'],
      [topic.thanksEn, 'No problem.'],
      [topic.greetingZh, '{name} 好。'],
      [topic.greetingEn, 'Hi {name}.'],
      [topic.whoZh, '滕飞，电子料采购，线束、连接器、芯片找我。'],
      [topic.whoEn, 'Fei Teng, electronics sourcing.'],
      [topic.han, '我查一下系统再答，口说无凭。', '这个要问冯黎，她管价格。'],
      [undefined, 'Let me check the system first.', 'Li Feng owns prices, I’ll ask her.'],
    ]),
  ],
}

import { type Photo, scenes } from '../media/index.ts'
import { transcript } from '../transcript.ts'
import type { DemoTalk } from '../types.ts'

const photo = (name: string, svg: () => string): Photo => ({ name: `${name}.jpg`, svg })
const displays = (cities: readonly string[], first: number) =>
  cities.map((city, index) => photo(`陈列 ${city}`, () => scenes.display(first + index)))

const storePlan = () => scenes.plan({ title: '湖滨店 v3', rooms: ['展示区', '体验舱', '仓', '收银'], note: '青屿科技' })

/** What messages have besides their words. */
export const talk: DemoTalk = {
  'air2-launch': {
    embargo: { mark: { kind: 'question', by: 'jonas' } },
    moment: {
      answerTo: 'embargo',
      reactions: { '👍': 'jonas maya aiko' },
      mark: { kind: 'decision', by: 'zhouye' },
      saved: ['发布会'],
    },
    perfect: { replyTo: 'embargo' },
    tokyo: { replyTo: 'embargo', reactions: { '🙏': 'jonas' } },
    daily: {
      media: {
        name: '经营日报 T-10.xlsx',
        sheets: [
          {
            name: '预约',
            rows: [
              ['渠道', '昨日新增', '累计', '环比 %', 'Pro 占比 %'],
              ['天猫', 812, 5_240, 21, 44],
              ['京东', 476, 3_118, 14, 38],
              ['小程序', 355, 2_406, 26, 42],
              ['线下门店', 198, 1_716, 9, 37],
              ['合计', 1_841, 12_480, 18, 41],
            ],
          },
          {
            name: '城市',
            rows: [
              ['城市', '累计预约', '门店数'],
              ['上海', 2_104, 31],
              ['杭州', 1_377, 18],
              ['苏州', 986, 14],
              ['广州', 921, 17],
              ['北京', 874, 12],
            ],
          },
        ],
      },
    },
    dates: {
      announcement: true,
      remindIn: 3,
      ask: {
        ask: 'acknowledged',
        of: `chenyu linwan xuzhiyuan suhe maya jonas aiko gaoyichen xiaran tianmu guminglang heqing luoheng panwei lanting
          yejing duyue hongyan qulin xiaqing jiangbo leiming shenyizhou`,
        done: `chenyu linwan xuzhiyuan suhe maya jonas gaoyichen xiaran tianmu guminglang heqing luoheng panwei lanting
          yejing duyue hongyan xiaqing jiangbo leiming`,
      },
      pinnedBy: 'zhouye',
      reactions: { '👌': 'linwan xuzhiyuan jiangbo hongyan duyue guminglang xiaqing' },
    },
    kv: {
      media: { photos: [photo('Air 2 主视觉 终稿', () => scenes.poster('安静会来', 'purifier', 0.35))] },
      reactions: { '❤️': 'suhe yejing xuzhiyuan maya', '👍': 'chenyu hongyan tianmu' },
    },
    subline: { replyTo: 'kv' },
    locked: { replyTo: 'kv', before: '改了，是好一点。锁稿。', reactions: { '😂': 'chenyu yejing suhe' } },
    today: {
      pinnedBy: 'zhouye',
      reactions: { '👍': 'zhouye guminglang luoheng hongyan xuzhiyuan linwan suhe panwei', '💪': 'heqing lanting' },
    },
    switch: { reactions: { '👀': 'luoheng shenyizhou chenyu' } },
    ifnot: { mark: { kind: 'question', by: 'suhe' } },
    noswitch: { answerTo: 'ifnot', reactions: { '👍': 'suhe chenyu' } },
    dinner: {
      poll: {
        options: [
          ['湖边那家杭帮菜', 'suhe chenyu xiaran linwan yejing'],
          ['小龙虾，管够', 'xuzhiyuan heqing luoheng panwei'],
          ['火锅', 'tianmu qulin'],
          ['食堂“老样子”', 'zhouye'],
        ],
      },
    },
    incident: {
      record: transcript(`
D-0
08:18 tanyuan 对，昨晚是积分，今早是验签。都在 2.31 里。
08:20 zhouye 那就别再打补丁了，回滚 2.31。
09:34 zhouye 13:30。11:00 回滚，留两个半小时观察。
09:36 chenyu 好，13:30 我在群里等一句“可以”或“不可以”。
10:12 heqing 影响面收窄到 **2.1%**，等待回滚。
10:15 tanyuan 2.30 镜像已预热到 24 台。
`),
    },
    samples: {
      media: {
        photos: [
          photo('湖滨店 门头', () => scenes.storefront(0.9)),
          photo('湖滨店 开箱', scenes.unboxing),
          photo('湖滨店 到货', scenes.delivery),
          photo('观前店', () => scenes.display(1)),
          photo('西岸店', () => scenes.display(3)),
        ],
      },
      reactions: { '🎉': 'xuzhiyuan linwan jiangbo chenyu', '😍': 'suhe' },
    },
    hush: { media: { voice: { seconds: 8, pitch: 205 } } },
    page12: { reactions: { '🙏': 'chenyu' } },
    full: {
      reactions: { '🎉': 'suhe chenyu luoheng lanting panwei heqing guminglang maya', '👏': 'xuzhiyuan linwan' },
    },
    displays: {
      media: { photos: displays(['上海', '杭州', '苏州', '南京', '宁波', '无锡', '合肥', '常州', '昆山'], 0) },
      reactions: { '👏': 'linwan hongyan suhe' },
    },
    line: { replyTo: 'displays' },
  },
  'inc-2043': {
    off: { mark: { kind: 'decision', by: 'heqing' }, pinnedBy: 'heqing' },
    balanced: { reactions: { '❤️': 'chenyu heqing zhouye', '🙏': 'qianduo xiaqing' } },
    sorted: { reactions: { '👀': 'shenyizhou luoheng', '😮': 'chenyu' } },
    back: { mark: { kind: 'decision', by: 'heqing' } },
    when: { mark: { kind: 'question', by: 'chenyu' } },
    halfpast: { answerTo: 'when', pinnedBy: 'heqing' },
    timeline: {
      saved: ['复盘'],
      preview: { title: 'INC-2043 支付回调延迟', description: '时间线、影响数和两次的原因，随处理更新。' },
    },
    whole: { mark: { kind: 'fix', by: 'heqing' } },
    freeze: {
      ask: {
        ask: 'acknowledged',
        of: 'zhouye chenyu luoheng tanyuan baijing yandong liqiuyue shenyizhou guminglang lanting xiaqing duyue qianduo',
        done: 'zhouye luoheng tanyuan baijing liqiuyue shenyizhou guminglang lanting',
      },
    },
    mengfei: { contact: 'mengfei' },
    sign: { ask: { ask: 'done', of: 'chenyu' } },
    steps: {
      media: { photos: [photo('回滚 8 步', () => scenes.whiteboard('回滚 2.31', 8, 7))] },
      reactions: { '✅': 'tanyuan baijing liqiuyue' },
    },
  },
  'store-hubin': {
    plan: {
      media: { name: '湖滨店平面图 v3.pdf', pages: [storePlan] },
      pinnedBy: 'hongyan',
      saved: ['门店', '发布会'],
    },
    cabin: {
      media: { photos: [photo('体验舱', scenes.cabin)] },
      reactions: { '😍': 'linwan chenyu luxiao', '🤫': 'yejing' },
    },
    shelves: { media: { photos: displays(['主墙', '柱子右边', '收银台'], 4) } },
    lights: {
      media: { name: '橱窗试灯.webm', seconds: 6, video: scenes.storefront },
      reactions: { '❤️': 'linwan hongyan taoran', '✨': 'yejing' },
    },
    murmur: { media: { voice: { seconds: 11, pitch: 225 } } },
    heard: { replyTo: 'murmur' },
    arrived: {
      media: { photos: [photo('样机到店', scenes.delivery), photo('开箱', scenes.unboxing)] },
      reactions: { '👍': 'hongyan chenyu' },
    },
    ribbon: { mark: { kind: 'question', by: 'hongyan' } },
    granny: { answerTo: 'ribbon', reactions: { '🥹': 'chenyu luxiao qulin', '✂️': 'yaoyao' } },
  },
  freight: {
    list: {
      media: {
        name: '受潮滤芯清单.xlsx',
        sheets: [
          {
            name: 'A3 货架',
            rows: [
              ['箱号', '品名', '数量', '外箱', '内袋'],
              ...Array.from({ length: 11 }, (_, i) => [`A3-${i + 1}`, 'Air 1 滤芯', 24, '湿', '完好']),
            ],
          },
        ],
      },
    },
    wet: {
      media: { photos: [photo('A3 漏水', () => scenes.rack(true)), photo('A4 正常', () => scenes.rack(false))] },
      reactions: { '👍': 'niuben' },
    },
  },
  badminton: {
    round: {
      signup: {
        example: '名字 + 备注，带朋友写几位',
        lines: [
          ['niuben', '占场'],
          ['zengyi', '24 磅'],
          ['fengli', '顺路买球'],
          ['songyi', ''],
          ['dongqing', '带热敷贴'],
          ['gejun', '从苏州来，带袜底酥', 2],
          ['baoxin', '收场地费'],
          ['caoyang', '如果列车不发'],
          ['heqing', '如果 INC 收了'],
          ['xiongke', '播完过来'],
        ],
      },
    },
    sweets: { reactions: { '😋': 'niuben baoxin songyi dongqing heqing', '🙋': 'chenyu' } },
  },
  'product-team': {
    weekly: { pinnedBy: 'zhoujiayi', reactions: { '👍': 'chenyu linpeiran maxiaotong' } },
    duty: { pinnedBy: 'chenyu', saved: [] },
  },
  'direct/qianduo': { receipts: { remindIn: -1 } },
  'direct/xuzhiyuan': {
    quote: {
      media: {
        name: '云栖报价单 v4.xlsx',
        sheets: [
          {
            name: '报价',
            rows: [
              ['品名', '数量', '单价', '折扣', '小计'],
              ['Air 2', 400, 1_999, 0.85, 679_660],
              ['Air 2 Pro', 200, 2_999, 0.85, 509_830],
              ['合计', 600, '', '', 1_189_490],
            ],
          },
        ],
      },
    },
    voice: { media: { voice: { seconds: 5, pitch: 128 } } },
  },
  'direct/linwan': {
    proof: { media: { photos: [photo('打样 第二版', () => scenes.poster('安静会来', 'purifier', 0.8))] } },
    lamps: { media: { photos: [photo('湖滨店的灯', () => scenes.storefront(1))] }, reactions: { '❤️': 'linwan' } },
  },
}

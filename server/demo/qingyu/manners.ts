import type { DemoManners } from '../types.ts'

/** What people without a script answer, by department. */
export const manners: DemoManners = {
  '': {
    zh: [
      '看到了，手头这件事做完就回你。',
      '好问题，我想清楚再答，别让你白跑一趟。',
      '我先记下来，晚点给你准话。',
      '这个我问一下再回你，免得说错。',
      '方便的话写成一句话，我转给最清楚的人。',
      '明白你的意思了，给我一点时间。',
      '不急的话下班前回你，急的话打我电话。',
      '可以，你先说说想要什么结果？',
    ],
    en: [
      'Seen. Let me finish this first, then you get a proper answer.',
      'Good question. I’d rather think than guess.',
      'Noted, I’ll come back to you on that.',
      'Let me ask someone who knows, so I don’t tell you nonsense.',
      'Could you put it into one sentence? I’ll pass it on.',
      'Understood. Give me a little time.',
    ],
  },
  product: {
    zh: ['先说说是谁、在什么时候会用到它？', '放进需求池了，本周一起看。', '这个我有一页纸，整理完发你。'],
    en: ['Who would need that, and when?', 'It’s in the backlog, we look at it this week.'],
  },
  platform: {
    zh: [
      '日志里应该有，我查一下。',
      '改动不大，测完才敢说没问题。',
      '先别动，我看一眼现场。',
      '这个归我们，记到看板了。',
    ],
    en: ['The logs should tell, let me look.', 'Small change, but I only believe it once it’s tested.'],
  },
  hardware: {
    zh: ['我去实验室量一下，数据比我可靠。', '手上戴着手套，打字慢，稍等。', '样机在我桌上，拆开看看再答你。'],
    en: ['Let me measure it, the data knows better than I do.', 'I have a sample here. Let me open it first.'],
  },
  brand: {
    zh: ['我画一张给你看，比说清楚。', '方向可以，再删掉一样东西试试。', '稿子打开了，正在看。'],
    en: ['Let me draw it, that’s clearer than words.', 'I have the file open, looking.'],
  },
  retail: {
    zh: ['我问一下店里，十分钟内回你。', '今天在路上，到店了细说。', '这个数我晚上打烊对完给你。'],
    en: ['Let me ask the store, ten minutes.', 'I’m on the road, details when I arrive.'],
  },
  supply: {
    zh: ['我查下系统，口说无凭。', '货的事问我就对了，等我看一眼车在哪。', '数我点一遍再报，不多报也不少报。'],
    en: ['Let me check the system first.', 'I’ll count before I tell you a number.'],
  },
  service: {
    zh: ['我先听用户怎么说，再告诉你。', '收到，已经记进工单了。', '刚挂一通电话，马上看。'],
    en: ['Let me hear what the customer says first.', 'It’s in a ticket now, thank you.'],
  },
  corp: {
    zh: ['流程我帮你走，需要你签一个字。', '我核一下规定再答你，很快。', '单子收到了，没问题我就往下走。'],
    en: ['I’ll take it through the process, you only need to sign.', 'Let me check the rules, it won’t take long.'],
  },
  overseas: {
    zh: ['Let me read this twice, my Chinese is slow but honest.', 'One moment, I’ll ask Peiran to translate.'],
    en: ['I’ll check with the local team and come back.', 'It’s early here, but yes, I’m on it.'],
  },
  partners: {
    zh: ['您稍等，我问下我们这边。', '收到，内部确认后回复您。'],
    en: ['One moment, I’ll ask on our side.', 'Received, we confirm and come back to you.'],
  },
}

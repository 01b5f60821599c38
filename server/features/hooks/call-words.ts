/** What who pressed a button of a card is told by the server, in the language of its hook. `host`: who was called. */
export const callWords = {
  zh: {
    called: (host: string) => `${host} 已收到`,
    sent: '操作已经发出，还没有应答，不确定是否已经处理。',
    off: '这个 Webhook 不能调用其他系统，操作没有发出。',
    silent: '这个 Webhook 已停用，操作没有发出。',
    nowhere: '这个工作区不访问其他系统，操作没有发出。',
    forbidden: '这个按钮的地址不允许访问，操作没有发出。',
    busy: '这张卡片的系统还有很多操作没有应答，操作没有发出，请稍后再试。',
    refused: (host: string, status: number) => `${host} 没有接受（HTTP ${status}）。`,
    late: (host: string) => `${host} 没有及时应答，不确定是否已经处理。`,
    unreached: (host: string) => `连不上 ${host}，不确定是否已经处理。`,
    unshown: (host: string) => `${host} 已收到，但它的应答无法显示。`,
  },
  en: {
    called: (host: string) => `${host} has it`,
    sent: 'Sent, and not answered yet. It may or may not have been done.',
    off: 'This webhook may not call other systems. Nothing was sent.',
    silent: 'This webhook is switched off. Nothing was sent.',
    nowhere: 'This workspace calls no other systems. Nothing was sent.',
    forbidden: 'The address of this button may not be called. Nothing was sent.',
    busy: 'The system behind this card has many answers outstanding. Nothing was sent; try again later.',
    refused: (host: string, status: number) => `${host} didn’t accept it (HTTP ${status}).`,
    late: (host: string) => `${host} didn’t answer in time. It may or may not have been done.`,
    unreached: (host: string) => `${host} can’t be reached. It may or may not have been done.`,
    unshown: (host: string) => `${host} has it, but its answer can’t be shown.`,
  },
} as const

import type { Settings } from '../../preload/contract/index.ts'

export type Language = 'zh' | 'en'

const zh = {
  app: '连群',
  and: '、',
  tray: {
    open: '打开连群',
    doNotDisturb: '勿扰模式',
    quit: '退出',
    tooltip: (unread: number) => (unread > 0 ? `连群：${unread} 条未读` : '连群'),
  },
  badge: (count: number) => `${count} 条未读消息`,
  notification: {
    mentioned: '[有人@我] ',
    /** For a message without text. */
    wordless: '发来一条消息',
    from: (sender: string, text: string) => `${sender}：${text}`,
    burst: (sender: string, count: number) => `${sender}：${count} 条新消息`,
    burstOfSeveral: (sender: string, count: number) => `${sender} 等 ${count} 条新消息`,
    count: (count: number) => (count === 1 ? '有一条新消息' : `${count} 条新消息`),
    summary: (conversations: number, messages: number) => `${conversations} 个会话有 ${messages} 条新消息`,
  },
  menu: {
    file: '文件',
    edit: '编辑',
    view: '视图',
    window: '窗口',
    about: '关于连群',
    settings: '设置…',
    services: '服务',
    hide: '隐藏连群',
    hideOthers: '隐藏其他',
    showAll: '全部显示',
    quit: '退出连群',
    close: '关闭窗口',
    undo: '撤销',
    redo: '重做',
    cut: '剪切',
    copy: '复制',
    paste: '粘贴',
    pasteText: '粘贴为纯文本',
    delete: '删除',
    selectAll: '全选',
    actualSize: '实际大小',
    zoomIn: '放大',
    zoomOut: '缩小',
    fullScreen: '全屏',
    reload: '重新加载',
    developer: '开发者工具',
    minimize: '最小化',
    zoom: '缩放',
    front: '全部置于顶层',
    copyLink: '复制链接',
  },
  dialog: {
    startFailed: '连群无法启动',
    startFailedDetail: (reason: string) => `请重新启动。如仍无法启动，请将以下信息告知管理员：\n${reason}`,
    settingsReset: '设置文件已损坏，已恢复默认设置',
    settingsResetDetail: (file: string) => `原文件保留在：${file}`,
    pageGone: '窗口页面意外退出',
    pageGoneDetail: '已重新加载过一次。消息没有丢失。可以再次加载，或退出后重新启动。',
    loadAgain: '重新加载',
    quit: '退出',
    unsentLost: '部分未发送的消息无法读取',
    unsentLostDetail: '旧的消息缓存已损坏，未发送的消息和草稿未能全部恢复。请查看最近的会话，补发缺失的内容。',
    withoutTray: '这个桌面不显示托盘图标',
    withoutTrayDetail:
      '隐藏窗口后就找不回来了。可以退出连群，或最小化后继续收消息。在设置里关闭“关闭窗口后保留在托盘”，以后关闭窗口就直接退出。',
    minimise: '最小化',
    unresponsive: '窗口没有响应',
    unresponsiveDetail: '可以再等一会儿，或重新加载。已保存的消息和草稿不受影响。',
    wait: '等待',
    fault: '连群遇到一个问题',
    faultDetail: '可以继续使用。如果有功能不正常，请重新启动，或在设置里复制诊断信息发给管理员。',
    settingsNotSaved: '设置未能保存',
    settingsNotSavedDetail: '磁盘可能已满或不可写入。请处理后再试。',
    certificate: (host: string) => `${host} 需要客户端证书，请选择`,
    certificateDetail: '证书会向对方表明你的身份。请选择公司颁发的那一张。',
    noCertificate: '不使用证书',
    ok: '好',
  },
}

export type Strings = typeof zh

const en: Strings = {
  app: 'Lianqun',
  and: ', ',
  tray: {
    open: 'Open Lianqun',
    doNotDisturb: 'Do not disturb',
    quit: 'Quit',
    tooltip: unread => (unread > 0 ? `Lianqun: ${unread} unread` : 'Lianqun'),
  },
  badge: count => (count === 1 ? '1 unread message' : `${count} unread messages`),
  notification: {
    mentioned: '[@you] ',
    wordless: 'Sent a message',
    from: (sender, text) => `${sender}: ${text}`,
    burst: (sender, count) => `${sender}: ${count} new messages`,
    burstOfSeveral: (sender, count) => `${count} new messages from ${sender} and others`,
    count: count => (count === 1 ? 'New message' : `${count} new messages`),
    summary: (conversations, messages) => `${messages} new messages in ${conversations} conversations`,
  },
  menu: {
    file: 'File',
    edit: 'Edit',
    view: 'View',
    window: 'Window',
    about: 'About Lianqun',
    settings: 'Settings…',
    services: 'Services',
    hide: 'Hide Lianqun',
    hideOthers: 'Hide Others',
    showAll: 'Show All',
    quit: 'Quit Lianqun',
    close: 'Close Window',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    pasteText: 'Paste as Plain Text',
    delete: 'Delete',
    selectAll: 'Select All',
    actualSize: 'Actual Size',
    zoomIn: 'Zoom In',
    zoomOut: 'Zoom Out',
    fullScreen: 'Toggle Full Screen',
    reload: 'Reload',
    developer: 'Developer Tools',
    minimize: 'Minimise',
    zoom: 'Zoom',
    front: 'Bring All to Front',
    copyLink: 'Copy Link',
  },
  dialog: {
    startFailed: 'Lianqun couldn’t start',
    startFailedDetail: reason => `Start it again. If this continues, tell your administrator:\n${reason}`,
    settingsReset: 'The settings file was damaged. Settings are back to their defaults',
    settingsResetDetail: file => `The old file is kept at: ${file}`,
    pageGone: 'The window’s page stopped unexpectedly',
    pageGoneDetail: 'It was already reloaded once. Your messages are safe. Reload it again, or quit and restart.',
    loadAgain: 'Reload',
    quit: 'Quit',
    unsentLost: 'Some unsent messages couldn’t be read',
    unsentLostDetail:
      'The old message cache was damaged, and not all unsent messages and drafts were recovered. Check your recent conversations for anything missing.',
    withoutTray: 'This desktop shows no tray icons',
    withoutTrayDetail:
      'You couldn’t get a hidden window back. Quit Lianqun, or minimise it to keep receiving messages. To quit whenever the window closes, turn off “Keep running in the tray when closed” in Settings.',
    minimise: 'Minimise',
    unresponsive: 'The window isn’t responding',
    unresponsiveDetail: 'You can wait, or reload it. Saved messages and drafts aren’t affected.',
    wait: 'Wait',
    fault: 'Lianqun ran into a problem',
    faultDetail:
      'You can keep working. If something doesn’t look right, restart Lianqun, or copy the diagnostics in Settings and send them to your administrator.',
    settingsNotSaved: 'Settings couldn’t be saved',
    settingsNotSavedDetail: 'The disk may be full or read-only. Fix this and try again.',
    certificate: host => `${host} requires a client certificate. Choose one`,
    certificateDetail: 'It tells the server who you are. Choose the one your company gave you.',
    noCertificate: 'No certificate',
    ok: 'OK',
  },
}

/** The effective language: the chosen one, or Chinese for a Chinese `locale` (a BCP 47 tag), else English. */
export function languageOf(chosen: Settings['language'], locale: string): Language {
  if (chosen !== 'system') return chosen
  return /^zh\b/i.test(locale) ? 'zh' : 'en'
}

/** Texts of main: tray, menu, notifications, dialogs. */
export function strings(language: Language): Strings {
  return language === 'zh' ? zh : en
}

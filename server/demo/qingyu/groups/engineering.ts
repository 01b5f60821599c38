import { keys, transcript } from '../../transcript.ts'
import type { DemoGroup } from '../../types.ts'

/** The firmware of Air 2. */
export const firmware: DemoGroup = {
  key: 'air2-firmware',
  name: 'Air 2 固件',
  owner: 'dingyue',
  members: keys(
    'dingyue panshi xuxiaobei leiming weiqi jinhao songyi suntianyu gaoyichen chenyu shenyizhou shixiaolei nielei',
  ),
  messages: transcript(`
D-26
09:10 dingyue 量产固件 1.0 目标 T-12 冻结。现在 0.9.4，开着的问题 31 个，A 类 4 个。
09:14 panshi A1：低温 -5℃ 启动，风机第一次转不起来，重试才行。复现率 3/50。
09:16 jinhao 软启动斜率太缓，轴承油还没化开。斜率前 200 ms 提 15% 试试。
09:17 panshi 试。
16:40 panshi 提 15% 后 0/200。噪音同事别打我。
16:45 songyi 启动 200 ms 我不打，持续 1 秒我就打了。
D-22
10:05 xuxiaobei A2：颗粒物传感器夜里偶发跳到 999，一秒后恢复。用户看到会吓死。
10:09 weiqi 供电纹波？
10:20 xuxiaobei 不是，是小飞虫。真的。样机里拆出来一只。
10:21 gaoyichen 😂 这算软件还是硬件问题？
10:23 dingyue 都算。硬件加 1 mm 网，软件加一条：单秒跳变超过 10 倍，等三秒再信。
10:25 shenyizhou 三秒会不会挡住真的烟雾？
10:27 xuxiaobei 真烟雾上升曲线最快 4 秒到 500，不会跳变。用香试过了，办公室现在像寺庙。
D-18
14:30 suntianyu OTA 分 5 批，1% / 5% / 20% / 50% / 100%，每批看 6 小时。失败自动回到旧分区。
14:33 panshi 双分区实测断电 300 次，300 次都能起来。第 212 次是聂蕾直接拔的插头，不在计划内。
14:35 nielei 真实用户就是这么拔的。
14:36 panshi 没法反驳。
D-14
11:00 dingyue 0.9.8：开着的 12 个，A 类 1 个。剩 A4：连续运行 21 天后内存剩余 8 KB。
11:05 shenyizhou 泄漏还是碎片？
11:30 panshi 碎片。日志缓冲大小不一，换成固定块。
11:32 shenyizhou 好，换完跑加速：每秒 50 条日志，一天等于 40 天。
D-12
09:02 panshi 跑了 24 小时，剩余内存一条直线，61 KB。
09:03 dingyue 今天最好看的一条线。
D-10
15:20 gaoyichen 用户反馈：童锁长按 3 秒太短，孩子能解开。
15:22 leiming 我家那个 4 岁的 2 秒就解开了，还教了他奶奶。
15:25 dingyue 改成“加减键同时按 5 秒”？
15:27 chenyu 老人会解不开。App 里也能解就行，机身上保留同按 3 秒，别让人记三套。
15:29 gaoyichen 同意。
D-8
17:55 dingyue 1.0-rc1 出包，校验值在 fw.qingyu.example/air2/1.0-rc1。实验室 40 台刷机跑 72 小时。
17:58 nielei 40 台已刷，-10℃ 到 45℃ 循环。
D-5
18:02 nielei 72 小时完成，0 死机、0 误报、1 台 Wi-Fi 掉线后 9 秒自动恢复。
18:05 leiming 可以冻结。签字。
18:06 dingyue 冻结 1.0。以后只修 A 类。谁想加功能，请先去看一眼猫。
18:07 panshi 什么猫？
18:07 dingyue 设计组画的那只，睡着的那只。不要吵醒它。
D-3
10:30 shixiaolei 产线首批 60 台抽 10 台看版本：10 台都是 1.0，校验一致。
10:33 suntianyu 云端证书也都是正式的，没有混进测试证书。
D-2
14:40 weiqi 恒立的温感阻值表会带序列号，产线扫码时直接写校准，比现在两点法准 0.3℃。
14:42 xuxiaobei 解析脚本我写好了，空行、BOM、逗号当小数点都防了。
14:43 dingyue 逗号当小数点是被谁伤过？
14:44 xuxiaobei 去年，德国供应商，整整两天。
D-1
16:15 songyi Pro 量产第 1–20 台最低档：18.6–19.1 dB(A)，全部进规格。
16:17 gaoyichen 全部！晚上加鸡腿。
D-0
09:03 shixiaolei App 侧报 Pro 首次配网在 5 GHz 下 94%。固件能看出原因吗？
09:10 panshi 双频合一的路由先答 5 GHz，模组只支持 2.4，要等它超时 12 秒。App 等 10 秒就放弃了。
09:12 suntianyu 一个 12 一个 10，差 2 秒，经典。
09:14 dingyue 固件把扫描限制在 2.4，省掉等待；App 把超时提到 20 秒。算不算 A 类？
09:21 chenyu 算。第一次开机就失败，等于没买。1.0.1 上，走 OTA 首批，出厂包不动。
09:25 dingyue 好，1.0.1 今晚出，明早实验室 20 台换 6 种路由跑配网。
10:01 panshi 改完了，11 行。6 种路由已从行政借到 4 种，差小米和华硕，谁家有？
10:09 leiming 我家有一台华硕，中午回去拔。家里人会理解的。
`),
}

/** Security review. */
export const security: DemoGroup = {
  key: 'security-review',
  name: '安全评审 Security review',
  owner: 'priya',
  members: keys('priya chenyu zhouye shenyizhou luoheng suntianyu tanyuan dingyue jixiaofeng luoyi xunyi guminglang'),
  messages: transcript(`
D-25
11:00 priya Hi all. Scope for Air 2: device identity, OTA signing, local API, app token storage, payment callbacks. One finding, one owner, one date. 中文回复没问题，我看得懂，写得慢。
11:05 dingyue OTA：Ed25519 签名，公钥烧在只读区。回滚保护用单调计数器。
11:08 priya Who holds the signing key, and how many people can use it?
11:10 dingyue HSM 里，两人同时授权：我和雷总。
11:11 priya Good. What if you both are on the same plane?
11:13 dingyue ……沈亦舟是第三把。
11:14 shenyizhou 我不坐飞机的那天他们坐。
D-21
15:30 priya Finding 1 (high): local API on port 8080 answers without authentication for 60 s after boot.
15:34 dingyue 那是产测留的口子，量产应该关。
15:36 priya The retail unit from the first batch has it open. I switched my own lamp with it. The lamp is not even ours, but still.
15:38 dingyue 今天关，产测改成串口。
D-20
18:20 dingyue 0.9.6 已关，加了用例：开机 60 秒内全端口扫描只允许 443。
18:31 priya Verified. Closed in 27 hours, thank you.
D-16
10:10 priya Finding 2 (medium): app keeps the refresh token in shared preferences on Android 9 and below.
10:15 jixiaofeng 安卓 9 以下占 2.3%。迁到 Keystore，3.0 RC1 带上。
10:17 priya Accepted. Date?
10:18 jixiaofeng T-12。
D-14
14:05 tanyuan 支付回调验签库要升级，旧库两年没更新。Priya 能帮看新库吗？
14:31 priya The library itself is fine. Please test canonicalisation with spaces, plus signs and non-ASCII. That is where such libraries differ.
14:33 tanyuan 好的，加到用例里。
D-11
16:42 luoyi GDPR 侧：设备序列号加房间名算个人数据吗？
16:50 priya Room name alone no, "Emma's bedroom" yes. Treat as personal, encrypt at rest, delete with the account.
16:52 luoyi 同意，隐私政策第 4 节我改。
16:55 suntianyu 删除账号后 24 小时内清设备历史，已实现，含备份 30 天。
D-9
09:30 xunyi 钓鱼演练结果：发 118 封邮件，点链接 9，输密码 3。去年是 11。
09:33 zhouye 3 个里有没有我们部门的？
09:34 xunyi 有 1 个，他 40 秒后自己打电话来报的。
09:36 priya That person did the second best thing possible. No blame, please.
09:37 zhouye 同意，表扬主动报告。
D-7
11:15 priya Finding 3 (low): crash logs contain the Wi-Fi name. Mask it.
11:20 jixiaofeng 改成前两位加星号。
11:22 priya "Te***". My neighbour's is "Tell my wifi love her", so that helps a lot.
D-4
13:01 guminglang 汇总：发现 11 条，关闭 9，剩 2 条都是低危，日期在上市之后，可以吗？
13:10 priya Yes, signed. Report: sec.qingyu.example/air2-final
13:12 chenyu 谢谢 Priya。上市那天如果有人公开报漏洞，找谁？
13:20 priya security@qingyu.example, I answer within 4 hours. Liam's macros already point there.
D-2
17:02 shenyizhou 三把签名钥匙的保管演练做了一次，从申请到签完 11 分钟。
17:05 priya Fast enough for an emergency, slow enough to think. Perfect.
D-0
08:25 priya I read INC-2043. The spaces test from two weeks ago, was it ever run?
08:40 tanyuan 加了用例，但只测了空格在首尾，没测中间。是我理解窄了。
08:44 priya My sentence was too short, then. I'll write test vectors next time, not advice.
08:46 zhouye 这个改进好：评审意见附测试向量。
09:02 priya Vectors for this one: 38 cases, sec.qingyu.example/vectors/callback. Please run them against 2.30 before 11:00, too.
09:27 tanyuan 2.30 跑完 38/38 通过。
09:28 priya Thank you. Now I can have breakfast.
09:55 chenyu @{priya} 发布会问答里有一题是“你们怎么保护家里的数据”，能帮我写三句人话吗？
10:08 priya 1) Your air data stays in your account, and we don't sell it.
  2) Delete the account and it is gone in 24 hours.
  3) The purifier has no camera and no microphone. People like the third one most.
10:11 chenyu 第三句放第一。
`),
}

/** The quality gate. */
export const qualityGate: DemoGroup = {
  key: 'quality-gate',
  name: '质量门禁',
  owner: 'maoyan',
  muted: true,
  members: keys(
    'maoyan feiran shixiaolei lanting zhengyi caoyang chenyu guminglang hefan fuqing kuangming zengyi qiaoan',
  ),
  messages: transcript(`
D-24
10:00 maoyan 上季度漏到线上的问题 37 个，其中 21 个有测试能拦住，只是没跑。所以这季度不加测试，先让该跑的都跑。
10:04 zhengyi 没跑的原因排名：太慢 12、不稳定被跳过 6、不知道有 3。
10:05 feiran 太慢的我认，端到端一轮 54 分钟。
10:12 zhengyi 目标 15 分钟？
10:13 feiran 20 吧，给我留点尊严。
D-20
16:30 feiran 端到端拆成 8 份并行，54 → 19 分钟。
16:31 maoyan 尊严保住了。
16:33 caoyang 机器费每月多 1,900，比一次回退便宜。
D-17
11:11 shixiaolei 不稳定用例榜：第一名“登录后跳转”，30 天失败 44 次，没有一次是真的。
11:14 hefan 它在等 3 秒再断言。改成等“首页就绪”这个事件就好了，我来。
11:50 hefan 改了 1 个，顺手看到另外 26 个也在傻等 3 秒……
11:52 maoyan 26 个排队改，每人领 4 个，周末前清零。以后评审看到 sleep 直接打回。
D-15
18:08 maoyan 26 个清零。整轮又快了 2 分多钟，等待果然都是浪费。
18:10 shixiaolei 我领的 4 个里有一个等了 30 秒，注释写着“保险起见”。
D-12
09:45 lanting 性能门禁上线：首屏 P75 超过 1.2 s 或包体涨 3% 就拦。
10:30 hefan 第一天就拦了我，包体 +4.1%，我引了整个日期库就为了格式化一个“昨天”。
10:32 zengyi 昨天是挺贵的。
10:55 hefan 换成系统自带的，+0.1%。
D-9
14:20 fuqing 硬件这边也想接进来：整机跌落、老化、噪音结果能不能跟软件门禁放一页？
14:26 zhengyi 可以，给我一个 JSON 就行：项目、结论、批次、时间。
14:40 fuqing 实验员导出的是纸。
14:41 zhengyi 那先拍照……开玩笑，我去实验室待一天。
D-8
17:30 zhengyi 在实验室待了一天，学会了跌落试验。老化数据现在自动上传，纸也留着，认证要用。
17:32 fuqing 他还帮我们修好了打印机。
D-6
10:02 kuangming 来料也接上了，三家供应商实时良率。恒立 98.6%，比平均高 1.1。
10:05 chenyu 这一页能给我一个链接吗？我想放到上线检查里。
10:07 zhengyi gate.qingyu.example/air2，只有绿和红，没有“基本绿”。
D-3
15:40 qiaoan 想申请一次豁免：测试环境证书过期，3 个用例必挂，业务没问题。
15:43 maoyan 豁免可以，写明到期日，过期自动变红。谁续证书？
15:44 qiaoan 我，明天。
15:45 maoyan 批，到明天 18:00。
D-2
17:20 qiaoan 证书续了，豁免已撤。还设了提前 30 天提醒，提醒的是我和未来的我。
D-1
11:00 guminglang **上市门禁**
  - 软件 31 项：绿 30，红 1（支付压测回调积压）
  - 硬件 18 项：**全绿**
11:04 maoyan 红的那项修完要复测，不接受“理论上好了”。
D-0
09:40 maoyan INC-2043 之后补三条门禁：同域改动数、验签向量、退款补偿分支的压测。都今天上。
09:52 lanting 退款补偿分支的压测脚本好了，昨天就是这条没人走：
  \`\`\`bash
  npm run load -- --case refund-compensation --rps 400 --minutes 10
  \`\`\`
10:05 feiran 验签向量用的 Priya 那 38 个，2.31 上红 9 个，2.30 全绿。早一天接就好了。
10:10 maoyan 早一天是后悔，今天接是门禁。合。
10:24 caoyang 已合，从今晚那趟车开始生效。
`),
}

import { keys, transcript } from '../../transcript.ts'
import type { DemoGroup } from '../../types.ts'

/** The EMEA and Japan side of the launch, in English. */
export const emeaLaunch: DemoGroup = {
  key: 'global-emea',
  name: 'Global Launch · EMEA',
  owner: 'maya',
  unread: 17,
  members: keys('maya chenyu jonas claire tom sofia liam aiko kenta linpeiran linwan shaojun luoyi fengli'),
  messages: transcript(`
D-26
15:02 maya Hi all, this is the one room for the Air 2 launch outside China. English please, short please, and if you change a date say why.
15:05 jonas Present. Press list is 212 names, 40 of them will get a unit.
15:06 claire France: Fnac and Boulanger both want end caps. I need final box dimensions to sign.
15:10 linpeiran Box is 312 × 312 × 548 mm, 7.9 kg. Frozen last week, safe to sign on.
15:11 claire Merci, signing.
15:14 tom Then a euro pallet takes 18, not the 20 I planned. I will redo the container plan.
15:20 aiko Japan: same box, but we need the filter-life label in Japanese on the unit itself, not only in the manual.
15:22 shaojun Noted. A sticker or printed?
15:24 aiko Sticker is fine for the first 1,500 if it is straight. Customers will notice if it is not.
15:25 maya Aiko has seen our stickers 😅
D-22
10:40 shaojun Certification: CE done, UKCA done, PSE report expected in 8 days. GS mark will not make it before launch.
10:46 jonas Then the German copy must not say "geprüfte Sicherheit". Changing it now.
10:47 luoyi Please also remove "kills 99.9% of viruses" from the Italian page. We can prove 99.5% of one strain in a 30 m³ chamber. Say that, or say nothing.
10:52 sofia Removed. Honest is also shorter, it turns out.
D-18
14:10 linwan The tagline in four languages is ready. English is "You won't hear it working."
14:13 sofia Italian: "Lavora. Non si sente." I love it.
14:15 jonas German was 61 characters, I fought it down to 27.
14:16 linwan The poster thanks you.
14:20 claire French: "On ne l'entend pas travailler." My sister says it also describes her husband.
14:21 maya Approved, all four.
D-14
09:15 tom Container 1 left Shanghai: 1,080 units to Rotterdam, ETA 31 days. That misses launch week, so 600 go by rail, 18 days.
09:17 chenyu Rail cost?
09:21 tom €4.10 more per unit. 600 units, so €2,460.
09:22 chenyu Fine, go. An empty shelf costs more.
09:24 tom Booked.
D-11
16:30 liam Support macros: 38 written, 12 waiting for a translation into Dutch. Also: what do we tell Air 1 owners whose old filters don't fit?
16:34 linpeiran Filters for Air 1 stay on sale for five years, and there is a €20 voucher for trading in. Same promise as in China.
16:35 liam That's an answer I can put my name under, thanks.
D-8
11:03 kenta PSE report arrived, no remarks. Store page draft is up on stage: jp.stage.qingyu.example/air2
11:20 aiko I read it as a customer. "Whisper mode" in katakana sounds like a horror film. I propose おやすみモード.
11:22 linpeiran Agreed, changing it in the app strings too.
D-5
09:40 jonas Two journalists ask for the noise data with method. Can we share the lab sheet?
09:52 shaojun Yes, public version: 19 dB(A), 1 m, lowest level, background 16.2. PDF is at press.qingyu.example/air2-noise
09:53 jonas One of them replied "finally a company that states the background".
D-3
15:45 maya Does the launch time match the Chinese press release? I have seen 14:00 and 14:30 in two decks.
15:48 chenyu 14:00 Shanghai, 08:00 CEST. The deck with 14:30 is v3, please bin it.
15:49 maya Binned.
D-2
10:12 claire Boulanger moved our end cap two days earlier. Good news, except that the displays are in a truck near Lyon.
10:15 tom I called the driver. He can be there tomorrow at 7.
10:16 claire You called the driver?
10:16 tom I always call the driver.
D-1
13:20 jonas Press kit v8: photos, fact sheet, noise sheet, two founder quotes. Last call for changes until tomorrow 09:00 CEST... no, Shanghai time. Sorry.
13:24 linwan Photo 07 is the old grey. Replace it with 07b, please.
13:26 jonas Replaced.
16:58 chenyu For everyone here: we had a payment incident in China last night (INC-2043). Other regions use a different gateway and are not affected.
D-0
08:12 aiko Good morning. The JP store page is staged, the switch is set to 15:00 JST on launch day.
08:20 kenta Load test from Tokyo: median 140 ms, slowest image 310 kB. I will compress that one.
08:31 tom Rail container cleared customs in Małaszewicze. Four days ahead of the worst case, one day behind the plan.
08:33 maya I will take it.
08:40 liam Support is staffed 07:00–22:00 CET in launch week. Two Spanish speakers joined yesterday.
08:52 sofia Milan pop-up: permit is here, stamped. I have never been so happy about a stamp.
09:05 claire Displays are up in 31 of 44 stores in France. Rest by tomorrow night.
09:14 jonas Question from a big German paper: can they visit the lab in Suzhou? They would publish two weeks after launch.
09:16 linpeiran I would love that. The lab needs a week's notice.
09:20 shaojun Possible, but not the anechoic room on test days. I'll send free dates.
09:28 luoyi NDA first, please. The template is at legal.qingyu.example/nda-en, it takes a day.
09:35 maya @{chenyu} we need one person from product for the press Q&A on launch day, 08:30 CEST. Could it be you?
09:41 jonas Ten questions, forty minutes, and I'll send them the day before.
09:46 fengli FYI the EU power cord supplier confirmed 9,000 pieces. No risk from our side.
09:52 aiko One small thing: the Japanese voucher text says 3,000 yen on the page and 2,500 in the app.
09:54 kenta The app is right. Fixing the page now, ten minutes.
09:57 jonas Press kit is final. press.qingyu.example/air2, password goes out by mail. @{chenyu} the founder quote on page 2 is yours to veto, until tonight.
`),
}

import { World } from './world.ts'
import { openApp, signIn } from './app.ts'
const w = await World.start()
const a = await openApp({ profile: w.folder + '/p1' })
a.standin!.process.stderr!.pipe(process.stderr)
try {
  await signIn(a.page, w.server.url, 'chenyu')
  await a.page.getByText('Air 2 上市发布群').first().waitFor({ timeout: 10000 })
  await a.page.screenshot({ path: '/tmp/e1.png' })
  await a.page.getByText('Air 2 上市发布群').first().click()
  await a.page.getByText('第 5 条').first().waitFor({ timeout: 5000 }).catch(() => console.log('no msg'))
  await a.page.screenshot({ path: '/tmp/e2.png' })
} catch (e) { console.log(String(e).slice(0, 1500)); await a.page.screenshot({ path: '/tmp/e1.png' }) }
console.log(a.standin!.output.slice(-3000))
await a.kill(); await w.close(); process.exit(0)

import { startServer } from 'lianqun-server'
const t = performance.now()
const s = await startServer({ dataDir: process.argv[2]!, limits: { rate: false } })
console.log('start', performance.now() - t, 'since process', performance.now())
process.exit(0)

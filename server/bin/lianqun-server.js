#!/usr/bin/env node
const [major = 0] = process.versions.node.split('.').map(Number)
if (major < 24) {
  console.error(`lianqun-server needs Node 24 or later; this is ${process.version}.`)
  process.exit(1)
}
const { main } = await import('../cli.ts')
await main(process.argv.slice(2), process.env)

/* npm run test:cluster: a hundred seeds of three gateways on PostgreSQL and NATS that are killed and stopped; ten are in npm test. Then gateways that are broken. */

process.env.LIANQUN_SEED ??= 'all'
process.argv.push('e2e/cluster/gateways.test.ts', 'e2e/cluster/broken-gateways.test.ts')
await import('./test.mjs')

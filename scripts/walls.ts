/*
 * The allowed imports. A file belongs to the first wall whose `of` matches (`*` is any one name). It may import the
 * files of its own folder there and what `may` lists: files by path (`**` is any depth), packages by name, `node:…`.
 * `type` marks a type-only import. Everything that is not listed is refused.
 *
 * A new feature needs no line here. When a check refuses an import, first ask for the index of the other folder, or
 * move the shared code below both; add a line here only as a last resort.
 */
export interface Wall {
  of: string
  may: readonly string[]
}

const node = 'node:*'
const protocol = 'protocol/index.ts'
const helpers = 'common/*.ts'
const nodeHelpers = 'common/node/*.ts'
const contract = 'preload/contract/*.ts'
const contractTypes = `type ${contract}`

/** Imports for the calls of a feature in main. */
const call = ['main/ipc/{calls,parts}.ts', 'type main/log.ts', contract]
/**
 * Imports for every folder of the window. Only types of the protocol: its schemas are 100 kB before the first paint,
 * and zod tries `new Function`, which the page's content security policy blocks.
 */
const page = [
  'react',
  'lucide-react',
  'zustand',
  helpers,
  `type ${protocol}`,
  contractTypes,
  'preload/contract/sections.ts',
  'renderer/{catalogue,desktop,i18n,section}.ts',
]
/** A feature of the window imports others only through their index. */
const pageFeature = [...page, 'virtua', 'renderer/{ui,stores}/**', 'renderer/*/index.{ts,tsx}']
/** The storage interfaces. Only the composition root imports the SQLite implementation, so that it can be replaced. */
const storage = 'server/storage/*.ts'
const features = 'server/features/*/index.ts'

/** Imports for every feature of the server. */
const serverFeature = [
  'server/core/**',
  storage,
  'server/bus/bus.ts',
  features,
  protocol,
  'protocol/http/*.ts',
  helpers,
  'kysely',
  'fastify',
  node,
]

export const walls: readonly Wall[] = [
  // Used everywhere
  { of: 'protocol/http', may: [protocol, 'zod'] },
  { of: 'protocol', may: ['zod'] },
  { of: 'common/node', may: [helpers, 'libsql', node] },
  { of: 'common', may: ['protocol/core/{card-text,characters,rich-text}.ts', 'linkifyjs', 'opencc-js'] },

  // Between the pages and main: pages import the contract, and a sandboxed preload has no Node.
  { of: 'preload/{bridge,contract}', may: [protocol, 'common/merge-once.ts', 'zod'] },
  { of: 'preload', may: ['preload/{bridge,contract}/*.ts', 'electron'] },

  // Electron's main process. The cache runs in its own thread, without Electron.
  { of: 'main/cache/core', may: [protocol, contractTypes, helpers, nodeHelpers, node] },
  { of: 'main/cache/migrations', may: ['main/cache/core/**'] },
  { of: 'main/cache/*.ts', may: ['main/cache/**', contractTypes, helpers, node] },
  {
    of: 'main/cache/*',
    may: ['main/cache/core/**', 'main/cache/*/index.ts', protocol, contractTypes, helpers, 'pinyin-pro'],
  },
  {
    of: 'main/workspace',
    may: [
      'main/cache/api.ts',
      'type main/log.ts',
      protocol,
      contractTypes,
      helpers,
      'ws',
      'https-proxy-agent',
      'socks-proxy-agent',
      'tus-js-client',
      'zod',
      node,
    ],
  },
  {
    of: 'main/ipc',
    may: [
      'type main/{cache/api,log}.ts',
      'main/workspace/{account,errors,workspace}.ts',
      'main/shell/app-scheme.ts',
      contract,
      'electron',
    ],
  },
  {
    of: 'main/shell',
    may: [
      ...call,
      'type main/cache/api.ts',
      'main/workspace/errors.ts',
      protocol,
      helpers,
      'electron',
      'zod',
      node,
      'electron-store',
      'electron-updater',
    ],
  },
  {
    of: 'main/workbench',
    may: [
      ...call,
      'preload/bridge/index.ts',
      'main/shell/{links,strings}.ts',
      'type main/workspace/account.ts',
      'main/workspace/errors.ts',
      protocol,
      helpers,
      nodeHelpers,
      'electron',
      node,
    ],
  },
  {
    of: 'main/files',
    may: [...call, 'main/workspace/{errors,files/local}.ts', 'type main/workspace/workspace.ts', 'type electron', node],
  },
  { of: 'main/cards', may: [...call, protocol, 'type zod'] },
  { of: 'main/*.ts', may: ['main/**', contract, helpers, 'electron', node] },
  { of: 'main/*', may: call },

  // The window: a web page, which reaches main by `desktop.ts` and the types of the contract
  { of: 'renderer/ui', may: [...page, 'radix-ui', 'virtua', 'emojibase-data', 'pinyin-pro'] },
  { of: 'renderer/stores', may: [...page, 'renderer/ui/index.ts'] },
  { of: 'renderer/app', may: [...pageFeature, 'renderer/*/section.ts'] },
  {
    of: 'renderer/messages',
    may: [...pageFeature, '@tiptap/*', 'lowlight', 'marked', 'qr', 'thumbhash', 'documents/messages.ts'],
  },
  {
    of: 'renderer/main.tsx',
    may: [...page, 'react-dom', 'renderer/app/Root.tsx', 'renderer/stores/*.ts', 'renderer/ui/*.css'],
  },
  { of: 'renderer/i18n.ts', may: [...page, 'i18next', 'renderer/errors.strings.ts', 'renderer/**/strings.ts'] },
  { of: 'renderer/*.ts', may: [...page, 'renderer/errors.strings.ts'] },
  { of: 'renderer/*', may: pageFeature },

  // The frame for documents: a page without network, whose messages the window knows
  { of: 'documents/vite.config.ts', may: ['vite', 'scripts/packaging/notices.ts', node] },
  { of: 'documents', may: ['pdfjs-dist', 'docx-preview', 'fflate', 'highlight.js'] },

  // The server
  { of: 'server/storage', may: [protocol, helpers, nodeHelpers, 'kysely', 'minio', 'pg', node] },
  {
    of: 'server/bus',
    may: [
      'type server/core/change-set.ts',
      'type protocol/index.ts',
      'server/metrics/metrics.ts',
      'server/storage/startup-error.ts',
      'server/testing/{nats,ports,programs}.ts',
      helpers,
      '@nats-io/transport-node',
      'type pino',
      node,
    ],
  },
  // Loaded only where somebody asks: `metrics.ts` alone is imported by the others.
  { of: 'server/tracing', may: ['server/storage/startup-error.ts', node] },
  { of: 'server/metrics', may: [protocol, 'server/storage/startup-error.ts', 'prom-client', node] },
  {
    of: 'server/core',
    may: [
      storage,
      'type protocol/http/index.ts',
      'server/bus/bus.ts',
      'server/metrics/metrics.ts',
      'type server/tracing/tracing.ts',
      'server/options.ts',
      protocol,
      helpers,
      nodeHelpers,
      node,
      'jose',
      'kysely',
      'pino',
      'ws',
      'zod',
    ],
  },
  { of: 'server/features/*.ts', may: ['server/core/**', features, helpers] },
  {
    of: 'server/features/files',
    may: [
      ...serverFeature,
      '@tus/server',
      '@tus/file-store',
      'file-type',
      'sharp',
      'thumbhash',
      'tus-js-client',
      's3rver',
    ],
  },
  {
    of: 'server/features/bots',
    may: [...serverFeature, 'type zod', 'ws', 'standardwebhooks', 'sdk/bot/index.ts'],
  },
  { of: 'server/features/cards', may: [...serverFeature, 'marked'] },
  { of: 'server/features/links', may: [...serverFeature, nodeHelpers, 'file-type', 'htmlparser2', 'sharp'] },
  {
    of: 'server/features/*',
    may: [...serverFeature, '@fastify/static', '@node-rs/argon2', 'pinyin-pro'],
  },
  {
    of: 'server/http',
    may: [
      'server/core/**',
      storage,
      'server/features/index.ts',
      features,
      protocol,
      'protocol/http/*.ts',
      nodeHelpers,
      'fastify',
      'pino',
      'zod',
      node,
    ],
  },
  { of: 'server/seed', may: [storage, 'server/storage/sqlite/store.ts', features, helpers, nodeHelpers, node] },
  {
    of: 'server/demo',
    may: [
      'server/{domain,index,options}.ts',
      'server/core/**',
      storage,
      features,
      'server/testing/client.ts',
      'bots/run.ts',
      'bots/tasks/*.ts',
      protocol,
      'type fastify',
      'fflate',
      'pino',
      'sharp',
      node,
    ],
  },
  {
    of: 'server/testing',
    may: [
      'server/{index,options}.ts',
      'server/{bus,core}/**',
      'server/metrics/metrics.ts',
      'server/storage/{postgres,sqlite}/store.ts',
      'server/storage/{blobs,s3-blobs}.ts',
      'type server/storage/store.ts',
      protocol,
      helpers,
      'pg',
      's3rver',
      'vitest',
      'ws',
      node,
    ],
  },
  {
    of: 'server/operate',
    may: [
      'server/storage/**',
      'server/bus/nats.ts',
      'server/testing/*.ts',
      'server/{command-line,index}.ts',
      helpers,
      nodeHelpers,
      'kysely',
      node,
    ],
  },
  { of: 'server/bin', may: ['server/cli.ts'] },
  {
    of: 'server/*.ts',
    may: [
      'server/*.ts',
      'server/{bus,core,metrics,operate,storage,tracing}/**',
      'server/http/app.ts',
      'server/features/index.ts',
      features,
      'server/demo/open.ts',
      'type fastify',
      protocol,
      helpers,
      nodeHelpers,
      'pino',
      'pino-pretty',
      node,
    ],
  },

  // Bots: programs of their own, which know the workspace by its API alone
  { of: 'bots/shared', may: ['sdk/bot/index.ts', helpers] },
  { of: 'bots/*.ts', may: ['bots/*/bot.ts', 'bots/assistant/provider.ts', 'bots/shared/**', 'sdk/bot/index.ts', node] },
  { of: 'bots/*', may: ['sdk/bot/index.ts', 'bots/shared/**', helpers] },

  // Mini-apps: pages in a sandbox
  { of: 'sdk/bot', may: ['type protocol/{index,http/bots}.ts'] },
  { of: 'sdk', may: ['type preload/bridge/index.ts', 'type protocol/http/index.ts', helpers, 'react'] },
  { of: 'miniapps/*/vite.config.ts', may: ['vite', '@vitejs/plugin-react'] },
  {
    of: 'miniapps/*',
    may: ['sdk/{index.ts,react.tsx,styles.css}', 'miniapps/shared/**', helpers, 'react', 'react-dom', 'lucide-react'],
  },

  // The stand-in for Electron is independent of the app that it runs.
  { of: 'electron-standin', may: ['electron', 'playwright-core', node] },

  // Tools and tests around the program may import every part of it.
  { of: '{assets,bench,e2e,scripts}', may: ['**'] },
  { of: '*.config.ts', may: ['**'] },
]

/** Single imports that cross a wall, each with its reason. */
export const exceptions: readonly { from: string; to: string; why: string }[] = [
  {
    from: 'main/shell/secrets.test.ts',
    to: 'electron-standin/api/key-store.ts',
    why: 'One model of the key stores of Electron serves the unit tests and the whole app.',
  },
  {
    from: 'renderer/ui/layout.tsx',
    to: 'renderer/stores/settings.ts',
    why: 'A column keeps the width that a person gave it, which is a setting.',
  },
  ...['recent.ts', 'EmojiPicker.tsx'].map(file => ({
    from: `renderer/ui/emoji/${file}`,
    to: 'renderer/stores/settings.ts',
    why: 'Recent emojis and the skin tone are settings.',
  })),
  {
    from: 'electron-standin/host/cli.ts',
    to: '(computed)',
    why: 'The bundle of main that it runs is named on the command line.',
  },
  {
    from: 'server/storage/migrations/index.ts',
    to: '(computed)',
    why: 'The migrations are the files of its folder.',
  },
  {
    from: 'electron-standin/fixtures/basic/preload.cjs',
    to: '(computed)',
    why: 'Shows that a sandboxed preload has no `require` for Node.',
  },
]

/** Additional imports of tests: internal files of their own runtime, its public parts, and tools. */
export const tests = {
  files: ['**/*.test.{ts,tsx}', '**/testing.ts'],
  may: [
    'vitest',
    'fast-check',
    's3rver',
    'yaml',
    '@slack/bolt',
    '@slack/webhook',
    '@wecom/aibot-node-sdk',
    '@larksuiteoapi/node-sdk',
    'dingtalk-robot-sender',
    node,
    helpers,
    'protocol/**',
    'server/testing/{client,workspace}.ts',
    contract,
    'ws',
  ],
}

import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import { build } from 'vite'
import { BotApiClient, BotApiError } from '../sdk/bot/index.ts'

/*
 * `npm run bot:new -- my-bot --url https://work.example.com --token lqb-…`: a folder with a bot that answers. It has the
 * library as one file beside it, so that it runs with Node and nothing else.
 */

const usage = 'npm run bot:new -- FOLDER --url https://work.example.com --token lqb-…'

const code = (name: string) => `import { Bot } from './lianqun-bot.js'

// The address and the token are in .env.
const { LIANQUN_URL: url, LIANQUN_TOKEN: token } = process.env

const bot = new Bot({ url, token, description: ${JSON.stringify(name)} })
  // Somebody types /hello in a conversation with the bot.
  .command({ name: 'hello', description: 'Says hello', hint: '[to whom]' }, ({ text, reply }) =>
    reply(\`Hello \${text || 'everybody'}!\`),
  )
  // Somebody names the bot, or writes to it alone.
  .onMessage(({ text, reply }) => {
    if (text) return reply({
      type: 'AdaptiveCard',
      body: [{ type: 'TextBlock', text: \`You said: \${text}\`, wrap: true }],
      actions: [{ type: 'Action.Submit', title: '👍', data: { action: 'like' } }],
    })
  })
  // Somebody presses the button.
  .action('like', ({ update, userId }) =>
    update({ type: 'AdaptiveCard', body: [{ type: 'TextBlock', text: \`👍 \${userId}\` }] }),
  )

await bot.start()
console.log('The bot is connected. Add it to a group, or write to it.')
`

const readme = (name: string) => `# ${name}

A bot of Lianqun. \`node --env-file=.env bot.js\` runs it, with Node 22 or later and nothing else; \`lianqun-bot.js\` is \`@lianqun/bot\`. What a bot can do is in docs/bots.md and docs/bots-api.md of Lianqun.
`

/** Writes the folder. @throws Error where there is one already */
async function writeBot(folder: string, { url, token }: { url: string; token: string }): Promise<void> {
  if (existsSync(folder)) throw new Error(`${folder} is there already. Choose another folder.`)
  const name = basename(folder)
  mkdirSync(folder, { recursive: true })
  await build({
    configFile: false,
    logLevel: 'error',
    root: folder,
    build: {
      lib: {
        entry: join(import.meta.dirname, '../sdk/bot/index.ts'),
        formats: ['es'],
        fileName: () => 'lianqun-bot.js',
      },
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      target: 'node22',
    },
  })
  const manifest = { name, private: true, type: 'module', scripts: { start: 'node --env-file=.env bot.js' } }
  const files = {
    'package.json': `${JSON.stringify(manifest, null, 2)}\n`,
    'bot.js': code(name),
    'README.md': readme(name),
    '.gitignore': '.env\nnode_modules\n',
  }
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text)
  // The token opens all that the bot may do.
  writeFileSync(join(folder, '.env'), `LIANQUN_URL=${url}\nLIANQUN_TOKEN=${token}\n`, { mode: 0o600 })
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { url: { type: 'string' }, token: { type: 'string' } },
  })
  const asking = createInterface({ input: process.stdin, output: process.stdout })
  const ask = async (given: string | undefined, question: string): Promise<string> => {
    const answer = given ?? (process.stdin.isTTY ? await asking.question(question) : '')
    if (answer.trim() === '') throw new Error(`Something is missing: ${usage}`)
    return answer.trim()
  }
  try {
    const folder = resolve(await ask(positionals[0], 'Folder: '))
    const url = await ask(values.url, 'Address of the workspace: ')
    const token = await ask(values.token, 'Token (the client shows it: Workbench → Bots → New bot): ')
    const { name } = await new BotApiClient({ url, token }).call('GET /me', {})
    await writeBot(folder, { url, token })
    console.log(`${name} lives in ${folder}. Start it:\n\n  cd ${folder}\n  npm start\n`)
    console.log('Then write to it, or add it to a group and type /hello.')
  } finally {
    asking.close()
  }
}

main().catch(error => {
  const why = error instanceof BotApiError ? `The workspace does not take the token: ${error.message}` : error.message
  console.error(why)
  process.exitCode = 1
})

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { build, type CliOptions } from 'electron-builder'
import { root, say } from './bootstrap.mjs'
import { packagingConfig } from './packaging/config.ts'
import { signDescription } from './packaging/update-signature.ts'

/* Packs the built client: installers, or with --dir only the folders. What it takes from the environment is in packaging/README.md. */

const usage = `npm run package -- [options]
  --win --mac --linux  for these systems (default: this one)
  --x64 --arm64        for these processors (default: those of electron-builder.yml, or this one's with --dir)
  --dir                no installers
  --sign FILE          only sign a description of an update again, after it was edited
  --help`

const flag = { type: 'boolean', default: false } as const
const { values } = parseArgs({
  options: {
    win: flag,
    mac: flag,
    linux: flag,
    x64: flag,
    arm64: flag,
    dir: flag,
    sign: { type: 'string' },
    help: flag,
  },
})

function sign(file: string): void {
  const key = process.env.LIANQUN_UPDATE_PRIVATE_KEY
  if (key === undefined) throw new Error('LIANQUN_UPDATE_PRIVATE_KEY has to name the file of the private key')
  say(`signed: ${signDescription(file, readFileSync(key, 'utf8'))}`)
}

async function main(): Promise<void> {
  if (values.help) {
    process.stdout.write(`${usage}\n`)
    return
  }
  if (values.sign !== undefined) return sign(values.sign)
  const options: CliOptions = {
    projectDir: root,
    config: packagingConfig(root, process.env),
    publish: 'never',
    dir: values.dir,
    x64: values.x64,
    arm64: values.arm64,
    ...(values.win ? { win: [] } : {}),
    ...(values.mac ? { mac: [] } : {}),
    ...(values.linux ? { linux: [] } : {}),
  }
  await build(options)
  if (process.env.LIANQUN_UPDATE_PRIVATE_KEY === undefined) return
  const release = join(root, 'release')
  for (const name of readdirSync(release)) if (/^(latest|beta|alpha).*\.yml$/.test(name)) sign(join(release, name))
}

main().catch(error => {
  say(error instanceof Error ? error.message : String(error))
  process.exit(1)
})

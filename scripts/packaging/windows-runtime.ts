import { copyFileSync, existsSync, globSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/*
 * The database's build for Windows needs Microsoft's runtime library, which Windows does not come with and Electron
 * does not bring. Microsoft allows to put it beside the program.
 */

const runtime = 'vcruntime140.dll'
/** Libraries that Windows 10 has. */
const ofWindows =
  /^(api-ms-win-|ext-ms-)|^(advapi32|bcrypt|bcryptprimitives|crypt32|dbghelp|iphlpapi|kernel32|ntdll|ole32|oleaut32|powrprof|psapi|secur32|shell32|user32|userenv|ws2_32)\.dll$/

/**
 * Puts Microsoft's runtime beside the program if a module needs it, and checks that nothing else is missing.
 * @param program folder of the program
 * @param modules files of the native modules
 * @throws when a library that a module imports is neither of Windows nor beside the program
 */
export function completeWindowsProgram(program: string, modules: string[], env: NodeJS.ProcessEnv): void {
  const needed = new Set(modules.flatMap(file => importsOf(readFileSync(file))))
  if (needed.has(runtime)) copyFileSync(findRuntime(env), join(program, runtime))
  const there = new Set(readdirSync(program).map(name => name.toLowerCase()))
  const missing = [...needed].filter(name => !ofWindows.test(name) && !there.has(name))
  if (missing.length > 0) throw new Error(`a native module needs ${missing.join(', ')}, which Windows does not have`)
}

/** @throws when it is not on this machine */
function findRuntime(env: NodeJS.ProcessEnv): string {
  const named = env.LIANQUN_VCRUNTIME
  if (named !== undefined) {
    if (existsSync(named)) return named
    throw new Error(`LIANQUN_VCRUNTIME names ${named}, which is not there`)
  }
  const redistributables = [
    ...(env.VCToolsRedistDir === undefined ? [] : globSync(`${env.VCToolsRedistDir}/x64/Microsoft.VC*.CRT/${runtime}`)),
    ...globSync(
      `${env.ProgramFiles ?? 'C:/Program Files'}/Microsoft Visual Studio/*/*/VC/Redist/MSVC/*/x64/Microsoft.VC*.CRT/${runtime}`,
    ),
    join(env.SystemRoot ?? 'C:/Windows', 'System32', runtime),
  ]
  const found = redistributables.find(file => existsSync(file))
  if (found !== undefined) return found
  throw new Error(
    `the database needs ${runtime}, which Windows does not come with: install Visual Studio's C++ redistributable, or name the file in LIANQUN_VCRUNTIME`,
  )
}

/**
 * The libraries that a 64-bit Windows module imports, in lower case.
 * @throws when it is no such module
 */
export function importsOf(file: Buffer): string[] {
  const header = file.readUInt32LE(0x3c)
  if (file.toString('latin1', header, header + 4) !== 'PE\0\0') throw new Error('not a module of Windows')
  const optional = header + 24
  if (file.readUInt16LE(optional) !== 0x20b) throw new Error('not a 64-bit module of Windows')
  const sections = optional + file.readUInt16LE(header + 20)
  const count = file.readUInt16LE(header + 6)
  const offsetOf = (address: number): number => {
    for (let i = 0; i < count; i++) {
      const section = sections + i * 40
      const start = file.readUInt32LE(section + 12)
      if (address >= start && address < start + file.readUInt32LE(section + 16))
        return address - start + file.readUInt32LE(section + 20)
    }
    throw new Error('a damaged module of Windows')
  }
  const imports = file.readUInt32LE(optional + 120)
  if (imports === 0) return []
  const names: string[] = []
  for (let at = offsetOf(imports); file.readUInt32LE(at + 12) !== 0; at += 20) {
    const name = offsetOf(file.readUInt32LE(at + 12))
    names.push(file.toString('latin1', name, file.indexOf(0, name)).toLowerCase())
  }
  return names
}

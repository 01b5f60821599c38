import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { NtExecutable, NtExecutableResource, Resource } from 'resedit'

/*
 * A folder that electron-builder takes for an unpacked Electron: the files that it renames, edits and removes, and no
 * program. So packing can be tested on any machine, without Electron's binaries.
 */

/** What Electron's binaries carry for @electron/fuses: a mark, the version, the number of fuses, and their states. */
const fuses = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\u0001\u000810110001', 'latin1')
const locales = ['de', 'en-GB', 'en-US', 'fr', 'zh-CN', 'zh-TW']
const macLocales = ['de', 'en', 'en_GB', 'fr', 'zh_CN', 'zh_TW']

export function makeDummyElectron(folder: string, platform: 'linux' | 'win32' | 'darwin', version: string): void {
  const put = (path: string, content: string | Uint8Array = ''): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content, { mode: 0o755 })
  }
  put('version', version)
  put('LICENSE', 'Electron')
  put('LICENSES.chromium.html', 'Chromium')
  if (platform === 'darwin') {
    makeMacApp(put)
    return
  }
  put('resources/.keep')
  for (const locale of locales) put(`locales/${locale}.pak`)
  if (platform === 'linux') put('electron', fuses)
  else put('electron.exe', windowsProgram())
}

function makeMacApp(put: (path: string, content?: string | Uint8Array) => void): void {
  const contents = 'Electron.app/Contents'
  const framework = `${contents}/Frameworks/Electron Framework.framework`
  put(`${contents}/MacOS/Electron`)
  put(`${contents}/Info.plist`, plist('Electron'))
  put(`${framework}/Electron Framework`, fuses)
  for (const locale of macLocales) {
    put(`${contents}/Resources/${locale}.lproj/.keep`)
    put(`${framework}/Versions/A/Resources/${locale}.lproj/locale.pak`)
  }
  for (const suffix of ['', ' (Renderer)', ' (Plugin)', ' (GPU)']) {
    const helper = `Electron Helper${suffix}`
    put(`${contents}/Frameworks/${helper}.app/Contents/MacOS/${helper}`)
    put(`${contents}/Frameworks/${helper}.app/Contents/Info.plist`, plist(helper))
  }
}

function plist(name: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0"><dict><key>CFBundleExecutable</key><string>${name}</string></dict></plist>
`
}

/** A program without code whose version, icon and integrity can be edited. */
function windowsProgram(): Uint8Array {
  const program = NtExecutable.createEmpty(false, false)
  const resources = NtExecutableResource.from(program)
  const info = Resource.VersionInfo.createEmpty()
  info.setStringValues({ lang: 1033, codepage: 1200 }, { ProductName: 'Electron' })
  info.outputToResourceEntries(resources.entries)
  resources.entries.push({ type: 10, id: 1, lang: 1033, codepage: 1200, bin: Uint8Array.from(fuses).buffer })
  resources.outputResource(program)
  return new Uint8Array(program.generate())
}

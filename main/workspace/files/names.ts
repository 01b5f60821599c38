import { cleanName, limits } from '@lianqun/protocol'

/** Names that Windows keeps for devices, with any extension. */
const reserved = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i
/** The most bytes of a name that the file systems of all systems take, with room for a number. */
const maxBytes = 240

/** A name as it is sent: cleaned of controls and changes of direction, its end kept where it is too long. */
export function sentName(name: string): string {
  const clean = cleanName(name.normalize('NFC').split(/[\\/]/).at(-1) ?? '')
  return clean === '' ? 'file' : cut(clean, text => text.length <= limits.fileNameChars)
}

/** A name as it may be on a disk of any system, whatever a server calls the file. */
export function localName(name: string): string {
  const clean = cleanName(name)
    .replace(/[<>:"/\\|?*]/g, '_')
    // Windows drops them, and opens what is left.
    .replace(/[. ]+$/, '')
    .replace(/^\.+/, '')
  if (clean === '') return 'file'
  const safe = reserved.test(clean) ? `_${clean}` : clean
  return cut(safe, text => Buffer.byteLength(text) <= maxBytes)
}

/** Shortens the part before the last extension until the name fits. */
function cut(name: string, fits: (text: string) => boolean): string {
  const dot = name.lastIndexOf('.')
  const extension = dot > 0 && name.length - dot <= 20 ? name.slice(dot) : ''
  const stem = Array.from(name.slice(0, name.length - extension.length))
  while (stem.length > 1 && !fits(stem.join('') + extension)) stem.pop()
  return stem.join('') + extension
}

/**
 * Extensions of files that a system may run when they are opened, or that lead it elsewhere: Signal's and Outlook's
 * lists, disk images, and those of macOS and Linux.
 */
const dangerous = new Set(
  `action ade adp afploc apk appcontent-ms appimage appinstaller application appref-ms appx appxbundle bash bat cab
  cdxml chm cmd com command cpl crx csh deb desktop deskthemepack diagcab diagcfg diagpkg dll dmg exe fileloc fish
  flatpakref ftploc gadget hlp hta htm html img inetloc inf ins inx iqy iso isp jar jnlp job js jse ksh lib library-ms
  lnk mam mde mht mhtml mobileconfig mpkg msc msh msh1 msh2 msi msix msp mst msu nsh oqy osx out pif pkg pl prefpane
  ps1 ps1xml ps2 psc1 psc2 psm1 py pyc pyw pyz pyzw rb rdp reg rpm rqy run saver scf scpt scptd scr sct search-ms
  searchconnector-ms settingcontent-ms sh shb shtml slk snap svg sys terminal theme themepack tool udl url vb vbe vbs
  vhd vhdx vxd webloc website wim workflow ws wsb wsc wsf wsh xbap xhtml xll xnk xpi zsh`.split(/\s+/),
)

/** Whether a file could run as a program when it is opened; also one without an extension, which may be one on Unix. */
export function isDangerous(name: string): boolean {
  const clean = localName(name)
  const dot = clean.lastIndexOf('.')
  return (
    dot < 0 ||
    dangerous.has(
      clean
        .slice(dot + 1)
        .trim()
        .toLowerCase(),
    )
  )
}

const types: Record<string, string> = {
  avif: 'image/avif',
  bmp: 'image/bmp',
  gif: 'image/gif',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  m4v: 'video/mp4',
  mov: 'video/quicktime',
  mp4: 'video/mp4',
  ogv: 'video/ogg',
  webm: 'video/webm',
  aac: 'audio/aac',
  flac: 'audio/flac',
  m4a: 'audio/mp4',
  mp3: 'audio/mpeg',
  oga: 'audio/ogg',
  ogg: 'audio/ogg',
  opus: 'audio/ogg',
  wav: 'audio/wav',
  pdf: 'application/pdf',
  txt: 'text/plain',
  zip: 'application/zip',
}

/** The media type that a name says; only the server looks into the content. */
export function typeOfName(name: string): string {
  return types[name.slice(name.lastIndexOf('.') + 1).toLowerCase()] ?? 'application/octet-stream'
}

/** The type under which our page may load a file: what a browser draws or plays itself, never what could run. */
export function shownType(mediaType: string): string {
  const plain = mediaType.toLowerCase().split(';')[0]?.trim() ?? ''
  return /^(image\/(avif|bmp|gif|jpeg|png|webp)|video\/[\w.+-]+|audio\/[\w.+-]+|application\/pdf)$/.test(plain)
    ? plain
    : 'application/octet-stream'
}

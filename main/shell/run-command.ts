import { BrowserWindow, Menu } from 'electron'

/** Does what an entry of the application menu does, as if it was pressed there. Returns whether there is such an entry. */
export function runCommand(id: string): boolean {
  const item = Menu.getApplicationMenu()?.getMenuItemById(id)
  if (!item?.enabled) return false
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0]
  // A role acts on what it is given.
  item.click({}, window, window?.webContents)
  return true
}

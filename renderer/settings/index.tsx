/** The settings feature's place in the window. */
export function SettingsSection() {
  return null
}

/** The workbench feature's place in the window. */
export function WorkbenchSection() {
  return null
}

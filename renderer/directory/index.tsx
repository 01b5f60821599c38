/** The directory feature's place in the window. */
export function DirectorySection() {
  return null
}

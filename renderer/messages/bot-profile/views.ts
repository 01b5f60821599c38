/** Of two versions of a view the one that is shown: what has just come, unless it is an older version of the same. */
export function newerView<V extends { id: string; version: number }>(shown: V | null, came: V | null): V | null {
  if (shown === null || came === null) return came ?? shown
  return shown.id === came.id && came.version < shown.version ? shown : came
}

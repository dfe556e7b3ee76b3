/** Up to this many, putting one after the other in its place takes less time than the engine's sort needs to begin. */
const FEW = 24

/** Sorts a list in place, as `sort` does. */
export function sortInPlace<T>(list: T[], compare: (a: T, b: T) => number): void {
  if (list.length > FEW) {
    list.sort(compare)
    return
  }
  for (let i = 1; i < list.length; i++) {
    const item = list[i] as T
    let at = i
    for (; at > 0 && compare(list[at - 1] as T, item) > 0; at--) list[at] = list[at - 1] as T
    list[at] = item
  }
}

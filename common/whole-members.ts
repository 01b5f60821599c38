/** So many members of a group are handed out as a whole; of a larger one the first ones, the others by pages. */
export const wholeMembers = 500

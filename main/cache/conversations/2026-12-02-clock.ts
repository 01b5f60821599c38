/** Groups that are held already are read again, for the clock that an earlier version passed over. */
export const clock = `
UPDATE conversation SET revision = -1 WHERE kind <> 'direct';
UPDATE scope SET token = NULL WHERE name = 'heads';
`

/** Scopes with rows that the app could not read, and the lowest revision of these rows. */
export const passedOver = `
CREATE TABLE passed_over (scope TEXT PRIMARY KEY, revision INTEGER NOT NULL) STRICT, WITHOUT ROWID;
`

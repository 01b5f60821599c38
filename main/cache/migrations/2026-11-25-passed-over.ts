/** Scopes in which rows were passed over that this version could not read, with the lowest of their revisions. */
export const passedOver = `
CREATE TABLE passed_over (scope TEXT PRIMARY KEY, revision INTEGER NOT NULL) STRICT, WITHOUT ROWID;
`

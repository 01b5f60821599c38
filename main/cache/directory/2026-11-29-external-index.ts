/** Finds the people of other organisations, with whom each page of the list of conversations is marked. */
export const externalIndex = `
CREATE INDEX employee_external ON employee (id) WHERE external = 1;
`

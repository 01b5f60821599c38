/** Who is of another organisation. People who are held already are asked for again, as their rows lack it. */
export const external = `
ALTER TABLE employee ADD COLUMN external INTEGER NOT NULL DEFAULT 0;
UPDATE employee SET revision = 0;
UPDATE scope SET cursor = 0 WHERE name = 'directory';
`

/** Who is a bot, with its picture. People who are held already are asked for again, as their rows lack it. */
export const bots = `
ALTER TABLE employee ADD COLUMN bot TEXT;
ALTER TABLE employee ADD COLUMN icon TEXT NOT NULL DEFAULT '';
UPDATE employee SET revision = 0;
UPDATE scope SET cursor = 0 WHERE name = 'directory';
`

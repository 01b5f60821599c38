/**
 * Settings and roles of groups, names that members give themselves in one, and why a membership ended. Groups that are
 * held already are read again, for what an earlier version passed over.
 */
export const groups = `
ALTER TABLE conversation ADD COLUMN details TEXT NOT NULL DEFAULT '{}';
ALTER TABLE member ADD COLUMN nickname TEXT;
ALTER TABLE left_conversation ADD COLUMN left_reason TEXT;
UPDATE conversation SET revision = -1 WHERE kind <> 'direct';
UPDATE scope SET token = NULL WHERE name = 'heads';
`

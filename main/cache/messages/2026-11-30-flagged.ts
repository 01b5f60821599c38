/** Messages that are pinned or marked are found without reading the others. */
export const flaggedMessages = `
ALTER TABLE message ADD COLUMN flagged INTEGER NOT NULL DEFAULT 0;
UPDATE message SET flagged = 1 WHERE attributes IS NOT NULL
  AND (json_extract(attributes, '$.pinned') IS NOT NULL OR json_extract(attributes, '$.mark') IS NOT NULL);
CREATE INDEX message_flagged ON message (key) WHERE flagged = 1;
`

-- What was noted beside the cases, and what the force disputes, for people with a SQLCipher shell.

CREATE VIEW matters AS
SELECT json_extract(e.says, '$.kind') AS kind, json_extract(e.says, '$.text') AS text, e.id, e.at
  FROM entries AS e
 WHERE e.action = 'note_matter'
 ORDER BY e.seq;

CREATE VIEW disputes AS
SELECT e.case_number, json_extract(e.says, '$.entry') AS entry, json_extract(e.says, '$.role') AS role,
       json_extract(e.says, '$.page') AS page, json_extract(e.says, '$.text') AS text, e.id, e.at
  FROM entries AS e
 WHERE e.action = 'dispute_fact'
 ORDER BY e.seq;

CREATE VIEW dispute_replies AS
SELECT e.case_number, json_extract(e.says, '$.entry') AS dispute,
       json_extract(e.says, '$.text') AS text, e.id, e.at
  FROM entries AS e
 WHERE e.action = 'reply_to_dispute'
 ORDER BY e.seq;

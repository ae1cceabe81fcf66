-- Parked issues with what became of them, for people with a SQLCipher shell: some became actions, some queries.

CREATE VIEW parked AS
SELECT e.case_number, json_extract(e.says, '$.text') AS text,
       json_extract(s.says, '$.as') AS became,
       json_extract(s.says, '$.reason') AS reason, s.id AS settled, e.id, e.at
  FROM entries AS e
  LEFT JOIN entries AS s ON s.action = 'settle_parked' AND json_extract(s.says, '$.entry') = e.id
 WHERE e.action = 'park'
 ORDER BY e.seq;

CREATE VIEW actions AS
SELECT COALESCE(json_extract(e.says, '$.text'), json_extract(p.says, '$.text')) AS text,
       json_extract(e.says, '$.owner_role') AS owner_role,
       json_extract(e.says, '$.due') AS due, e.id, e.at
  FROM entries AS e
  LEFT JOIN entries AS p ON e.action = 'settle_parked' AND p.id = json_extract(e.says, '$.entry')
 WHERE e.action = 'record_action'
    OR (e.action = 'settle_parked' AND json_extract(e.says, '$.as') = 'action')
 ORDER BY e.seq;

CREATE VIEW queries AS
SELECT a.case_number, a.case_number || '-' || a.question AS id, 'mark' AS origin, a.question, a.text, a.at
  FROM answers AS a
 WHERE a.mark = 'cannot_tell'
UNION ALL
SELECT e.case_number, e.id, 'person', json_extract(e.says, '$.question'),
       COALESCE(json_extract(e.says, '$.text'), json_extract(p.says, '$.text')), e.at
  FROM entries AS e
  LEFT JOIN entries AS p ON e.action = 'settle_parked' AND p.id = json_extract(e.says, '$.entry')
 WHERE e.action = 'raise_query'
    OR (e.action = 'settle_parked' AND json_extract(e.says, '$.as') = 'query');

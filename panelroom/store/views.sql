-- Views for people: the record as tables, straight from the journal, so that they cannot drift from it.
-- Undone entries are left out; amended and corrected entries say what they say now; struck words stay struck.

CREATE VIEW entries AS
SELECT j.seq,
       'e' || j.seq AS id,
       json_extract(j.body, '$.action') AS action,
       json_extract(j.body, '$.at') AS at,
       COALESCE(json_extract(j.body, '$.happened_at'), json_extract(j.body, '$.at')) AS happened_at,
       json_extract(j.body, '$.case') AS case_number,
       COALESCE(json_extract(j.body, '$.struck'), 0) AS struck,
       j.body AS recorded,
       COALESCE(
           (SELECT json_extract(c.body, '$.becomes')
              FROM journal AS c
             WHERE json_extract(c.body, '$.becomes') IS NOT NULL
               AND json_extract(c.body, '$.entry') = 'e' || j.seq
               AND NOT EXISTS (SELECT 1 FROM journal AS u
                                WHERE json_extract(u.body, '$.withdraws') = 'e' || c.seq)
             ORDER BY c.seq DESC LIMIT 1),
           j.body) AS says
  FROM journal AS j
 WHERE NOT EXISTS (SELECT 1 FROM journal AS u WHERE json_extract(u.body, '$.withdraws') = 'e' || j.seq);

CREATE VIEW voided AS
SELECT v.value AS id
  FROM journal AS j, json_each(j.body, '$.voids') AS v
 WHERE json_extract(j.body, '$.voids') IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM journal AS u WHERE json_extract(u.body, '$.withdraws') = 'e' || j.seq);

CREATE VIEW cases AS
WITH listed AS (
    SELECT c.key + 1 AS number,
           json_extract(c.value, '$.ref') AS ref,
           json_extract(c.value, '$.title') AS title
      FROM journal AS j, json_each(j.body, '$.cases') AS c
     WHERE j.seq = 1),
steps AS (
    SELECT e.case_number AS number,
           CASE e.action WHEN 'close_case' THEN 'closed'
                         WHEN 'carry_forward' THEN 'carried_forward'
                         ELSE 'open' END AS state,
           ROW_NUMBER() OVER (PARTITION BY e.case_number ORDER BY e.seq DESC) AS back
      FROM entries AS e
     WHERE e.action IN ('open_case', 'close_case', 'reopen_case', 'carry_forward'))
SELECT l.number, l.ref, l.title,
       COALESCE(s.state,
           CASE WHEN EXISTS (SELECT 1 FROM entries AS e WHERE e.action = 'close_meeting')
                THEN 'carried_forward' ELSE 'waiting' END) AS state
  FROM listed AS l
  LEFT JOIN steps AS s ON s.number = l.number AND s.back = 1
 ORDER BY l.number;

CREATE VIEW attendance AS
WITH listed AS (
    SELECT m.key AS place, 'expected' AS at_first,
           json_extract(m.value, '$.id') AS member,
           json_extract(m.value, '$.name') AS name,
           json_extract(m.value, '$.role') AS role,
           COALESCE(json_extract(m.value, '$.votes'), 0) AS votes
      FROM journal AS j, json_each(j.body, '$.roster') AS m
     WHERE j.seq = 1
    UNION ALL
    SELECT 100000 + e.seq, 'present', json_extract(e.says, '$.id'), json_extract(e.says, '$.name'),
           json_extract(e.says, '$.role'), COALESCE(json_extract(e.says, '$.votes'), 0)
      FROM entries AS e
     WHERE e.action = 'add_attendee')
SELECT l.member, l.name, l.role, l.votes,
       COALESCE(
           (SELECT CASE e.action WHEN 'member_left' THEN 'left'
                                 WHEN 'mark_absent' THEN
                                     CASE WHEN json_extract(e.says, '$.apologies') THEN 'apologies' ELSE 'absent' END
                                 ELSE 'present' END
              FROM entries AS e
             WHERE e.action IN ('mark_present', 'mark_absent', 'member_left', 'member_returned')
               AND json_extract(e.says, '$.member') = l.member
             ORDER BY e.seq DESC LIMIT 1),
           l.at_first) AS status
  FROM listed AS l
 ORDER BY l.place;

CREATE VIEW answers AS
SELECT e.case_number, json_extract(e.says, '$.question') AS question,
       json_extract(e.says, '$.mark') AS mark,
       json_extract(e.says, '$.value') AS value,
       json_extract(e.says, '$.follow_ups') AS follow_ups,
       json_extract(e.says, '$.text') AS text,
       json_extract(e.says, '$.count') AS count,
       json_extract(e.says, '$.evidence.page') AS page,
       COALESCE(json_extract(e.says, '$.evidence.not_found'), 0) AS looked_not_found,
       e.id, e.at
  FROM (SELECT a.*,
               ROW_NUMBER() OVER (PARTITION BY a.case_number, json_extract(a.says, '$.question')
                                  ORDER BY a.seq DESC) AS back
          FROM entries AS a
         WHERE a.action = 'answer') AS e
 WHERE e.back = 1
 ORDER BY e.case_number, e.seq;

CREATE VIEW prompt_answers AS
SELECT e.case_number, json_extract(e.says, '$.rule') AS rule,
       json_extract(e.says, '$.considers_inappropriate') AS considers_inappropriate,
       json_extract(e.says, '$.reason') AS reason, e.id, e.at
  FROM (SELECT a.*,
               ROW_NUMBER() OVER (PARTITION BY a.case_number, json_extract(a.says, '$.rule')
                                  ORDER BY a.seq DESC) AS back
          FROM entries AS a
         WHERE a.action = 'answer_prompt') AS e
 WHERE e.back = 1
   AND e.id NOT IN (SELECT id FROM voided)
 ORDER BY e.case_number, e.seq;

CREATE VIEW outcomes AS
SELECT e.case_number, json_extract(e.says, '$.outcome') AS outcome,
       json_extract(e.says, '$.reason') AS reason,
       json_extract(e.says, '$.count') AS count, e.id, e.at
  FROM (SELECT d.*,
               ROW_NUMBER() OVER (PARTITION BY d.case_number ORDER BY d.seq DESC) AS back
          FROM entries AS d
         WHERE d.action = 'decide') AS e
 WHERE e.back = 1
   AND e.id NOT IN (SELECT id FROM voided)
 ORDER BY e.case_number;

CREATE VIEW observations AS
SELECT e.case_number, json_extract(e.says, '$.kind') AS kind,
       json_extract(e.says, '$.level') AS level,
       json_extract(e.says, '$.question') AS question,
       json_extract(e.says, '$.to') AS "to",
       json_extract(e.says, '$.page') AS page,
       json_extract(e.says, '$.text') AS text, e.id, e.at
  FROM entries AS e
 WHERE e.action = 'observe'
 ORDER BY e.seq;

CREATE VIEW queries AS
SELECT a.case_number, a.case_number || '-' || a.question AS id, 'mark' AS origin, a.question, a.text, a.at
  FROM answers AS a
 WHERE a.mark = 'cannot_tell'
UNION ALL
SELECT e.case_number, e.id, 'person', json_extract(e.says, '$.question'), json_extract(e.says, '$.text'), e.at
  FROM entries AS e
 WHERE e.action = 'raise_query';

CREATE VIEW replies AS
SELECT e.case_number, json_extract(e.says, '$.query') AS query,
       json_extract(e.says, '$.role') AS role,
       json_extract(e.says, '$.basis') AS basis,
       json_extract(e.says, '$.settled') AS settled,
       json_extract(e.says, '$.text') AS text, e.id, e.at
  FROM entries AS e
 WHERE e.action = 'answer_query'
 ORDER BY e.seq;

CREATE VIEW parked AS
SELECT e.case_number, json_extract(e.says, '$.text') AS text, e.id, e.at
  FROM entries AS e
 WHERE e.action = 'park'
 ORDER BY e.seq;

CREATE VIEW actions AS
SELECT json_extract(e.says, '$.text') AS text, json_extract(e.says, '$.owner_role') AS owner_role,
       json_extract(e.says, '$.due') AS due, e.id, e.at
  FROM entries AS e
 WHERE e.action = 'record_action'
 ORDER BY e.seq;

CREATE VIEW urgent_matters AS
SELECT e.case_number, json_extract(e.says, '$.text') AS text, json_extract(e.says, '$.told') AS told,
       json_extract(e.says, '$.by') AS "by", e.id, e.at
  FROM entries AS e
 WHERE e.action = 'raise_urgent'
 ORDER BY e.seq;

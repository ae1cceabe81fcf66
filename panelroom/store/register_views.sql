-- Views for people: the register as tables, straight from its changes, so that they cannot drift from them.

CREATE VIEW history AS
SELECT c.seq,
       json_extract(c.body, '$.at') AS at,
       json_extract(c.body, '$.by') AS by,
       json_extract(c.body, '$.change') AS change,
       json_extract(c.body, '$.of') AS of,
       json_extract(c.body, '$.stage') AS stage,
       json_extract(c.body, '$.on') AS day,
       json_extract(c.body, '$.note') AS note
  FROM changes AS c;

CREATE VIEW meetings AS
WITH taken AS (
    SELECT json_extract(c.body, '$.figures.meeting') AS meeting,
           json_extract(c.body, '$.figures.date') AS date,
           json_extract(c.body, '$.entries') AS entries,
           json_extract(c.body, '$.figures.root') AS root,
           ROW_NUMBER() OVER (PARTITION BY json_extract(c.body, '$.figures.meeting') ORDER BY c.seq DESC) AS back
      FROM changes AS c
     WHERE json_extract(c.body, '$.change') = 'imported')
SELECT meeting, date, entries, root FROM taken WHERE back = 1 ORDER BY date, meeting;

CREATE VIEW versions AS
SELECT c.seq,
       json_extract(i.value, '$.id') AS id,
       json_extract(c.body, '$.figures.meeting') AS meeting,
       json_extract(i.value, '$.sort') AS sort,
       json_extract(i.value, '$.kind') AS kind,
       json_extract(i.value, '$.case') AS case_number,
       json_extract(i.value, '$.question') AS question,
       json_extract(i.value, '$.page') AS page,
       json_extract(i.value, '$.text') AS panel_said,
       json_extract(i.value, '$.public') AS public_wording,
       json_extract(i.value, '$.struck') AS struck,
       json_extract(i.value, '$.withdrawn') AS withdrawn
  FROM changes AS c, json_each(c.body, '$.items') AS i
 WHERE json_extract(c.body, '$.change') = 'imported';

CREATE VIEW items AS
SELECT v.id, v.meeting, v.sort, v.kind, v.case_number, v.question, v.page, v.panel_said, v.public_wording,
       v.struck, v.withdrawn
  FROM versions AS v
 WHERE v.seq = (SELECT MAX(w.seq) FROM versions AS w WHERE w.id = v.id)
 ORDER BY CAST(SUBSTR(v.id, 2) AS INTEGER);

CREATE VIEW responses AS
SELECT c.seq,
       json_extract(c.body, '$.of') AS of,
       json_extract(c.body, '$.on') AS day,
       json_extract(c.body, '$.by') AS by,
       json_extract(c.body, '$.change') AS change,
       json_extract(c.body, '$.status') AS status,
       json_extract(c.body, '$.text') AS said,
       json_extract(c.body, '$.page') AS page,
       json_extract(c.body, '$.public_text') AS public_wording
  FROM changes AS c
 WHERE json_extract(c.body, '$.change') IN ('responded', 'replied');

CREATE VIEW themes AS
SELECT json_extract(m.body, '$.id') AS id,
       json_extract(m.body, '$.title') AS title,
       json_extract(l.body, '$.item') AS item,
       json_extract(l.body, '$.side') AS side
  FROM changes AS m
  LEFT JOIN changes AS l ON json_extract(l.body, '$.change') = 'theme_linked'
   AND json_extract(l.body, '$.of') = json_extract(m.body, '$.id')
   AND json_extract(l.body, '$.side') <> 'none'
   AND l.seq = (SELECT MAX(k.seq) FROM changes AS k
                 WHERE json_extract(k.body, '$.change') = 'theme_linked'
                   AND json_extract(k.body, '$.of') = json_extract(m.body, '$.id')
                   AND json_extract(k.body, '$.item') = json_extract(l.body, '$.item'))
 WHERE json_extract(m.body, '$.change') = 'theme_made';

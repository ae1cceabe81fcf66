-- Outcomes, for people with a SQLCipher shell; of a case without a conclusion, what was lacking and whether it comes back.

CREATE VIEW outcomes AS
SELECT e.case_number, json_extract(e.says, '$.outcome') AS outcome,
       json_extract(e.says, '$.reason') AS reason,
       json_extract(e.says, '$.count') AS count,
       json_extract(e.says, '$.unresolved') AS unresolved,
       COALESCE(json_extract(e.says, '$.comes_back'), 0) AS comes_back, e.id, e.at
  FROM (SELECT d.*,
               ROW_NUMBER() OVER (PARTITION BY d.case_number ORDER BY d.seq DESC) AS back
          FROM entries AS d
         WHERE d.action = 'decide') AS e
 WHERE e.back = 1
   AND e.id NOT IN (SELECT id FROM voided)
 ORDER BY e.case_number;

-- Written by hand. Reasons and readings of a level change no longer speak of wind alone: the quantity is named, and what
-- was measured stands beside what was judged. A gust decided where no mean was written down; its mean is not known.
UPDATE "episode_change" SET
  "reason" = jsonb_build_object(
    'code', reason->'code',
    'quantity', CASE WHEN jsonb_typeof(reason->'windMps') = 'number' THEN 'windSpeed' ELSE 'windGust' END,
    'value', CASE WHEN jsonb_typeof(reason->'windMps') = 'number' THEN reason->'windMps'
      ELSE to_jsonb(coalesce((SELECT max((one->>'windMps')::float8) FROM jsonb_array_elements(readings) AS one), (reason->>'boundMps')::float8)) END,
    'bound', reason->'boundMps',
    'since', reason->'since',
    'source', reason->'source',
    'onlyAdvise', '[]'::jsonb,
    'measured', jsonb_build_object(
      'meanMps', reason->'windMps',
      'gustMps', CASE WHEN jsonb_typeof(reason->'windMps') = 'number' THEN 'null'::jsonb
        ELSE to_jsonb((SELECT max((one->>'windMps')::float8) FROM jsonb_array_elements(readings) AS one)) END)),
  "readings" = coalesce((
    SELECT jsonb_agg(jsonb_build_object(
      'device', one->'device',
      'ts', one->'ts',
      'quantity', CASE WHEN jsonb_typeof(reason->'windMps') = 'number' THEN 'windSpeed' ELSE 'windGust' END,
      'value', one->'windMps') ORDER BY n)
    FROM jsonb_array_elements(readings) WITH ORDINALITY AS listed(one, n)), '[]'::jsonb)
WHERE reason ? 'windMps';

-- A second line behind the dialect: what no role may do even if a statement for it got past the gateway. Run after bootstrap.sql.

-- The gateway reads a client's bytes as PostgreSQL will after it has converted them to UTF-8. That holds as long as no byte of a longer
-- character looks like ASCII. In these encodings one may: a backslash or a letter to one reader would be half a character to the other,
-- and a string that has ended for the gateway would go on for PostgreSQL.
DELETE FROM pg_conversion
WHERE ARRAY[conforencoding, contoencoding] && ARRAY(
  SELECT pg_char_to_encoding(encoding)
  FROM unnest(ARRAY['SJIS', 'SHIFT_JIS_2004', 'BIG5', 'GBK', 'UHC', 'GB18030', 'JOHAB']) AS encoding);

REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC;

-- Functions that act on other sessions, outlive their transaction, or run SQL that they are given as text.
DO $$
DECLARE
  function regprocedure;
BEGIN
  FOR function IN
    SELECT oid FROM pg_proc
    WHERE pronamespace = 'pg_catalog'::regnamespace
      AND (proname ~ '^(lo_|pg_advisory_|pg_try_advisory_|pg_logical_emit_|pg_replication_origin_|cursor_to_xml|(query|table|schema|database)_to_xml)'
        OR proname IN ('loread', 'lowrite', 'pg_terminate_backend', 'pg_cancel_backend', 'pg_notify', 'pg_export_snapshot', 'ts_stat')
        OR oid = 'ts_rewrite(tsquery, text)'::regprocedure)
  LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', function);
  END LOOP;
END
$$;

-- DSQL has no stemmers: the one text search configuration is simple (field report).
DROP TEXT SEARCH TEMPLATE pg_catalog.snowball CASCADE;

-- Views of the catalog that say more here than DSQL's, which are there and mostly empty ("System tables and commands in Aurora DSQL"):
-- about the backends that the gateway's clients share, and about files.
DO $$
DECLARE
  hidden record;
BEGIN
  FOR hidden IN
    SELECT * FROM (VALUES
      ('pg_locks', 'false'), ('pg_stat_ssl', 'false'), ('pg_stat_gssapi', 'false'),
      ('pg_stat_activity', 'pg_catalog.pg_has_role(usesysid, ''USAGE'')'),
      ('pg_available_extensions', 'false'), ('pg_available_extension_versions', 'false'))
    AS v (name, shown_if)
  LOOP
    EXECUTE format(
      'CREATE OR REPLACE VIEW pg_catalog.%I AS SELECT * FROM (%s) AS everything'
        ' WHERE %s OR (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user)',
      hidden.name, rtrim(pg_get_viewdef(format('pg_catalog.%I', hidden.name)::regclass), ';'), hidden.shown_if);
  END LOOP;
END
$$;

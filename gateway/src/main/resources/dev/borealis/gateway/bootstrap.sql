-- Run once, as the superuser, in the database from which all clusters are copied.

SET allow_system_table_mods = on;

-- The role that every cluster has. It makes roles and schemas, but is no superuser.
CREATE ROLE admin LOGIN CREATEROLE;
GRANT CREATE, CONNECT ON DATABASE postgres TO admin;
REVOKE TEMPORARY ON DATABASE postgres FROM PUBLIC;
GRANT CREATE, USAGE ON SCHEMA public TO admin WITH GRANT OPTION;

-- version() names the major version only (recorded).
ALTER FUNCTION pg_catalog.version() RENAME TO version_of_build;
REVOKE EXECUTE ON FUNCTION pg_catalog.version_of_build() FROM PUBLIC;
CREATE FUNCTION pg_catalog.version() RETURNS text
  LANGUAGE sql STABLE STRICT PARALLEL SAFE
  AS $$SELECT 'PostgreSQL 16'$$;

-- set_config() takes the same settings as SET does. It runs with its owner's rights, so every name in it is qualified: nothing that
-- a caller puts on its search_path is ever looked at.
ALTER FUNCTION pg_catalog.set_config(text, text, boolean) RENAME TO set_config_unchecked;
REVOKE EXECUTE ON FUNCTION pg_catalog.set_config_unchecked(text, text, boolean) FROM PUBLIC;
CREATE FUNCTION pg_catalog.set_config(setting_name text, new_value text, is_local boolean) RETURNS text
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  AS $$
BEGIN
  IF pg_catalog.lower(setting_name) OPERATOR(pg_catalog.=) 'disable_sync_create_index' THEN
    RETURN pg_catalog.set_config_unchecked('dsql.disable_sync_create_index', new_value, is_local);
  ELSIF pg_catalog.lower(setting_name) OPERATOR(pg_catalog.=) 'dsql.disable_sync_create_index'
      OR pg_catalog.lower(setting_name) OPERATOR(pg_catalog.=) ANY (ARRAY[{{changeable_settings}}]) THEN
    RETURN pg_catalog.set_config_unchecked(setting_name, new_value, is_local);
  END IF;
  RAISE EXCEPTION USING
    ERRCODE = '0A000',
    MESSAGE = pg_catalog.format('setting configuration parameter "%s" not supported', setting_name);
END
$$;

-- DSQL's own schema.
CREATE SCHEMA sys;
GRANT USAGE ON SCHEMA sys TO PUBLIC;

-- Updates rows to what they are. The gateway has it follow SELECT ... FOR UPDATE, which counts as a write. It has the rights of its caller,
-- whose functions it may run: the table's constraints and generated columns call them.
CREATE FUNCTION sys.borealis_touch(relation regclass, rows tid[]) RETURNS void
  LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog
  AS $$
DECLARE
  untouched_by_indexes text;
BEGIN
  SELECT quote_ident(a.attname) INTO untouched_by_indexes
  FROM pg_attribute a
  WHERE a.attrelid = relation AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND a.attidentity <> 'a'
    AND has_column_privilege(relation, a.attnum, 'SELECT') AND has_column_privilege(relation, a.attnum, 'UPDATE')
  ORDER BY EXISTS (SELECT FROM pg_index i WHERE i.indrelid = relation AND a.attnum = ANY (i.indkey)), a.attnum
  LIMIT 1;
  IF untouched_by_indexes IS NOT NULL THEN
    EXECUTE format('UPDATE ONLY %s SET %s = %2$s WHERE ctid = ANY ($1)', relation, untouched_by_indexes) USING rows;
  END IF;
END
$$;

-- How many rows a transaction has changed, where a command tag does not tell. PostgreSQL counts them per backend and adds them up across
-- transactions, so only a difference says anything.
CREATE FUNCTION sys.borealis_changed_rows() RETURNS bigint
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog
  AS $$
SELECT coalesce(sum(pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid) + pg_stat_get_xact_tuples_deleted(oid)), 0)::bigint
FROM pg_class
WHERE relkind = 'r' AND relnamespace NOT IN ('pg_catalog'::regnamespace, 'sys'::regnamespace)
$$;

CREATE FUNCTION sys.borealis_mark_rows() RETURNS void
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog
  AS $$SELECT set_config_unchecked('borealis.changed_rows', sys.borealis_changed_rows()::text, true)$$;

CREATE FUNCTION sys.borealis_rows_since_mark() RETURNS integer
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog
  AS $$
SELECT least(sys.borealis_changed_rows() - coalesce(nullif(current_setting('borealis.changed_rows', true), ''), '0')::bigint, 1000000)::integer
$$;

-- What the transaction has written, in MiB, rounded up. The service does not publish its formula; the surcharges per row and per index entry
-- fit the sizes at which it was seen to refuse. New rows mostly lie at the end of their table, so it is read from there in growing pieces until as
-- many are found as the transaction has changed. A row changed twice or deleted again is not found, and then everything is read; so it is where
-- a foreign key changes rows that nobody has counted.
CREATE FUNCTION sys.borealis_written_mebibytes(rows_changed bigint) RETURNS integer
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog
  AS $$
DECLARE
  tables regclass[];
  blocks bigint[];
  surcharges bigint[];
  missing bigint := rows_changed;
  read_from_end bigint := 0;
  width bigint := 128;
  found_rows bigint;
  found_bytes bigint;
  bytes bigint := 0;
BEGIN
  SELECT array_agg(c.oid::regclass), array_agg(pg_relation_size(c.oid) / current_setting('block_size')::bigint),
         array_agg(140 + 430 * (SELECT count(*) FROM pg_index i WHERE i.indrelid = c.oid AND NOT i.indisprimary))
    INTO tables, blocks, surcharges
    FROM pg_class c
    WHERE c.relkind = 'r' AND c.relnamespace NOT IN ('pg_catalog'::regnamespace, 'sys'::regnamespace)
      AND pg_stat_get_xact_tuples_inserted(c.oid) + pg_stat_get_xact_tuples_updated(c.oid) > 0;
  IF EXISTS (SELECT FROM pg_constraint WHERE contype = 'f' AND (confupdtype IN ('c', 'n', 'd') OR confdeltype IN ('n', 'd'))) THEN
    missing := 9223372036854775807;
  END IF;
  WHILE missing > 0 AND read_from_end < ANY (blocks) LOOP
    FOR i IN 1 .. cardinality(tables) LOOP
      CONTINUE WHEN read_from_end >= blocks[i];
      EXECUTE format(
          'SELECT count(*), coalesce(sum(pg_column_size(r.*) + %s), 0) FROM ONLY %s AS r WHERE r.ctid >= ''(%s,0)'' AND r.ctid < ''(%s,0)'''
            ' AND r.xmin::text::bigint >= (pg_current_xact_id()::text::bigint & 4294967295)',
          surcharges[i], tables[i], greatest(blocks[i] - read_from_end - width, 0), blocks[i] - read_from_end)
        INTO found_rows, found_bytes;
      missing := missing - found_rows;
      bytes := bytes + found_bytes;
    END LOOP;
    read_from_end := read_from_end + width;
    width := width * 4;
  END LOOP;
  RETURN least((bytes + 1048575) / 1048576, 100000);
END
$$;

-- Whether the transaction has given a row of these tables (null: of any) a key that its snapshot shows: 1 if so. PostgreSQL allows that when
-- the other row has lost the key since to a transaction that has committed; to DSQL these are two changes of one row. Its own rows alone are
-- both visible to the transaction and younger than itself. Each of them is looked for in the index of the key.
CREATE FUNCTION sys.borealis_rows_over_deleted(tables text[]) RETURNS integer
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog
  AS $$
DECLARE
  oldest_own constant bigint := pg_current_xact_id()::text::bigint & 4294967295;
  keys record;
  found boolean;
BEGIN
  FOR keys IN
    SELECT i.indrelid::regclass AS relation,
           (SELECT string_agg(format('old.%1$I = new.%1$I', a.attname), ' AND ')
            FROM pg_attribute a
            WHERE a.attrelid = i.indrelid AND a.attnum = ANY ((i.indkey::smallint[])[0:i.indnkeyatts - 1])) AS same
    FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
    WHERE i.indisunique AND i.indisvalid AND i.indexprs IS NULL AND i.indpred IS NULL
      AND c.relkind = 'r' AND c.relnamespace NOT IN ('pg_catalog'::regnamespace, 'sys'::regnamespace)
      AND (tables IS NULL OR c.relname = ANY (tables))
      AND pg_stat_get_xact_tuples_inserted(c.oid) + pg_stat_get_xact_tuples_updated(c.oid) > 0
  LOOP
    EXECUTE format(
        'SELECT EXISTS (SELECT FROM ONLY %1$s AS new WHERE new.xmin::text::bigint >= $1'
          ' AND (SELECT true FROM ONLY %1$s AS old WHERE %2$s AND old.xmin::text::bigint < $1 LIMIT 1))',
        keys.relation, keys.same)
      INTO found USING oldest_own;
    IF found THEN
      RETURN 1;
    END IF;
  END LOOP;
  RETURN 0;
END
$$;

-- Conflicts to be made to happen: of the commits of transactions that wrote to a table, every n-th fails. The gateway reads them after a call
-- of the functions below, which are for admin alone. A fault that is put in another one's place begins to count anew.
CREATE TABLE sys.borealis_conflict_faults (
  table_schema name,
  table_name name,
  every integer NOT NULL,
  code text NOT NULL,
  injection bigint GENERATED ALWAYS AS IDENTITY,
  PRIMARY KEY (table_schema, table_name)
);
CREATE VIEW sys.faults AS
  SELECT injection, format('%I.%I', table_schema, table_name) AS "table", every, code FROM sys.borealis_conflict_faults;
GRANT SELECT ON sys.faults TO admin;

CREATE FUNCTION sys.fault_conflict("table" regclass, every integer, code text DEFAULT 'OC000') RETURNS void
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog
  AS $$
BEGIN
  IF every IS NULL OR every < 1 THEN
    RAISE EXCEPTION USING ERRCODE = '22023', MESSAGE = format('every %s commits cannot be', coalesce(every::text, 'null')),
      HINT = 'Give a number from 1.';
  ELSIF code IS NULL OR code NOT IN ('OC000', 'OC001') THEN
    RAISE EXCEPTION USING ERRCODE = '22023', MESSAGE = format('"%s" is not the code of a conflict', coalesce(code, 'null')),
      HINT = 'Codes are OC000 and OC001.';
  ELSIF NOT EXISTS (SELECT FROM pg_class WHERE oid = "table" AND relkind = 'r') THEN
    RAISE EXCEPTION USING ERRCODE = '42809', MESSAGE = format('%s is not a table', "table"), HINT = 'Name the table that is written in the end.';
  END IF;
  DELETE FROM sys.borealis_conflict_faults f USING pg_class c, pg_namespace n
    WHERE c.oid = "table" AND n.oid = c.relnamespace AND f.table_schema = n.nspname AND f.table_name = c.relname;
  INSERT INTO sys.borealis_conflict_faults (table_schema, table_name, every, code)
    SELECT n.nspname, c.relname, every, code FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = "table";
END
$$;

CREATE FUNCTION sys.clear_faults() RETURNS integer
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog
  AS $$
WITH cleared AS (DELETE FROM sys.borealis_conflict_faults RETURNING 1)
SELECT count(*)::integer FROM cleared
$$;

REVOKE EXECUTE ON FUNCTION sys.fault_conflict, sys.clear_faults FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sys.fault_conflict, sys.clear_faults TO admin;

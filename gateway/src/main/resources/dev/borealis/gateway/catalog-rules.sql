-- Quotas and refusals that only the catalog shows. Event triggers look at what a DDL statement has made, within the statement, so that
-- nothing else pays for them and a refusal is an error of the statement like any other. Run after bootstrap.sql.

-- The rules of the cluster's version, from the dialect's data: {"quotas": {id: {limit, sqlstate, message}}, "refusals": {id: {sqlstate,
-- message}}, "column_types": [name], "key_types": [name]}. The server's configuration sets them.
CREATE FUNCTION sys.borealis_rules() RETURNS json
  LANGUAGE sql STABLE SET search_path = pg_catalog
  AS $$SELECT nullif(current_setting('borealis.rules', true), '')::json$$;

-- Refuses if the version has the rule; {} in its message stands for what was found.
CREATE FUNCTION sys.borealis_refuse(rule json, culprit text) RETURNS void
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog
  AS $$
BEGIN
  IF rule IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = rule ->> 'sqlstate', MESSAGE = replace(rule ->> 'message', '{}', culprit);
  END IF;
END
$$;

CREATE FUNCTION sys.borealis_limit(quota text, amount bigint) RETURNS void
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog
  AS $$
DECLARE
  rule json := sys.borealis_rules() -> 'quotas' -> quota;
BEGIN
  IF amount > (rule ->> 'limit')::bigint THEN
    PERFORM sys.borealis_refuse(rule, amount::text);
  END IF;
END
$$;

-- What a domain is made of in the end.
CREATE FUNCTION sys.borealis_base_type(type_id oid) RETURNS oid
  LANGUAGE sql STABLE SET search_path = pg_catalog
  AS $$
    WITH RECURSIVE base (id, domain_of) AS (
      SELECT oid, typbasetype FROM pg_type WHERE oid = type_id
      UNION ALL SELECT t.oid, t.typbasetype FROM base JOIN pg_type t ON t.oid = base.domain_of)
    SELECT id FROM base WHERE domain_of = 0
  $$;

-- A type as messages name it.
CREATE FUNCTION sys.borealis_type_name(type_id oid) RETURNS text
  LANGUAGE sql STABLE SET search_path = pg_catalog
  AS $$
    SELECT CASE WHEN typnamespace = 'pg_catalog'::regnamespace THEN format_type(oid, NULL) ELSE quote_ident(typname) END
    FROM pg_type WHERE oid = type_id
  $$;

CREATE FUNCTION sys.borealis_is_listed(list text, type_id oid) RETURNS boolean
  LANGUAGE sql STABLE SET search_path = pg_catalog
  AS $$
    SELECT typnamespace = 'pg_catalog'::regnamespace AND typname IN (SELECT json_array_elements_text(sys.borealis_rules() -> list))
    FROM pg_type WHERE oid = sys.borealis_base_type(type_id)
  $$;

-- How many objects of a kind there are, without the system's own.
CREATE FUNCTION sys.borealis_count(kind "char") RETURNS bigint
  LANGUAGE sql STABLE SET search_path = pg_catalog
  AS $$
    SELECT count(*) FROM pg_class
    WHERE relkind = kind AND relnamespace <> ALL (ARRAY['pg_catalog', 'information_schema', 'pg_toast', 'sys']::regnamespace[])
  $$;

CREATE FUNCTION sys.borealis_check_columns(table_id oid) RETURNS void
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog
  AS $$
DECLARE
  refusals json := sys.borealis_rules() -> 'refusals';
  is_keyed boolean := EXISTS (SELECT FROM pg_index WHERE indrelid = table_id AND indisprimary);
  columns bigint := 0;
  c record;
BEGIN
  FOR c IN
    SELECT atttypid AS type_id, sys.borealis_type_name(atttypid) AS type, attidentity <> '' AS is_identity
    FROM pg_attribute WHERE attrelid = table_id AND attnum > 0 AND NOT attisdropped ORDER BY attnum
  LOOP
    columns := columns + 1;
    IF NOT sys.borealis_is_listed('column_types', c.type_id) THEN
      PERFORM sys.borealis_refuse(refusals -> 'column_of_row_type', c.type);
    ELSIF c.is_identity AND c.type_id <> 'bigint'::regtype THEN
      PERFORM sys.borealis_refuse(refusals -> 'identity_of_other_column', c.type);
    END IF;
  END LOOP;
  PERFORM sys.borealis_limit(CASE WHEN is_keyed THEN 'columns_per_keyed_table' ELSE 'columns_per_table' END, columns);
END
$$;

-- Declared lengths count, as they do where the text of CREATE TABLE shows them.
CREATE FUNCTION sys.borealis_check_index(index_id oid) RETURNS void
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog
  AS $$
DECLARE
  key record;
  keys bigint := 0;
  bytes bigint := 0;
BEGIN
  FOR key IN
    SELECT a.atttypid AS type_id, sys.borealis_type_name(sys.borealis_base_type(a.atttypid)) AS type,
      CASE WHEN a.atttypmod > 4 AND sys.borealis_base_type(a.atttypid) IN ('bpchar'::regtype, 'varchar'::regtype)
        THEN a.atttypmod - 4 ELSE 0 END AS declared
    FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indexrelid AND a.attnum <= i.indnkeyatts
    WHERE i.indexrelid = index_id ORDER BY a.attnum
  LOOP
    keys := keys + 1;
    bytes := bytes + key.declared;
    IF NOT sys.borealis_is_listed('key_types', key.type_id) THEN
      PERFORM sys.borealis_refuse(sys.borealis_rules() -> 'refusals' -> 'index_key_type', key.type);
    END IF;
  END LOOP;
  PERFORM sys.borealis_limit('columns_per_key', keys);
  PERFORM sys.borealis_limit('declared_key_bytes', bytes);
  PERFORM sys.borealis_limit('indexes_per_table', count(*)) FROM pg_index
    WHERE indrelid = (SELECT indrelid FROM pg_index WHERE indexrelid = index_id);
END
$$;

CREATE FUNCTION sys.borealis_check_relation(relation_id oid) RETURNS void
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog
  AS $$
DECLARE
  index_id oid;
BEGIN
  CASE (SELECT relkind FROM pg_class WHERE oid = relation_id)
    WHEN 'r' THEN
      PERFORM sys.borealis_limit('tables_per_database', sys.borealis_count('r'));
      PERFORM sys.borealis_check_columns(relation_id);
      FOR index_id IN SELECT indexrelid FROM pg_index WHERE indrelid = relation_id LOOP
        PERFORM sys.borealis_check_index(index_id);
      END LOOP;
    WHEN 'i' THEN
      PERFORM sys.borealis_check_index(relation_id);
    WHEN 'v' THEN
      PERFORM sys.borealis_limit('views_per_database', sys.borealis_count('v'));
      PERFORM sys.borealis_limit('view_definition_bytes', octet_length(ev_action::text)) FROM pg_rewrite WHERE ev_class = relation_id;
    WHEN 'S' THEN
      PERFORM sys.borealis_limit('sequences_per_database', sys.borealis_count('S'));
    ELSE NULL;
  END CASE;
END
$$;

CREATE FUNCTION sys.borealis_check_made() RETURNS event_trigger
  LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog
  AS $$
DECLARE
  made record;
BEGIN
  IF sys.borealis_rules() IS NULL THEN
    RETURN;
  END IF;
  FOR made IN SELECT DISTINCT classid, objid FROM pg_event_trigger_ddl_commands() WHERE command_tag ~ '^(CREATE|ALTER) ' LOOP
    CASE made.classid
      WHEN 'pg_class'::regclass THEN
        PERFORM sys.borealis_check_relation(made.objid);
      WHEN 'pg_namespace'::regclass THEN
        PERFORM sys.borealis_limit('schemas_per_database', count(*)) FROM pg_namespace
          WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'public', 'sys');
      WHEN 'pg_type'::regclass THEN
        PERFORM sys.borealis_refuse(sys.borealis_rules() -> 'refusals' -> 'column_of_row_type', sys.borealis_type_name(typbasetype))
          FROM pg_type WHERE oid = made.objid AND typtype = 'd' AND NOT sys.borealis_is_listed('column_types', oid);
      WHEN 'pg_statistic_ext'::regclass THEN
        PERFORM sys.borealis_limit('statistics_per_table', count(*)) FROM pg_statistic_ext
          WHERE stxrelid = (SELECT stxrelid FROM pg_statistic_ext WHERE oid = made.objid);
      ELSE NULL;
    END CASE;
  END LOOP;
END
$$;
CREATE EVENT TRIGGER borealis_check_made ON ddl_command_end EXECUTE FUNCTION sys.borealis_check_made();

-- A primary key stays with its table. Being stable, the function sees the catalog as it was when the statement began.
CREATE FUNCTION sys.borealis_check_dropped() RETURNS event_trigger
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog
  AS $$
DECLARE
  refusals json := sys.borealis_rules() -> 'refusals';
  key record;
BEGIN
  SELECT c.conrelid, c.conkey, d.original INTO key
    FROM pg_event_trigger_dropped_objects() d JOIN pg_constraint c ON c.oid = d.objid
    WHERE d.classid = 'pg_constraint'::regclass AND c.contype = 'p';
  IF key.original THEN
    PERFORM sys.borealis_refuse(refusals -> 'drop_primary_key', '');
  ELSIF NOT key.original THEN
    PERFORM sys.borealis_refuse(refusals -> 'drop_primary_key_column', a.attname)
      FROM pg_event_trigger_dropped_objects() d JOIN pg_attribute a ON a.attrelid = d.objid AND a.attnum = d.objsubid
      WHERE d.classid = 'pg_class'::regclass AND d.objid = key.conrelid AND a.attnum = ANY (key.conkey);
  END IF;
END
$$;
CREATE EVENT TRIGGER borealis_check_dropped ON sql_drop WHEN TAG IN ('ALTER TABLE') EXECUTE FUNCTION sys.borealis_check_dropped();

-- Quotas and refusals that only the catalog shows. Event triggers look at what a DDL statement has made, within the statement, so that
-- nothing else pays for them and a refusal is an error of the statement like any other. Run after jobs.sql.
--
-- The rules are those of the cluster's version, from the dialect's data; the server's configuration has them as a setting:
-- {"quotas": {id: {limit, sqlstate, message}}, "refusals": {id: {sqlstate, message}}, "column_types": [name], "key_types": [name]}.
-- The triggers read them once and pass them on, and set the search_path for all that they call.

-- Refuses if the version has the rule; {} in its message stands for what was found.
CREATE FUNCTION sys.borealis_refuse(rule jsonb, culprit text) RETURNS void
  LANGUAGE plpgsql STABLE
  AS $$
BEGIN
  IF rule IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = rule ->> 'sqlstate', MESSAGE = replace(rule ->> 'message', '{}', culprit);
  END IF;
END
$$;

CREATE FUNCTION sys.borealis_limit(quota jsonb, amount bigint) RETURNS void
  LANGUAGE plpgsql STABLE
  AS $$
BEGIN
  IF amount > (quota ->> 'limit')::bigint THEN
    PERFORM sys.borealis_refuse(quota, amount::text);
  END IF;
END
$$;

-- What a domain is made of in the end.
CREATE FUNCTION sys.borealis_base_type(domain_id oid) RETURNS oid
  LANGUAGE sql STABLE
  AS $$
    WITH RECURSIVE base (id, domain_of) AS (
      SELECT oid, typbasetype FROM pg_type WHERE oid = domain_id
      UNION ALL SELECT t.oid, t.typbasetype FROM base JOIN pg_type t ON t.oid = base.domain_of)
    SELECT id FROM base WHERE domain_of = 0
  $$;

-- The types of the columns of a relation, in order: as messages name them, and whether a list has what they are made of.
CREATE FUNCTION sys.borealis_columns(relation_id oid, most smallint, list jsonb)
  RETURNS TABLE (type text, base oid, is_listed boolean, modifier integer, identity_of oid)
  LANGUAGE plpgsql STABLE ROWS 10
  AS $$
BEGIN
  RETURN QUERY
    SELECT CASE WHEN b.typnamespace = 'pg_catalog'::regnamespace THEN format_type(b.oid, NULL) ELSE quote_ident(b.typname) END,
      b.oid, b.typnamespace = 'pg_catalog'::regnamespace AND list ? b.typname, a.atttypmod,
      CASE WHEN a.attidentity <> '' THEN b.oid END
    FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
      JOIN pg_type b ON b.oid = CASE WHEN t.typtype = 'd' THEN sys.borealis_base_type(t.oid) ELSE t.oid END
    WHERE a.attrelid = relation_id AND a.attnum BETWEEN 1 AND most AND NOT a.attisdropped
    ORDER BY a.attnum;
END
$$;

-- How many objects of a kind there are, without the system's own.
CREATE FUNCTION sys.borealis_count(kind "char") RETURNS bigint
  LANGUAGE plpgsql STABLE
  AS $$
BEGIN
  RETURN (SELECT count(*) FROM pg_class
    WHERE relkind = kind AND relnamespace <> ALL ('{pg_catalog,information_schema,pg_toast,sys}'::regnamespace[]));
END
$$;

-- With those that a job will make.
CREATE FUNCTION sys.borealis_count_indexes(of_table oid) RETURNS bigint
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog
  AS $$
BEGIN
  RETURN (SELECT count(*) FROM pg_index WHERE indrelid = of_table)
    + (SELECT count(*) FROM sys.borealis_jobs
       WHERE table_id = of_table AND job_type = 'INDEX_BUILD' AND status IN ('submitted', 'processing') AND object_id IS NULL);
END
$$;

CREATE FUNCTION sys.borealis_check_table(table_id oid, rules jsonb) RETURNS void
  LANGUAGE plpgsql STABLE
  AS $$
DECLARE
  c record;
  columns bigint := 0;
  is_keyed boolean := EXISTS (SELECT FROM pg_index WHERE indrelid = table_id AND indisprimary);
BEGIN
  PERFORM sys.borealis_limit(rules -> 'quotas' -> 'tables_per_database', sys.borealis_count('r'));
  FOR c IN SELECT * FROM sys.borealis_columns(table_id, 32767::smallint, rules -> 'column_types') LOOP
    columns := columns + 1;
    IF NOT c.is_listed THEN
      PERFORM sys.borealis_refuse(rules -> 'refusals' -> 'column_of_row_type', c.type);
    ELSIF c.identity_of <> 'bigint'::regtype THEN
      PERFORM sys.borealis_refuse(rules -> 'refusals' -> 'identity_of_other_column', c.type);
    END IF;
  END LOOP;
  PERFORM sys.borealis_limit(
    rules -> 'quotas' -> CASE WHEN is_keyed THEN 'columns_per_keyed_table' ELSE 'columns_per_table' END, columns);
END
$$;

-- Declared lengths count, as they do where the text of CREATE TABLE shows them.
CREATE FUNCTION sys.borealis_check_index(index_id oid, rules jsonb) RETURNS void
  LANGUAGE plpgsql STABLE
  AS $$
DECLARE
  index record;
  key record;
  bytes bigint := 0;
BEGIN
  SELECT indrelid, indnkeyatts INTO index FROM pg_index WHERE indexrelid = index_id;
  FOR key IN SELECT * FROM sys.borealis_columns(index_id, index.indnkeyatts, rules -> 'key_types') LOOP
    IF key.modifier > 4 AND key.base IN ('bpchar'::regtype, 'varchar'::regtype) THEN
      bytes := bytes + key.modifier - 4;
    END IF;
    IF NOT key.is_listed THEN
      PERFORM sys.borealis_refuse(rules -> 'refusals' -> 'index_key_type', key.type);
    END IF;
  END LOOP;
  PERFORM sys.borealis_limit(rules -> 'quotas' -> 'columns_per_key', index.indnkeyatts);
  PERFORM sys.borealis_limit(rules -> 'quotas' -> 'declared_key_bytes', bytes);
  PERFORM sys.borealis_limit(rules -> 'quotas' -> 'indexes_per_table', sys.borealis_count_indexes(index.indrelid));
END
$$;

CREATE FUNCTION sys.borealis_check_relation(relation_id oid, rules jsonb) RETURNS void
  LANGUAGE plpgsql STABLE
  AS $$
BEGIN
  CASE (SELECT relkind FROM pg_class WHERE oid = relation_id)
    WHEN 'r' THEN
      PERFORM sys.borealis_check_table(relation_id, rules);
      PERFORM sys.borealis_check_index(indexrelid, rules) FROM pg_index WHERE indrelid = relation_id;
    WHEN 'i' THEN
      PERFORM sys.borealis_check_index(relation_id, rules);
    WHEN 'v' THEN
      PERFORM sys.borealis_limit(rules -> 'quotas' -> 'views_per_database', sys.borealis_count('v'));
      PERFORM sys.borealis_limit(rules -> 'quotas' -> 'view_definition_bytes', octet_length(ev_action::text))
        FROM pg_rewrite WHERE ev_class = relation_id;
    WHEN 'S' THEN
      PERFORM sys.borealis_limit(rules -> 'quotas' -> 'sequences_per_database', sys.borealis_count('S'));
    ELSE NULL;
  END CASE;
END
$$;

CREATE FUNCTION sys.borealis_check_made() RETURNS event_trigger
  LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog
  AS $$
DECLARE
  rules jsonb := nullif(current_setting('borealis.rules', true), '');
  made record;
BEGIN
  IF rules IS NULL THEN
    RETURN;
  END IF;
  FOR made IN SELECT DISTINCT classid, objid FROM pg_event_trigger_ddl_commands() WHERE command_tag ~ '^(CREATE|ALTER) ' LOOP
    CASE made.classid
      WHEN 'pg_class'::regclass THEN
        PERFORM sys.borealis_check_relation(made.objid, rules);
      WHEN 'pg_namespace'::regclass THEN
        PERFORM sys.borealis_limit(rules -> 'quotas' -> 'schemas_per_database', count(*)) FROM pg_namespace
          WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'public', 'sys');
      WHEN 'pg_type'::regclass THEN
        PERFORM sys.borealis_refuse(rules -> 'refusals' -> 'column_of_row_type', quote_ident(b.typname))
          FROM pg_type t JOIN pg_type b ON b.oid = sys.borealis_base_type(t.oid)
          WHERE t.oid = made.objid AND t.typtype = 'd' AND NOT rules -> 'column_types' ? b.typname;
      WHEN 'pg_statistic_ext'::regclass THEN
        PERFORM sys.borealis_limit(rules -> 'quotas' -> 'statistics_per_table', count(*)) FROM pg_statistic_ext
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
  refusals jsonb := nullif(current_setting('borealis.rules', true), '')::jsonb -> 'refusals';
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

-- Asynchronous DDL: its jobs, and what the schema sys shows of them. Run once after bootstrap.sql.
--
-- Statements of clients become calls of the functions named borealis_*. Those that run with their owner's rights have a search_path of
-- their own, and whatever a caller gives them lets it do no more than the statement that they stand for.

-- Identifiers of jobs and clusters are UUIDs in lower-case base32 without padding (RFC 4648; recorded).
CREATE FUNCTION sys.uuid_to_base32_str(id uuid) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog
  AS $$
    SELECT string_agg(
      substr('abcdefghijklmnopqrstuvwxyz234567', substring(bits FROM i * 5 + 1 FOR 5)::bit(5)::integer + 1, 1), '' ORDER BY i)
    FROM (SELECT ('x' || replace(id::text, '-', ''))::bit(128) || B'00') AS padded (bits), generate_series(0, 25) AS i
  $$;

CREATE FUNCTION sys.base32_str_to_uuid(base32 text) RETURNS uuid
  LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog
  AS $$
DECLARE
  bits bit varying := B'';
  hex text := '';
BEGIN
  -- The last of 26 digits carries three bits.
  IF base32 !~ '^[a-z2-7]{25}[aeimquy4]$' THEN
    RAISE EXCEPTION USING ERRCODE = '22P02', MESSAGE = 'Unable to convert text to UUID';
  END IF;
  FOR i IN 1..26 LOOP
    bits := bits || (strpos('abcdefghijklmnopqrstuvwxyz234567', substr(base32, i, 1)) - 1)::bit(5);
  END LOOP;
  FOR i IN 0..31 LOOP
    hex := hex || to_hex(substring(bits FROM i * 4 + 1 FOR 4)::bit(4)::integer);
  END LOOP;
  RETURN hex::uuid;
END
$$;

-- A job is added by the transaction that asks for it and from then on changed by the runner alone, so that no client's transaction
-- ever conflicts with a job's progress.
CREATE TABLE sys.borealis_jobs (
  job_id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  submission bigint GENERATED ALWAYS AS IDENTITY,
  job_type text NOT NULL,
  status text NOT NULL DEFAULT 'submitted',
  details text NOT NULL DEFAULT '',
  class_id oid NOT NULL DEFAULT 1259,
  -- Of an index that has to be built: null while it is not in the catalog.
  object_id oid,
  object_name text,
  start_time timestamptz,
  update_time timestamptz,
  table_id oid,
  index_name name,
  definition text,
  constraint_id oid,
  -- Who asked: the role that signed in, and the role that it had set.
  login_role oid,
  set_role oid
);

CREATE VIEW sys.jobs AS
  SELECT sys.uuid_to_base32_str(job_id) AS job_id, status, details, job_type, class_id, object_id, object_name, start_time, update_time
  FROM sys.borealis_jobs
  ORDER BY submission;
GRANT SELECT ON sys.jobs TO PUBLIC;

-- The role that asks, which SECURITY DEFINER hides from current_user; nobody can set it to a role that is not theirs.
CREATE FUNCTION sys.borealis_asking_role() RETURNS name
  LANGUAGE sql STABLE SET search_path = pg_catalog
  AS $$SELECT coalesce(nullif(current_setting('role'), 'none')::name, session_user)$$;

CREATE FUNCTION sys.borealis_require_owner(table_id oid) RETURNS void
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog
  AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_class t WHERE t.oid = table_id AND pg_has_role(sys.borealis_asking_role(), t.relowner, 'USAGE')) THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = format('must be owner of table %s', table_id::regclass);
  END IF;
END
$$;

-- Indexes that a committed job will make and that are not in the catalog yet: their names are taken.
CREATE FUNCTION sys.borealis_is_awaited(index_id oid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
  AS $$
    SELECT EXISTS (
      SELECT FROM sys.borealis_jobs j JOIN pg_class t ON t.oid = j.table_id JOIN pg_class i ON i.relname = j.index_name
      WHERE i.oid = index_id AND i.relnamespace = t.relnamespace
        AND j.job_type = 'INDEX_BUILD' AND j.status IN ('submitted', 'processing') AND j.object_id IS NULL)
  $$;

-- What to build: the definition with every name qualified, without the condition that kept the trial from reading rows. PostgreSQL
-- prints that one as it was given, but for the row, which is a column where one has the table's name.
CREATE FUNCTION sys.borealis_describe_index(index_id oid, OUT definition text, OUT index_name name, OUT table_id oid)
  LANGUAGE sql STABLE SET search_path = pg_catalog
  AS $$
    SELECT CASE WHEN d LIKE '% WHERE false' THEN left(d, -12) ELSE
        replace(replace(d, format(trial, quote_ident(t.relname) || '.*'), ' WHERE ('), format(trial, quote_ident(t.relname)), ' WHERE (') END,
      c.relname, i.indrelid
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid, pg_get_indexdef(index_id) AS d,
      (VALUES (' WHERE ((%1$s IS NULL) AND (%1$s IS NOT NULL) AND ')) AS condition (trial)
    WHERE i.indexrelid = index_id
  $$;

CREATE FUNCTION sys.borealis_indexes_of(relation text) RETURNS oid[]
  LANGUAGE sql STABLE
  AS $$
    SELECT pg_catalog.array_agg(indexrelid) FROM pg_catalog.pg_index
    WHERE indrelid OPERATOR(pg_catalog.=) pg_catalog.to_regclass(relation)
  $$;

CREATE FUNCTION sys.borealis_submit_index_build(definition text, index_name name, table_id oid) RETURNS text
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog
  AS $$
DECLARE
  id uuid;
BEGIN
  PERFORM sys.borealis_require_owner(table_id);
  INSERT INTO sys.borealis_jobs AS j (job_type, object_name, table_id, index_name, definition, login_role, set_role)
    SELECT 'INDEX_BUILD', n.nspname || '.' || borealis_submit_index_build.index_name, t.oid, borealis_submit_index_build.index_name,
      borealis_submit_index_build.definition, quote_ident(session_user)::regrole,
      quote_ident(nullif(current_setting('role'), 'none'))::regrole
    FROM pg_class t JOIN pg_namespace n ON n.oid = t.relnamespace
    WHERE t.oid = borealis_submit_index_build.table_id
    RETURNING j.job_id INTO id;
  RETURN sys.uuid_to_base32_str(id);
END
$$;

-- CREATE INDEX ASYNC. The trial makes the index without rows, so that PostgreSQL finds every error of the statement and chooses the
-- name, and is then rolled back with its locks. It runs with the caller's rights and search_path. Gives no row where IF NOT EXISTS
-- has found the name taken.
CREATE FUNCTION sys.borealis_create_index(trial text, relation text, is_named boolean, if_not_exists boolean) RETURNS SETOF text
  LANGUAGE plpgsql VOLATILE
  AS $$
DECLARE
  known oid[] := sys.borealis_indexes_of(relation);
  index_id oid;
  made record;
BEGIN
  BEGIN
    LOOP
      EXECUTE trial;
      SELECT made_id INTO index_id FROM pg_catalog.unnest(sys.borealis_indexes_of(relation)) AS made_id
        WHERE (made_id OPERATOR(pg_catalog.=) ANY (known)) IS NOT TRUE;
      EXIT WHEN index_id IS NULL;
      IF NOT sys.borealis_is_awaited(index_id) THEN
        made := sys.borealis_describe_index(index_id);
        EXIT;
      ELSIF NOT is_named THEN
        -- The next try takes the next name.
        known := pg_catalog.array_append(known, index_id);
      ELSIF if_not_exists THEN
        RAISE NOTICE USING ERRCODE = '42P07',
          MESSAGE = pg_catalog.format('relation "%s" already exists, skipping', (sys.borealis_describe_index(index_id)).index_name);
        EXIT;
      ELSE
        RAISE EXCEPTION USING ERRCODE = '42P07',
          MESSAGE = pg_catalog.format('relation "%s" already exists', (sys.borealis_describe_index(index_id)).index_name);
      END IF;
    END LOOP;
    RAISE EXCEPTION USING ERRCODE = 'BZ000', MESSAGE = 'end of trial';
  EXCEPTION WHEN SQLSTATE 'BZ000' THEN
    NULL;
  END;
  IF made IS NOT NULL THEN
    RETURN NEXT sys.borealis_submit_index_build(made.definition, made.index_name, made.table_id);
  END IF;
END
$$;

CREATE FUNCTION sys.borealis_submit_validation(constraint_id oid) RETURNS text
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog
  AS $$
DECLARE
  id uuid;
BEGIN
  PERFORM sys.borealis_require_owner(c.conrelid) FROM pg_constraint c WHERE c.oid = constraint_id;
  INSERT INTO sys.borealis_jobs AS j (job_type, object_id, object_name, table_id, constraint_id, login_role, set_role)
    SELECT 'VALIDATE_CONSTRAINT', t.oid, n.nspname || '.' || t.relname, t.oid, c.oid, quote_ident(session_user)::regrole,
      quote_ident(nullif(current_setting('role'), 'none'))::regrole
    FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_namespace n ON n.oid = t.relnamespace
    WHERE c.oid = borealis_submit_validation.constraint_id
    RETURNING j.job_id INTO id;
  RETURN sys.uuid_to_base32_str(id);
END
$$;

-- ALTER TABLE ASYNC ... VALIDATE CONSTRAINT. The trial names a constraint that does not exist: PostgreSQL finds out everything that
-- is wrong with the table and reads no row. Gives no row where IF EXISTS has found no table.
CREATE FUNCTION sys.borealis_validate_constraint(trial text, relation text, constraint_name text) RETURNS SETOF text
  LANGUAGE plpgsql VOLATILE
  AS $$
DECLARE
  found_constraint record;
BEGIN
  BEGIN
    EXECUTE trial;
    RETURN;
  EXCEPTION WHEN undefined_object THEN
    NULL;
  END;
  SELECT c.oid AS id, c.contype AS kind INTO found_constraint FROM pg_catalog.pg_constraint c
    WHERE c.conrelid OPERATOR(pg_catalog.=) pg_catalog.to_regclass(relation)
      AND c.conname OPERATOR(pg_catalog.=) constraint_name;
  IF found_constraint IS NULL THEN
    RAISE EXCEPTION USING ERRCODE = '42704', MESSAGE = pg_catalog.format('constraint "%s" of relation "%s" does not exist', constraint_name,
      (SELECT relname FROM pg_catalog.pg_class WHERE oid OPERATOR(pg_catalog.=) pg_catalog.to_regclass(relation)));
  ELSIF NOT found_constraint.kind OPERATOR(pg_catalog.=) ANY (ARRAY['c', 'f']::"char"[]) THEN
    RAISE EXCEPTION USING ERRCODE = '42809', MESSAGE = pg_catalog.format(
      'constraint "%s" of relation "%s" is not a foreign key or check constraint', constraint_name,
      (SELECT relname FROM pg_catalog.pg_class WHERE oid OPERATOR(pg_catalog.=) pg_catalog.to_regclass(relation)));
  END IF;
  RETURN NEXT sys.borealis_submit_validation(found_constraint.id);
END
$$;

-- Called by the session that carries a job out, in the name of the role that asked for it.
CREATE FUNCTION sys.borealis_lift_space_limit() RETURNS text
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog
  AS $$SELECT set_config_unchecked('temp_file_limit', '-1', false)$$;

-- Null while the job is not over.
CREATE FUNCTION sys.borealis_job_outcome(id uuid) RETURNS boolean
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog
  AS $$
DECLARE
  status text;
BEGIN
  SELECT j.status INTO status FROM sys.borealis_jobs j WHERE j.job_id = id;
  IF status IS NULL THEN
    RAISE EXCEPTION USING ERRCODE = '42704', MESSAGE = format('job "%s" does not exist', sys.uuid_to_base32_str(id)),
      HINT = 'Finished jobs are forgotten after 30 minutes; see sys.jobs.';
  END IF;
  RETURN CASE status WHEN 'completed' THEN true WHEN 'failed' THEN false END;
END
$$;

-- Each look is a transaction of its own, which sees what has been committed until then and holds no snapshot that the job could wait
-- for. A procedure that commits cannot have its owner's rights or a search_path of its own.
CREATE PROCEDURE sys.wait_for_job(job_id text, INOUT succeeded boolean DEFAULT NULL)
  LANGUAGE plpgsql
  AS $$
DECLARE
  id uuid := sys.base32_str_to_uuid(job_id);
  pause_seconds double precision := 0.01;
BEGIN
  LOOP
    COMMIT;
    succeeded := sys.borealis_job_outcome(id);
    EXIT WHEN succeeded IS NOT NULL;
    PERFORM pg_catalog.pg_sleep(pause_seconds);
    pause_seconds := LEAST(pause_seconds OPERATOR(pg_catalog.*) 1.25::double precision, 0.1::double precision);
  END LOOP;
END
$$;

-- DROP TABLE and DROP INDEX leave the freeing of storage to a job (documented). An index that goes with its table is the table's matter.
CREATE FUNCTION sys.borealis_submit_drops() RETURNS event_trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
  AS $$
BEGIN
  IF current_setting('application_name') <> 'borealis-job' THEN
    INSERT INTO sys.borealis_jobs (job_type, object_id)
      SELECT 'DROP', d.objid FROM pg_event_trigger_dropped_objects() d
      WHERE d.classid = 'pg_class'::regclass AND NOT d.is_temporary AND d.objsubid = 0
        AND (d.object_type = 'table' OR d.object_type = 'index' AND d.original);
  END IF;
END
$$;
CREATE EVENT TRIGGER borealis_submit_drops ON sql_drop EXECUTE FUNCTION sys.borealis_submit_drops();

-- Which IAM principals may be which roles. Columns as the service documents them; names follow ALTER ROLE ... RENAME.
CREATE SEQUENCE sys.borealis_iam_oids START 26400;
CREATE TABLE sys.borealis_iam_mappings (
  iam_oid oid NOT NULL DEFAULT nextval('sys.borealis_iam_oids')::oid,
  arn text NOT NULL,
  role_oid oid NOT NULL,
  grantor_oid oid NOT NULL,
  PRIMARY KEY (role_oid, arn)
);
CREATE VIEW sys.iam_pg_role_mappings AS
  SELECT iam_oid, arn, role_oid AS pg_role_oid, pg_catalog.pg_get_userbyid(role_oid)::text AS pg_role_name,
    grantor_oid AS grantor_pg_role_oid, pg_catalog.pg_get_userbyid(grantor_oid)::text AS grantor_pg_role_name
  FROM sys.borealis_iam_mappings
  ORDER BY iam_oid;
GRANT SELECT ON sys.iam_pg_role_mappings TO admin;

-- Who may be mapped; texts as in "Troubleshooting issues in Aurora DSQL".
CREATE FUNCTION sys.borealis_mappable_role(role_name text) RETURNS oid
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog
  AS $$
DECLARE
  role record;
BEGIN
  IF sys.borealis_asking_role() <> 'admin' THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = format('permission denied to grant IAM trust with role %s', role_name);
  END IF;
  SELECT r.oid AS id, r.rolcanlogin AS may_log_in, r.rolsuper AS is_superuser INTO role FROM pg_roles r WHERE r.rolname = role_name;
  IF role.id IS NULL THEN
    RAISE EXCEPTION USING ERRCODE = '42704', MESSAGE = format('role "%s" does not exist', role_name);
  ELSIF role.is_superuser OR role_name = 'admin' OR role_name ^@ 'pg_' THEN
    RAISE EXCEPTION USING ERRCODE = '0A000', MESSAGE = format('Role %s not supported', role_name);
  ELSIF NOT role.may_log_in THEN
    RAISE EXCEPTION USING ERRCODE = '55000', MESSAGE = format('role %s must have the LOGIN attribute', role_name),
      HINT = format('Create it with CREATE ROLE %I WITH LOGIN.', role_name);
  END IF;
  RETURN role.id;
END
$$;

CREATE PROCEDURE sys.borealis_iam_grant(role_name text, arn text)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
  AS $$
DECLARE
  role_id oid := sys.borealis_mappable_role(role_name);
BEGIN
  IF arn !~ '^arn:aws(-[a-z]{1,16}){0,3}:iam::[0-9]{12}:(user|role)/[A-Za-z0-9_+=,.@/-]+$' OR length(arn) > 2048 THEN
    RAISE EXCEPTION USING ERRCODE = '22023', MESSAGE = 'IAM role must look like an IAM ARN',
      HINT = 'An example: arn:aws:iam::111122223333:role/name';
  END IF;
  INSERT INTO sys.borealis_iam_mappings (arn, role_oid, grantor_oid) VALUES (arn, role_id, quote_ident(sys.borealis_asking_role())::regrole);
  -- As if the role had a privilege on the table of mappings: DROP ROLE refuses as long as this stands.
  INSERT INTO pg_shdepend (dbid, classid, objid, objsubid, refclassid, refobjid, deptype)
    SELECT d.oid, 'pg_class'::regclass, 'sys.borealis_iam_mappings'::regclass, 0, 'pg_authid'::regclass, role_id, 'a'
    FROM pg_database d WHERE d.datname = current_database();
EXCEPTION WHEN unique_violation THEN
  RAISE EXCEPTION USING ERRCODE = '42710', MESSAGE = format('role %s is already granted to %s', role_name, arn);
END
$$;

-- One statement may name several ARNs.
CREATE PROCEDURE sys.borealis_iam_grant_all(role_name text, VARIADIC arns text[])
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
  AS $$
DECLARE
  arn text;
BEGIN
  FOREACH arn IN ARRAY arns LOOP
    CALL sys.borealis_iam_grant(role_name, arn);
  END LOOP;
END
$$;

CREATE PROCEDURE sys.borealis_iam_revoke(role_name text, arn text)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
  AS $$
DECLARE
  role_id oid := sys.borealis_mappable_role(role_name);
BEGIN
  DELETE FROM sys.borealis_iam_mappings m WHERE m.role_oid = role_id AND m.arn = borealis_iam_revoke.arn;
  IF NOT FOUND THEN
    RAISE EXCEPTION USING ERRCODE = '42704', MESSAGE = format('role %s is not granted to %s', role_name, arn),
      HINT = 'The mappings there are: SELECT * FROM sys.iam_pg_role_mappings.';
  END IF;
  -- Each mapping has a row of its own that stands for it.
  DELETE FROM pg_shdepend WHERE ctid = (
    SELECT d.ctid FROM pg_shdepend d
    WHERE d.refclassid = 'pg_authid'::regclass AND d.refobjid = role_id AND d.classid = 'pg_class'::regclass
      AND d.objid = 'sys.borealis_iam_mappings'::regclass
    LIMIT 1);
END
$$;

-- One statement may name several ARNs.
CREATE PROCEDURE sys.borealis_iam_revoke_all(role_name text, VARIADIC arns text[])
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
  AS $$
DECLARE
  arn text;
BEGIN
  FOREACH arn IN ARRAY arns LOOP
    CALL sys.borealis_iam_revoke(role_name, arn);
  END LOOP;
END
$$;

-- Smaller functions of the service's schema sys.
CREATE FUNCTION sys.dsql_major_version() RETURNS integer
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$SELECT 1$$;

-- In bytes.
CREATE FUNCTION sys.cluster_size() RETURNS bigint
  LANGUAGE sql VOLATILE SET search_path = pg_catalog AS $$SELECT pg_database_size(current_database())$$;

-- 10 TiB ("Cluster quotas and database limits in Amazon Aurora DSQL").
CREATE FUNCTION sys.cluster_size_limit() RETURNS bigint
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$SELECT 10995116277760$$;

CREATE FUNCTION sys.base_type_oid(type_oid oid) RETURNS oid
  LANGUAGE sql STABLE STRICT PARALLEL SAFE SET search_path = pg_catalog
  AS $$
    WITH RECURSIVE base (id, is_domain) AS (
      SELECT oid, typtype = 'd' FROM pg_type WHERE oid = type_oid
      UNION ALL
      SELECT t.oid, t.typtype = 'd' FROM base b JOIN pg_type d ON d.oid = b.id JOIN pg_type t ON t.oid = d.typbasetype WHERE b.is_domain
    )
    SELECT id FROM base WHERE NOT is_domain
  $$;

-- An identifier that stays the same during a transaction, and is no other's.
CREATE FUNCTION sys.current_transaction_id() RETURNS text
  LANGUAGE sql STABLE SET search_path = pg_catalog
  AS $$SELECT sys.uuid_to_base32_str(md5(pg_backend_pid() || '/' || extract(epoch FROM transaction_timestamp()))::uuid)$$;


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

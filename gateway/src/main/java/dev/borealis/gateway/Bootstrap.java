package dev.borealis.gateway;

import dev.borealis.dialect.Dialect;
import dev.borealis.dialect.DsqlVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What makes a fresh PostgreSQL the database of a cluster: its roles, its own schema, and functions
 * that answer as DSQL's do.
 */
public final class Bootstrap {
  /**
   * Finds definitions of users that call set_config. Functions whose bodies are strings leave no
   * dependency behind, so their text is searched.
   */
  static final String DEFINITIONS_THAT_CHANGE_SETTINGS =
      "SELECT 1 FROM pg_catalog.pg_depend WHERE refclassid = 'pg_catalog.pg_proc'::regclass"
          + " AND refobjid = 'pg_catalog.set_config(text,text,boolean)'::regprocedure"
          + " UNION ALL SELECT 1 FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace"
          + " WHERE n.nspname NOT IN ('pg_catalog', 'sys', 'information_schema') AND p.prosrc ILIKE '%set_config%'"
          + " LIMIT 1";

  private Bootstrap() {}

  /** The statements that a new database runs once, as its superuser. */
  public static String script() {
    String changeable =
        SettingNames.changeable().stream()
            .map(name -> "'" + name + "'")
            .collect(Collectors.joining(", "));
    // An empty line ends a command.
    return resource("bootstrap.sql").replace("{{changeable_settings}}", changeable)
        + "\n"
        + resource("jobs.sql")
        + "\n"
        + resource("catalog-rules.sql")
        + "\n"
        + resource("privileges.sql");
  }

  private static String resource(String name) {
    try (InputStream in = Bootstrap.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the gateway's resources");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Settings that PostgreSQL's configuration must name.
   *
   * @param version whose rules hold in the database
   */
  public static Map<String, String> serverSettings(DsqlVersion version) {
    Map<String, String> settings = new HashMap<>(SettingNames.ownDefaults());
    // Statistics are gathered by jobs, which sys.jobs shows.
    settings.put("autovacuum_analyze_threshold", Integer.toString(Integer.MAX_VALUE));
    // What a query cannot keep in memory goes to files.
    settings.put("temp_file_limit", ErrorReports.QUERY_SPACE_KIB + "kB");
    // There is no other one.
    settings.put("default_text_search_config", "pg_catalog.simple");
    settings.put(CatalogRules.SETTING, CatalogRules.json(Dialect.of(version)));
    return Map.copyOf(settings);
  }
}

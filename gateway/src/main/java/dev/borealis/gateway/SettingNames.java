package dev.borealis.gateway;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The settings that a session may change ("Accessing Aurora DSQL with PostgreSQL-compatible
 * clients", and the change log of the service for the batched nested loop).
 */
final class SettingNames {
  private static final Set<String> CHANGEABLE =
      Set.of(
          "application_name",
          "client_encoding",
          "datestyle",
          "extra_float_digits",
          "intervalstyle",
          "timezone",
          "search_path",
          "enable_bitmapscan",
          "enable_hashjoin",
          "enable_indexonlyscan",
          "enable_indexscan",
          "enable_material",
          "enable_mergejoin",
          "enable_nestloop",
          "enable_seqscan",
          "dsql.enable_batched_nestloop",
          "disable_sync_create_index");

  /**
   * Settings of DSQL's whose names PostgreSQL would not take, with the names under which it keeps
   * them.
   */
  private static final String SYNC_CREATE_INDEX = "disable_sync_create_index";

  private static final String SYNC_CREATE_INDEX_KEPT = "dsql.disable_sync_create_index";

  /** Names the cluster in start-up options when neither host name nor SNI does. */
  static final String CLUSTER_ID = "amzn-cluster-id";

  /** A fault of the session's own, which {@link ConflictFault#parse} reads; not DSQL's. */
  static final String CONFLICT_FAULT = "borealis.fault_conflict";

  private static final Map<String, String> OWN =
      Map.of(
          "dsql.enable_batched_nestloop", "off", SYNC_CREATE_INDEX_KEPT, "off", CONFLICT_FAULT, "");

  /** SET SESSION CHARACTERISTICS sets these. */
  private static final List<String> TRANSACTION_DEFAULTS =
      List.of(
          "default_transaction_read_only",
          "default_transaction_deferrable",
          "default_transaction_isolation");

  private SettingNames() {}

  /** Whether a session may change it; letter case does not matter. */
  static boolean isChangeable(String name) {
    return CHANGEABLE.contains(name.toLowerCase(Locale.ROOT)) || isConflictFault(name);
  }

  /** The name under which PostgreSQL keeps it. */
  static String kept(String name) {
    return name.equalsIgnoreCase(SYNC_CREATE_INDEX) ? SYNC_CREATE_INDEX_KEPT : name;
  }

  /** Whether it is {@link #CONFLICT_FAULT}; letter case does not matter. */
  static boolean isConflictFault(@Nullable String name) {
    return CONFLICT_FAULT.equalsIgnoreCase(name);
  }

  /** Whether only SET changes it, and not set_config. */
  static boolean isChangedBySetAlone(String name) {
    return TRANSACTION_DEFAULTS.contains(name) || name.equals(CONFLICT_FAULT);
  }

  /** All changeable names, in order, for the function in the database that guards set_config. */
  static Set<String> changeable() {
    return new TreeSet<>(CHANGEABLE);
  }

  /**
   * DSQL's and our own settings, which PostgreSQL knows only because its configuration names them,
   * with their defaults.
   */
  static Map<String, String> ownDefaults() {
    return OWN;
  }

  /**
   * Asks PostgreSQL which settings of the session differ from what it was started with. DSQL's own
   * are always among the answers, because pg_settings does not list settings that only the
   * configuration file knows.
   */
  static final String CHANGED_SETTINGS_QUERY = changedSettingsQuery();

  private static String changedSettingsQuery() {
    Set<String> listed = changeable();
    listed.removeAll(OWN.keySet());
    listed.remove(SYNC_CREATE_INDEX);
    listed.addAll(TRANSACTION_DEFAULTS);
    StringBuilder query =
        new StringBuilder(
            "SELECT name, setting FROM pg_catalog.pg_settings WHERE setting OPERATOR(pg_catalog.<>) reset_val"
                + " AND pg_catalog.lower(name) OPERATOR(pg_catalog.=) ANY ('{"
                + String.join(",", listed)
                + "}')");
    for (String own : OWN.keySet()) {
      query
          .append(" UNION ALL SELECT '")
          .append(own)
          .append("', pg_catalog.current_setting('")
          .append(own)
          .append("')");
    }
    return query.toString();
  }
}

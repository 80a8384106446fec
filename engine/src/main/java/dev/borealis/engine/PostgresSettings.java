package dev.borealis.engine;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The configuration file of a server, written anew at each start. */
final class PostgresSettings {
  /** A setting's name, or the two-part name of an extension's. */
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}(\\.[A-Za-z_][A-Za-z0-9_]{0,62})?");

  private static final int LONGEST_VALUE = 8 * 1024;

  /** Settings that belong to the server's own working: changed, it would not find itself again. */
  private static final Set<String> RESERVED =
      Set.of(
          "config_file",
          "data_directory",
          "external_pid_file",
          "hba_file",
          "ident_file",
          "listen_addresses",
          "log_destination",
          "logging_collector",
          "max_connections",
          "port",
          "restart_after_crash",
          "unix_socket_directories",
          "unix_socket_group",
          "unix_socket_permissions");

  private PostgresSettings() {}

  /**
   * Checks a setting that the caller wants.
   *
   * @throws EngineException if it is malformed or not the caller's to choose
   */
  static void check(String name, String value) {
    if (!NAME.matcher(name).matches()) {
      throw new EngineException("\"%s\" is not the name of a PostgreSQL setting.".formatted(name));
    }
    if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
      throw new EngineException(
          "The PostgreSQL setting %s is chosen by Borealis and cannot be changed.".formatted(name));
    }
    if (value.length() > LONGEST_VALUE || value.chars().anyMatch(c -> c < ' ')) {
      throw new EngineException(
          "The value of the PostgreSQL setting %s must be one line of at most %d characters."
              .formatted(name, LONGEST_VALUE));
    }
  }

  /** The text of the configuration file. */
  static String file(PostgresServerOptions options) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("max_connections", Integer.toString(options.maxConnections()));
    putSmallMachine(settings);
    putDurability(settings, options.durable());
    putSessionDefaults(settings);
    putLogging(settings);
    // Names are compared without case, so the caller's spelling must replace ours.
    options.settings().forEach((name, value) -> settings.put(name.toLowerCase(Locale.ROOT), value));
    var text = new StringBuilder("# Written by Borealis at each start: changes here are lost.\n");
    settings.forEach(
        (name, value) -> text.append(name).append(" = ").append(quoted(value)).append('\n'));
    return text.toString();
  }

  private static void putSmallMachine(Map<String, String> settings) {
    settings.put("unix_socket_permissions", "0700");
    settings.put("shared_buffers", "128MB");
    settings.put("huge_pages", "off");
    // Compiling a query costs more than running the small ones that are run here.
    settings.put("jit", "off");
    // One query on one core, as many sessions share few cores; it also keeps clear of /dev/shm,
    // which containers make small.
    settings.put("max_parallel_workers_per_gather", "0");
    settings.put("max_parallel_maintenance_workers", "0");
    settings.put("max_parallel_workers", "2");
    settings.put("max_worker_processes", "2");
    settings.put("max_logical_replication_workers", "0");
    settings.put("autovacuum", "on");
    settings.put("autovacuum_naptime", "15s");
    settings.put("autovacuum_max_workers", "2");
    // The supervisor restarts the server as a whole, so that there is one way back and its state
    // is known; the documentation of this setting recommends it for such use.
    settings.put("restart_after_crash", "off");
  }

  private static void putDurability(Map<String, String> settings, boolean durable) {
    String onlyDurable = durable ? "on" : "off";
    settings.put("fsync", onlyDurable);
    settings.put("full_page_writes", onlyDurable);
    // Else a commit would be acknowledged while it is in PostgreSQL's own memory only, and a crash
    // of PostgreSQL would lose it; without fsync the wait is for one write to the system's cache.
    settings.put("synchronous_commit", "on");
    // There is no standby that would read more than crash recovery needs.
    settings.put("wal_level", "minimal");
    settings.put("max_wal_senders", "0");
    settings.put("max_wal_size", "512MB");
    settings.put("min_wal_size", "80MB");
  }

  private static void putSessionDefaults(Map<String, String> settings) {
    settings.put("default_transaction_isolation", "repeatable read");
    settings.put("timezone", "UTC");
    settings.put("log_timezone", "UTC");
    settings.put("datestyle", "ISO, MDY");
    settings.put("lc_messages", "C");
    settings.put("lc_monetary", "C");
    settings.put("lc_numeric", "C");
    settings.put("lc_time", "C");
    settings.put("default_text_search_config", "pg_catalog.english");
  }

  // The log must hold no row values: errors of statements carry them in their text, details and
  // statement, so only what concerns the server itself is logged, in one line each.
  private static void putLogging(Map<String, String> settings) {
    settings.put("log_destination", "stderr");
    settings.put("logging_collector", "off");
    settings.put("log_min_messages", "log");
    settings.put("log_min_error_statement", "panic");
    settings.put("log_error_verbosity", "terse");
    settings.put("log_checkpoints", "off");
    settings.put("log_autovacuum_min_duration", "-1");
    settings.put("log_line_prefix", "%m [%p] ");
  }

  private static String quoted(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
  }
}

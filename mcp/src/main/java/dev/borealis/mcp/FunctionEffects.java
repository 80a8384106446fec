package dev.borealis.mcp;

import dev.borealis.sql.FunctionCatalog;
import dev.borealis.sql.Volatility;
import dev.borealis.sql.tree.Children;
import dev.borealis.sql.tree.Expr.FuncCall;
import dev.borealis.sql.tree.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which functions do more than compute. Of PostgreSQL's own, every volatile one is taken to do more
 * unless it is known here: a list of what is harmless stays right when functions are added.
 */
final class FunctionEffects {
  private static final Set<String> HARMLESS =
      Set.of(
          "array_sample",
          "array_shuffle",
          "clock_timestamp",
          "current_query",
          "currval",
          "gen_random_uuid",
          "lastval",
          "pg_collation_actual_version",
          "pg_database_collation_actual_version",
          "pg_database_size",
          "pg_indexes_size",
          "pg_is_in_recovery",
          "pg_jit_available",
          "pg_partition_ancestors",
          "pg_partition_tree",
          "pg_relation_size",
          "pg_sequence_last_value",
          "pg_table_size",
          "pg_tablespace_size",
          "pg_total_relation_size",
          "pg_xact_status",
          "random",
          "random_normal",
          "timeofday",
          "ts_rewrite",
          "txid_status");

  /** By name alone: in any schema, and also where the catalog has none of that name. */
  private static final Pattern DANGEROUS =
      Pattern.compile(
          "pg_sleep.*|pg_(cancel|terminate)_backend|pg_read_(binary_)?file.*|pg_ls_.*|pg_stat_file"
              + "|lo_.*|loread|lowrite|pg_(reload_conf|rotate_logfile.*|promote)"
              + "|pg_(try_)?advisory_.*|pg_notify|dblink.*|sleep|load_file|benchmark"
              + "|pg_(switch_wal|create_restore_point|logical_.*|replication_.*|wal_.*|backup_.*)"
              + "|pg_(create|copy|drop)_(physical_|logical_)?replication_slot|pg_export_snapshot"
              + "|pg_import_system_collations|pg_current_logfile");

  private FunctionEffects() {}

  /** The name of the first function that a read must not call; null if there is none. */
  static @Nullable String firstIn(Node root) {
    List<String> found = new ArrayList<>();
    Children.walk(
        root,
        node -> {
          if (node instanceof FuncCall call && hasEffect(name(call))) {
            found.add(String.join(".", call.funcname()));
          }
        });
    return found.isEmpty() ? null : found.getFirst();
  }

  /** Whether a statement calls set_config, or a function of a user's, which may do so. */
  static boolean maySet(Node root) {
    boolean[] found = {false};
    Children.walk(
        root,
        node ->
            found[0] |=
                node instanceof FuncCall call
                    && (name(call).equals("set_config")
                        || FunctionCatalog.named(name(call)).isEmpty()));
    return found[0];
  }

  /** Whether nobody may call it, with or without permission to write. */
  static boolean isDangerous(String name) {
    return DANGEROUS.matcher(name).matches();
  }

  /**
   * A function's name without its schema: whatever schema is written, it could be the catalog's.
   */
  static String name(FuncCall call) {
    return call.funcname().getLast().toLowerCase(Locale.ROOT);
  }

  private static boolean hasEffect(String name) {
    return !HARMLESS.contains(name)
        && FunctionCatalog.named(name).stream()
            .anyMatch(function -> function.volatility() == Volatility.VOLATILE);
  }
}

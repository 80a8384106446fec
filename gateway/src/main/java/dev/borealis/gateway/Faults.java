package dev.borealis.gateway;

import dev.borealis.engine.BackendException;
import dev.borealis.engine.BackendLease;
import dev.borealis.engine.BackendLimitException;
import dev.borealis.engine.BackendPool;
import dev.borealis.engine.BackendProfile;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The faults of a cluster, which {@code dsql faults} puts into its database and which stay until
 * they are cleared. Functions of schema sys write them; whoever has called one has them read here.
 */
final class Faults {
  private static final System.Logger LOG = System.getLogger(Faults.class.getName());

  private static final String QUERY =
      "SELECT injection, \"table\", every, code FROM sys.faults ORDER BY injection";

  private final BackendPool pool;
  private final Map<String, ConflictFault> byInjection = new HashMap<>();
  private volatile List<ConflictFault> conflicts = List.of();

  Faults(BackendPool pool) {
    this.pool = pool;
  }

  /** The conflicts to make happen; their tables have full names. */
  List<ConflictFault> conflicts() {
    return conflicts;
  }

  /** Reads what has been put there. Faults that were there before go on counting. */
  synchronized void read() {
    try (BackendLease lease = pool.lease(BackendProfile.SYSTEM, Map.of())) {
      Map<String, ConflictFault> before = Map.copyOf(byInjection);
      byInjection.clear();
      List<ConflictFault> found = new ArrayList<>();
      for (List<@Nullable String> row : lease.backend().query(QUERY)) {
        String injection = String.valueOf(row.getFirst());
        ConflictFault known = before.get(injection);
        ConflictFault fault = known == null ? fault(row) : known;
        byInjection.put(injection, fault);
        found.add(fault);
      }
      conflicts = List.copyOf(found);
    } catch (IOException | BackendException | BackendLimitException e) {
      LOG.log(Level.WARNING, "The faults cannot be read: {0}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static ConflictFault fault(List<@Nullable String> row) {
    byte[] name = String.valueOf(row.get(1)).getBytes(StandardCharsets.UTF_8);
    return new ConflictFault(
        new String(name, StandardCharsets.ISO_8859_1),
        Integer.parseInt(String.valueOf(row.get(2))),
        ConflictFault.Code.valueOf(String.valueOf(row.get(3))));
  }
}

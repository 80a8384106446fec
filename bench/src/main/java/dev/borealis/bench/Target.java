package dev.borealis.bench;

import java.nio.file.Path;

/**
 * A server that takes TLS connections.
 *
 * @param pid the process that serves them
 */
record Target(String name, long pid, int port, Path caFile, String password) {
  static final String GATEWAY = "gateway";
  static final String PGBOUNCER = "pgbouncer";

  static Target of(DsqlService service) {
    return new Target(GATEWAY, service.pid(), service.port(), service.caFile(), service.token());
  }

  static Target of(PgBouncer pgbouncer) {
    return new Target(
        PGBOUNCER, pgbouncer.pid(), pgbouncer.port(), pgbouncer.caFile(), PgBouncer.PASSWORD);
  }
}

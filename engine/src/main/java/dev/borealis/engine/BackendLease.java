package dev.borealis.engine;

/**
 * A backend on loan; closing the lease gives it back, or closes it when it cannot be used again.
 */
public final class BackendLease implements AutoCloseable {
  private final BackendPool pool;
  private final Backend backend;
  private final long generation;
  private boolean returned;

  BackendLease(BackendPool pool, Backend backend, long generation) {
    this.pool = pool;
    this.backend = backend;
    this.generation = generation;
  }

  public Backend backend() {
    return backend;
  }

  @Override
  public void close() {
    if (!returned) {
      returned = true;
      pool.giveBack(backend, generation);
    }
  }
}

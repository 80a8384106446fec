package dev.borealis.engine;

/** Is told what a {@link PostgresServer} does. */
@FunctionalInterface
public interface StateListener {
  /**
   * Called after each change, in order, on the thread that runs the server: while this does not
   * return, a server that died is not started again. What it throws is logged and otherwise
   * ignored.
   */
  void stateChanged(ServerState before, ServerState now);
}

package dev.borealis.gateway.job;

import java.util.List;

/**
 * Is told about open transactions that jobs wait for. A build waits for those that may have written
 * to its table, and at its end for those whose snapshot is older than its own: a client that leaves
 * one of them open would hold it up for minutes. The service ends such transactions with OC001.
 */
@FunctionalInterface
public interface Obstacles {
  /**
   * Called about forty times a second, on the job's thread, as long as the job waits for what it
   * has waited for for a second.
   *
   * @param processIds the PostgreSQL processes of clients whose transactions have to end
   */
  void heldUpBy(List<Integer> processIds);
}

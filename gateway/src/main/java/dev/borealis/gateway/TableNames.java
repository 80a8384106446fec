package dev.borealis.gateway;

import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/** Names of tables without their schemas, one character per byte; or all tables there are. */
final class TableNames {
  private final Set<String> names = new HashSet<>();
  private boolean all;

  void add(String name) {
    names.add(name);
  }

  void addAll() {
    all = true;
  }

  /** Whether they are all tables, whatever their names. */
  boolean isAll() {
    return all;
  }

  /** Whether all of the others are among these. */
  boolean covers(TableNames others) {
    return all || (!others.all && names.containsAll(others.names));
  }

  TableNames copy() {
    TableNames copy = new TableNames();
    copy.names.addAll(names);
    copy.all = all;
    return copy;
  }

  boolean isEmpty() {
    return !all && names.isEmpty();
  }

  /** The names, unless they are all. */
  Collection<String> names() {
    return Collections.unmodifiableSet(names);
  }
}

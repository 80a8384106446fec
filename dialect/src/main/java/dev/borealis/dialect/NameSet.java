package dev.borealis.dialect;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Names, some of them by their beginning: {@code pg_ls_*}. */
record NameSet(Set<String> names, List<String> prefixes) {
  private static final String ANY_END = "*";

  static NameSet of(Collection<String> members) {
    TreeSet<String> names = new TreeSet<>();
    TreeSet<String> prefixes = new TreeSet<>();
    for (String member : members) {
      if (member.endsWith(ANY_END)) {
        prefixes.add(member.substring(0, member.length() - 1));
      } else {
        names.add(member);
      }
    }
    return new NameSet(Set.copyOf(names), List.copyOf(prefixes));
  }

  boolean contains(String name) {
    if (names.contains(name)) {
      return true;
    }
    for (String prefix : prefixes) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}

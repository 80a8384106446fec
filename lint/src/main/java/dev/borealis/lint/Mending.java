package dev.borealis.lint;

import dev.borealis.dialect.Fix;

/**
 * What was done about a finding.
 *
 * @param fix whether the statement still means the same
 * @param detail what was done, and what it means for the application
 */
record Mending(Fix fix, String detail) {
  static Mending same(String detail) {
    return new Mending(Fix.FIXED, detail);
  }

  static Mending warning(String detail) {
    return new Mending(Fix.FIXED_WITH_WARNING, detail);
  }
}

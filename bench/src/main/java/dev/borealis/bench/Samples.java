package dev.borealis.bench;

import java.util.List;

/**
 * Values of the same measurement, taken one after the other.
 *
 * @param values at least one
 */
record Samples(List<Double> values) {
  Samples {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("no values");
    }
    values = List.copyOf(values);
  }

  /** The middle value, or the mean of the middle two. */
  double median() {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  double max() {
    return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }
}

package dev.borealis.cluster;

import java.util.Locale;
import java.util.Map;

/** Figures in Prometheus's text format, version 0.0.4. */
final class Exposition {
  /** What a figure is. */
  enum MetricType {
    /** Only grows, until the service is started again. */
    COUNTER,
    GAUGE,
    HISTOGRAM,
    /** Here always without quantiles: a count and a sum. */
    SUMMARY
  }

  private final StringBuilder text = new StringBuilder(16 << 10);

  /** Begins the samples of a metric. */
  void family(String name, MetricType type, String help) {
    text.append("# HELP ").append(name).append(' ').append(escaped(help, false)).append('\n');
    text.append("# TYPE ")
        .append(name)
        .append(' ')
        .append(type.name().toLowerCase(Locale.ROOT))
        .append('\n');
  }

  /** A sample of the metric that was begun last. */
  void sample(String name, Map<String, String> labels, long value) {
    sample(name, labels, Long.toString(value));
  }

  /** The same with a fraction; neither infinite nor no number. */
  void sample(String name, Map<String, String> labels, double value) {
    sample(name, labels, Double.toString(value));
  }

  private void sample(String name, Map<String, String> labels, String value) {
    text.append(name);
    if (!labels.isEmpty()) {
      String separator = "{";
      for (Map.Entry<String, String> label : labels.entrySet()) {
        text.append(separator).append(label.getKey()).append("=\"");
        text.append(escaped(label.getValue(), true)).append('"');
        separator = ",";
      }
      text.append('}');
    }
    text.append(' ').append(value).append('\n');
  }

  private static String escaped(String value, boolean quoted) {
    String escaped = value.replace("\\", "\\\\").replace("\n", "\\n");
    return quoted ? escaped.replace("\"", "\\\"") : escaped;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}

package dev.borealis.plan;

import dev.borealis.plan.Footer.DpuEstimate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what stands below the tree of a plan, line by line. */
final class FooterReader {
  static final String QUERY_IDENTIFIER = "Query Identifier: ";
  static final String SETTINGS = "Settings: ";
  static final String PLANNING = "Planning Time: ";
  static final String EXECUTION = "Execution Time: ";
  static final String MILLIS = " ms";
  static final String DPU_HEADLINE = "Statement DPU Estimate:";
  static final String COMPUTE = "Compute";
  static final String READ = "Read";
  static final String WRITE = "Write";
  static final String MULTI_REGION_WRITE = "Multi-Region Write";
  static final String TOTAL = "Total";
  static final String DPU = " DPU";

  private static final List<String> DPU_PARTS =
      List.of(COMPUTE, READ, WRITE, MULTI_REGION_WRITE, TOTAL);

  private boolean begun;
  private @Nullable String queryIdentifier;
  private @Nullable Double planning;
  private @Nullable Double execution;
  private boolean inDpus;
  private final Map<String, Double> dpus = new HashMap<>();
  private final List<String> dpuLines = new ArrayList<>();
  private final List<String> others = new ArrayList<>();

  /** Whether a line is of the footer wherever it stands, as in a plan whose first blank is lost. */
  static boolean isBeginning(String content) {
    return content.startsWith(QUERY_IDENTIFIER)
        || content.startsWith(PLANNING)
        || content.startsWith(EXECUTION)
        || content.startsWith(SETTINGS)
        || content.equals(DPU_HEADLINE);
  }

  boolean hasBegun() {
    return begun;
  }

  void line(String line) {
    begun = true;
    String content = line.strip();
    if (content.startsWith(QUERY_IDENTIFIER) && queryIdentifier == null) {
      queryIdentifier = content.substring(QUERY_IDENTIFIER.length()).strip();
    } else if (planning == null && millis(content, PLANNING) != null) {
      planning = millis(content, PLANNING);
    } else if (execution == null && millis(content, EXECUTION) != null) {
      execution = millis(content, EXECUTION);
    } else if (content.equals(DPU_HEADLINE) && !inDpus) {
      inDpus = true;
      dpuLines.add(line);
    } else if (!inDpus || !dpuLine(line, content)) {
      others.add(line);
    }
  }

  private static @Nullable Double millis(String content, String name) {
    return content.startsWith(name) && content.endsWith(MILLIS)
        ? TitleLine.number(
            content.substring(name.length(), content.length() - MILLIS.length()).strip())
        : null;
  }

  private boolean dpuLine(String line, String content) {
    int colon = content.indexOf(':');
    if (colon < 0 || !DPU_PARTS.contains(content.substring(0, colon))) {
      return false;
    }
    String value = content.substring(colon + 1).strip();
    int unit = value.indexOf(DPU);
    Double dpu = unit < 0 ? null : TitleLine.number(value.substring(0, unit));
    if (dpu == null || dpus.putIfAbsent(content.substring(0, colon), dpu) != null) {
      return false;
    }
    dpuLines.add(line);
    return true;
  }

  Footer footer() {
    Double compute = dpus.get(COMPUTE);
    Double read = dpus.get(READ);
    Double write = dpus.get(WRITE);
    Double total = dpus.get(TOTAL);
    DpuEstimate estimate =
        compute == null || read == null || write == null || total == null
            ? null
            : new DpuEstimate(compute, read, write, dpus.get(MULTI_REGION_WRITE), total);
    List<String> rest = new ArrayList<>(others);
    if (estimate == null) {
      rest.addAll(dpuLines);
    }
    return new Footer(queryIdentifier, planning, execution, estimate, rest);
  }
}

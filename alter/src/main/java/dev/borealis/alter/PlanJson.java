package dev.borealis.alter;

import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/** Plans as JSON: for programs, and for the ledger. */
public final class PlanJson {
  private static final TypeReference<Map<String, Object>> MEMBERS = new TypeReference<>() {};

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .build();

  private PlanJson() {}

  /**
   * A plan as an object of JSON: names in snake_case, kinds in lower case; {@code runnable} tells
   * whether anything is in the way.
   */
  public static Map<String, Object> members(AlterPlan plan) {
    Map<String, Object> members = JSON.convertValue(plan, MEMBERS);
    // How rows are found is the run's own affair; the steps show it.
    members.remove("copy");
    members.put("runnable", plan.isRunnable());
    return members;
  }

  /** The same as text. */
  public static String text(AlterPlan plan) {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(members(plan));
  }

  /** What a run came to, as text. */
  public static String text(AlterReport report) {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report);
  }

  static String write(AlterPlan plan) {
    return JSON.writeValueAsString(plan);
  }

  static AlterPlan read(String text) {
    try {
      return JSON.readValue(text, AlterPlan.class);
    } catch (JacksonException e) {
      throw new AlterException(
          "The plan in the ledger cannot be read; another version of this program has written it.",
          e);
    }
  }
}

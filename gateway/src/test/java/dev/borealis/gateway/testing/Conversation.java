package dev.borealis.gateway.testing;

import dev.borealis.gateway.testing.Transcript.Pace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a client says, step by step, and for what it waits in between.
 *
 * @param functions functions that PostgreSQL has all the time, by their names and parameters
 * @param tables tables that are there during the conversation, by their names
 * @param allowed the paces at which the client may say it
 */
public record Conversation(
    String name,
    Map<String, String> functions,
    Map<String, String> tables,
    List<Step> steps,
    Set<Pace> allowed) {
  private static final int MOST_BYTES_IN_CRUMBS = 20_000;

  /** For what a client waits after it has sent something. */
  public sealed interface Until {
    /** That many ReadyForQuery. */
    record Ready(int times) implements Until {}

    /** A message of that type. */
    record Type(char type) implements Until {}
  }

  /** Messages that are sent together. */
  public record Step(List<Frame> frames, Until until) {}

  public static Conversation of(String name) {
    return new Conversation(name, Map.of(), Map.of(), List.of(), EnumSet.allOf(Pace.class));
  }

  /** The whole conversation is one step. */
  public static Conversation of(String name, Frame... frames) {
    return of(name).send(frames);
  }

  /** Uses a table of its own. */
  public Conversation table(String table, String columns) {
    return new Conversation(name, functions, plus(tables, table, columns), steps, allowed);
  }

  /**
   * Calls a function that returns a bool and is written in PL/pgSQL, which no client can make.
   *
   * @param signature its name and the types of its parameters
   * @param statements its body
   */
  public Conversation procedural(String signature, String statements) {
    return new Conversation(name, plus(functions, signature, statements), tables, steps, allowed);
  }

  /** What makes its functions; for a superuser of PostgreSQL itself. */
  public List<String> makeFunctions() {
    return functions.entrySet().stream()
        .map(function ->
            "CREATE FUNCTION %s RETURNS bool LANGUAGE plpgsql AS $body$BEGIN %s END$body$"
                .formatted(function.getKey(), function.getValue()))
        .toList();
  }

  /** What takes its functions away again. */
  public List<String> dropFunctions() {
    return functions.keySet().stream().map(signature -> "DROP FUNCTION " + signature).toList();
  }

  /** What makes its tables. */
  public List<String> makeTables() {
    return tables.entrySet().stream()
        .map(table -> "CREATE TABLE %s (%s)".formatted(table.getKey(), table.getValue()))
        .toList();
  }

  /** What takes its tables away again, the last one first, as it may refer to others. */
  public List<String> dropTables() {
    return List.copyOf(tables.keySet()).reversed().stream()
        .map(table -> "DROP TABLE IF EXISTS " + table)
        .toList();
  }

  /** Sends messages and waits for all ReadyForQuery that they deserve. */
  public Conversation send(Frame... frames) {
    int ready = 0;
    for (Frame frame : frames) {
      if ("QSF".indexOf(frame.type()) >= 0) {
        ready++;
      }
    }
    return step(new Until.Ready(ready), frames);
  }

  /** Sends messages and waits for an answer of that type. */
  public Conversation sendUntil(char type, Frame... frames) {
    return step(new Until.Type(type), frames);
  }

  /** Sends messages and waits for nothing. */
  public Conversation sendOnly(Frame... frames) {
    return step(new Until.Ready(0), frames);
  }

  private Conversation step(Until until, Frame... frames) {
    List<Step> more = new ArrayList<>(steps);
    more.add(new Step(List.of(frames), until));
    return new Conversation(name, functions, tables, List.copyOf(more), allowed);
  }

  /** Makes sense at this pace only. */
  public Conversation only(Pace pace) {
    return new Conversation(name, functions, tables, steps, EnumSet.of(pace));
  }

  /** The paces at which it is short enough to be had. */
  public List<Pace> paces() {
    boolean isLong = Frame.bytes(frames()).length > MOST_BYTES_IN_CRUMBS;
    return allowed.stream().filter(pace -> pace != Pace.IN_CRUMBS || !isLong).toList();
  }

  /** Everything that the client says. */
  public List<Frame> frames() {
    return steps.stream().flatMap(step -> step.frames().stream()).toList();
  }

  /** The same in its order, and one more. */
  private static Map<String, String> plus(Map<String, String> map, String key, String value) {
    Map<String, String> larger = new LinkedHashMap<>(map);
    larger.put(key, value);
    return Collections.unmodifiableMap(larger);
  }

  @Override
  public String toString() {
    return name;
  }
}

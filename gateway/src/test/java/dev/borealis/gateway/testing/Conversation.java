package dev.borealis.gateway.testing;

import dev.borealis.gateway.testing.Transcript.Pace;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a client says, step by step, and for what it waits in between.
 *
 * @param before statements that make what the conversation needs; PostgreSQL runs them before it
 * @param after statements that take it away again
 * @param allowed the paces at which the client may say it
 */
public record Conversation(
    String name, List<String> before, List<Step> steps, List<String> after, Set<Pace> allowed) {
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
    return new Conversation(name, List.of(), List.of(), List.of(), EnumSet.allOf(Pace.class));
  }

  /** The whole conversation is one step. */
  public static Conversation of(String name, Frame... frames) {
    return of(name).send(frames);
  }

  /** Uses a table of its own. */
  public Conversation table(String table, String columns) {
    return with("CREATE TABLE " + table + " (" + columns + ")", "DROP TABLE IF EXISTS " + table);
  }

  /** Uses something that one statement makes and another one takes away. */
  public Conversation with(String make, String takeAway) {
    return new Conversation(name, plus(before, make), steps, plus(after, takeAway), allowed);
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
    return new Conversation(
        name, before, plus(steps, new Step(List.of(frames), until)), after, allowed);
  }

  /** Makes sense at this pace only. */
  public Conversation only(Pace pace) {
    return new Conversation(name, before, steps, after, EnumSet.of(pace));
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

  private static <T> List<T> plus(List<T> list, T more) {
    List<T> longer = new ArrayList<>(list);
    longer.add(more);
    return List.copyOf(longer);
  }

  @Override
  public String toString() {
    return name;
  }
}

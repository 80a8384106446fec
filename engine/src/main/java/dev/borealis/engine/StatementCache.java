package dev.borealis.engine;

import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which prepared statements a backend holds, by the name they have there, in order of last use.
 * Bounded, because every one costs memory in the backend process.
 */
public final class StatementCache {
  /**
   * Prepared statements that one backend keeps; PgBouncer's max_prepared_statements is 200 by
   * default.
   */
  public static final int MAX_STATEMENTS = 400;

  private final LinkedHashMap<String, Boolean> names = new LinkedHashMap<>(16, 0.75f, true);
  private @Nullable Object unnamed;

  /** Whether the backend holds it; counts as a use. */
  public boolean holds(String name) {
    return names.get(name) != null;
  }

  /**
   * Records that the backend is about to hold it.
   *
   * @return the name of the least recently used one if it must be closed to make room
   */
  public @Nullable String add(String name) {
    names.put(name, Boolean.TRUE);
    if (names.size() <= MAX_STATEMENTS) {
      return null;
    }
    String eldest = names.firstEntry().getKey();
    names.remove(eldest);
    return eldest;
  }

  /** Records that the backend still holds it, because closing it did not succeed. */
  public void keep(String name) {
    names.put(name, Boolean.TRUE);
  }

  /** Records that the backend does not hold it, because preparing it did not succeed. */
  public void remove(String name) {
    names.remove(name);
  }

  /** Forgets all but the unnamed one, because the backend has. */
  public void clearNamed() {
    names.clear();
  }

  /** Whose unnamed statement the backend holds, if anyone's. */
  public @Nullable Object unnamed() {
    return unnamed;
  }

  /** Whether the unnamed statement that the backend holds is this very owner's. */
  // Two owners may be equal in all that can be seen and still mean different tables.
  @SuppressWarnings("ReferenceEquality")
  public boolean holdsUnnamedOf(Object owner) {
    return unnamed == owner;
  }

  /** Records whose unnamed statement the backend holds now. */
  public void unnamed(@Nullable Object owner) {
    unnamed = owner;
  }
}

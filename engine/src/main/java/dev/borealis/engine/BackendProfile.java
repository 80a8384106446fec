package dev.borealis.engine;

import java.util.Map;

/**
 * What a backend is started with. Two sessions with equal profiles may use the same backend one
 * after the other.
 *
 * @param role the PostgreSQL role that signs in
 * @param settings start-up settings; what RESET goes back to
 */
public record BackendProfile(String role, Map<String, String> settings) {
  /** The only database of a cluster. */
  public static final String DATABASE = "postgres";

  /** The bootstrap superuser, for the server's own questions; no client can sign in as it. */
  public static final BackendProfile SYSTEM =
      new BackendProfile("postgres", Map.of("application_name", "borealis"));

  public BackendProfile {
    settings = Map.copyOf(settings);
  }
}

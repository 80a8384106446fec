package dev.borealis.cluster;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;

/** What has been opened so far, to be closed in reverse order. */
final class OpenResources implements AutoCloseable {
  private static final Logger LOG = System.getLogger(OpenResources.class.getName());

  private final Deque<AutoCloseable> resources = new ArrayDeque<>();

  /** Takes charge of {@code resource} and returns it. */
  synchronized <T extends AutoCloseable> T add(T resource) {
    resources.push(resource);
    return resource;
  }

  /** Closes everything, whatever fails; a second call does nothing. */
  @Override
  public synchronized void close() {
    while (!resources.isEmpty()) {
      AutoCloseable resource = resources.pop();
      try {
        resource.close();
      } catch (Exception e) {
        // The others must still be closed, and whoever closes can do nothing about this one.
        LOG.log(Level.WARNING, "Not everything could be stopped or deleted: {0}", e.getMessage());
      }
    }
  }
}

package dev.borealis.lint;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Reader;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Reads a script unit by unit. While the units of one block are looked at, another thread reads the
 * next one, if there is one.
 */
final class ScriptUnits implements AutoCloseable {
  private final ScriptBlocks blocks;
  private final Deque<ScriptUnit> units = new ArrayDeque<>();
  private @Nullable ExecutorService reading;
  private @Nullable Future<List<ScriptUnit>> ahead;

  ScriptUnits(Reader reader) {
    this.blocks = new ScriptBlocks(reader);
  }

  /** The next unit, or null at the end. */
  @Nullable ScriptUnit next() throws IOException {
    fill();
    return units.poll();
  }

  /** The unit that comes next, or null at the end. */
  @Nullable ScriptUnit peek() throws IOException {
    fill();
    return units.peek();
  }

  private void fill() throws IOException {
    if (units.isEmpty()) {
      units.addAll(ahead == null ? blocks.next() : result(ahead));
      ahead = blocks.hasNext() ? thread().submit(blocks::next) : null;
    }
  }

  private ExecutorService thread() {
    ExecutorService present = reading;
    if (present == null) {
      present = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
      reading = present;
    }
    return present;
  }

  private static List<ScriptUnit> result(Future<List<ScriptUnit>> block) throws IOException {
    try {
      return block.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the script was read");
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException cause -> throw cause;
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    ExecutorService present = reading;
    if (present == null) {
      blocks.close();
    } else {
      // Its thread may be waiting for input, which nobody needs to wait for with it.
      present.execute(this::closeBlocks);
      present.shutdown();
    }
  }

  private void closeBlocks() {
    try {
      blocks.close();
    } catch (IOException e) {
      // All that was wanted of the script has been read. To find a logger takes as long as to lint
      // a small script, and seldom is one needed.
      System.getLogger(ScriptUnits.class.getName())
          .log(Level.DEBUG, "a script was not closed: {0}", e.getMessage());
    }
  }
}

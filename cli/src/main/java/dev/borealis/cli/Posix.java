package dev.borealis.cli;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What the JDK has no word for: calls of the C library (POSIX.1-2024). */
final class Posix {
  private Posix() {}

  /**
   * Replaces this process by another program, which thus has the terminal and its signals to
   * itself.
   *
   * @param arguments without the program's name
   * @param environment all of it
   * @return only if the program cannot be run: what to throw
   */
  static CommandFailure exec(
      Path program, List<String> arguments, Map<String, String> environment) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment path = arena.allocateFrom(program.toString());
      MemorySegment argv = arena.allocate(ValueLayout.ADDRESS, arguments.size() + 2L);
      argv.setAtIndex(ValueLayout.ADDRESS, 0, path);
      for (int i = 0; i < arguments.size(); i++) {
        argv.setAtIndex(ValueLayout.ADDRESS, i + 1L, arena.allocateFrom(arguments.get(i)));
      }
      MemorySegment envp = arena.allocate(ValueLayout.ADDRESS, environment.size() + 1L);
      int next = 0;
      for (Map.Entry<String, String> variable : environment.entrySet()) {
        MemorySegment text = arena.allocateFrom(variable.getKey() + "=" + variable.getValue());
        envp.setAtIndex(ValueLayout.ADDRESS, next++, text);
      }
      int _ =
          (int)
              function(
                      "execve",
                      FunctionDescriptor.of(
                          ValueLayout.JAVA_INT,
                          ValueLayout.ADDRESS,
                          ValueLayout.ADDRESS,
                          ValueLayout.ADDRESS))
                  .invokeExact(path, argv, envp);
    } catch (Throwable e) {
      return new CommandFailure(program + " cannot be run: " + e.getMessage() + ".", e);
    }
    return new CommandFailure(program + " cannot be run. Is it executable?");
  }

  /**
   * Makes this process the leader of a session of its own, without a terminal: neither the shell
   * that started it nor the end of that shell will signal it. Does nothing if it leads one already.
   */
  static void leaveTerminal() {
    try {
      int _ = (int) function("setsid", FunctionDescriptor.of(ValueLayout.JAVA_INT)).invokeExact();
    } catch (Throwable e) {
      throw new CommandFailure("The process cannot leave the terminal: " + e.getMessage() + ".", e);
    }
  }

  /** Whether a file descriptor is a terminal; the launcher has looked already, if there is one. */
  static boolean isTerminal(int fileDescriptor) {
    String terminals = System.getProperty("dsql.terminals");
    if (terminals != null) {
      return terminals.contains(Integer.toString(fileDescriptor));
    }
    FunctionDescriptor type = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    try {
      return (int) function("isatty", type).invokeExact(fileDescriptor) == 1;
    } catch (Throwable e) {
      throw new CommandFailure("Looking for a terminal failed: " + e.getMessage() + ".", e);
    }
  }

  // Restricted because a wrong signature would crash the JVM; these are in the standard.
  @SuppressWarnings("restricted")
  private static MethodHandle function(String name, FunctionDescriptor type) {
    Linker linker = Linker.nativeLinker();
    MemorySegment address =
        linker
            .defaultLookup()
            .find(name)
            .orElseThrow(() -> new CommandFailure("This system has no function " + name + "."));
    return linker.downcallHandle(address, type);
  }
}

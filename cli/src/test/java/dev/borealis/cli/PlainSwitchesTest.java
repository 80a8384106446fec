package dev.borealis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlainSwitchesTest {
  sealed interface Shape {
    /** A switch within an interface. */
    static String kind(@Nullable Shape shape) {
      return switch (shape) {
        case Circle(int radius) when radius > 9 -> "large circle";
        case Circle _ -> "circle";
        case Square(Circle(int radius)) -> "square around " + radius;
        case Square _ -> "square";
        case null -> "nothing";
      };
    }
  }

  record Circle(int radius) implements Shape {}

  record Square(@Nullable Circle within) implements Shape {}

  /** Describes one value for each branch there is. */
  public static final class Describer implements Supplier<List<String>> {
    @Override
    public List<String> get() {
      return Stream.of(
              -1,
              1,
              2L,
              TimeUnit.SECONDS,
              TimeUnit.DAYS,
              TimeUnit.HOURS,
              TimeUnit.MINUTES,
              new Circle(10),
              new Circle(9),
              new Square(new Circle(3)),
              new Square(null),
              null,
              "text")
          .map(Describer::describe)
          .toList();
    }

    private static String describe(@Nullable Object value) {
      return switch (value) {
        case Integer number when number < 0 -> "below zero";
        case Number number -> "number " + number;
        case TimeUnit unit -> unit(unit);
        case Shape shape -> Shape.kind(shape);
        case null -> Shape.kind(null);
        default -> "something";
      };
    }

    private static String unit(TimeUnit unit) {
      return switch (unit) {
        case SECONDS -> "s";
        case TimeUnit other when other.toMinutes(1) > 60 -> "long";
        case HOURS -> "h";
        case TimeUnit other -> other.toString();
      };
    }
  }

  /** Loads the classes of this test rewritten. */
  private static final class RewritingLoader extends ClassLoader {
    private RewritingLoader() {
      super(PlainSwitchesTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      Class<?> known = findLoadedClass(name);
      if (known != null || !name.startsWith(PlainSwitchesTest.class.getName() + "$")) {
        return known == null ? super.loadClass(name, resolve) : known;
      }
      byte[] bytes = rewritten(name);
      return defineClass(name, bytes, 0, bytes.length);
    }
  }

  private static byte[] rewritten(String name) {
    String file = "/" + name.replace('.', '/') + ".class";
    try (InputStream in = PlainSwitchesTest.class.getResourceAsStream(file)) {
      ClassModel model = ClassFile.of().parse(Objects.requireNonNull(in).readAllBytes());
      return ClassFile.of().transformClass(model, PlainSwitches.in(model));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long dynamicSwitches(Class<?> type) {
    return ClassFile.of().parse(rewritten(type.getName())).methods().stream()
        .flatMap(method -> method.code().stream())
        .flatMap(code -> code.elementStream())
        .filter(element ->
            element instanceof InvokeDynamicInstruction site
                && site.bootstrapMethod().owner().displayName().equals("SwitchBootstraps"))
        .count();
  }

  @Test
  void everyBranchIsTakenAsBefore() throws Exception {
    Class<?> describer = new RewritingLoader().loadClass(Describer.class.getName());
    Object rewritten = describer.getDeclaredConstructor().newInstance();

    assertThat(((Supplier<?>) rewritten).get())
        .isEqualTo(new Describer().get())
        .isEqualTo(
            List.of(
                "below zero",
                "number 1",
                "number 2",
                "s",
                "long",
                "h",
                "MINUTES",
                "large circle",
                "circle",
                "square around 3",
                "square",
                "nothing",
                "something"));
  }

  @Test
  void noneIsLeftToTheBootstrapMethods() {
    assertThat(dynamicSwitches(Describer.class)).isZero();
    assertThat(dynamicSwitches(Shape.class)).isZero();
  }
}

package dev.borealis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CurrentClassesTest {
  @TempDir private Path directory;

  @Test
  void writesEveryClassOfALibraryAnewAndLosesNone() throws Exception {
    Path original =
        Path.of(CommandLine.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path jar = Files.copy(original, directory.resolve("library.jar"));

    CurrentClasses.main(new String[] {jar.toString()});

    assertThat(names(jar)).isEqualTo(names(original));
    try (ZipFile rewritten = new ZipFile(jar.toFile());
        URLClassLoader loader =
            new URLClassLoader(
                new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
      for (String name : names(jar)) {
        if (name.startsWith("picocli/") && name.endsWith(".class")) {
          assertThat(version(rewritten, name)).as(name).isEqualTo(Runtime.version().feature() + 44);
          // Verifies it, too.
          Class.forName(name.replace(".class", "").replace('/', '.'), true, loader);
        }
      }
    }
  }

  private static List<String> names(Path jar) throws Exception {
    try (ZipFile file = new ZipFile(jar.toFile())) {
      return new ArrayList<>(file.stream().map(ZipEntry::getName).toList());
    }
  }

  private static int version(ZipFile jar, String name) throws Exception {
    try (InputStream in = jar.getInputStream(jar.getEntry(name))) {
      ClassModel model = ClassFile.of().parse(in.readAllBytes());
      return model.majorVersion();
    }
  }
}

package dev.borealis.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Writes the classes of a library in the format of this JDK. The JVM's cache of linked classes
 * takes none in the format of Java 5, such as picocli's, and to read and verify these takes each
 * command about a tenth of a second of processor time. Part of the build.
 */
final class CurrentClasses {
  private static final String CLASS = ".class";

  /** Classes for other versions of Java. */
  private static final String METADATA = "META-INF/";

  private CurrentClasses() {}

  /**
   * Replaces a jar.
   *
   * @param args the jar
   */
  public static void main(String[] args) throws IOException {
    Path jar = Path.of(args[0]);
    Path rewritten = Files.createTempFile(jar.toAbsolutePath().getParent(), "current-", ".jar");
    try {
      rewrite(jar, rewritten);
      Files.move(rewritten, jar, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(rewritten);
    }
  }

  private static void rewrite(Path from, Path to) throws IOException {
    try (URLClassLoader library = new URLClassLoader(new URL[] {from.toUri().toURL()});
        InputStream in = Files.newInputStream(from);
        ZipInputStream entries = new ZipInputStream(in);
        OutputStream out = Files.newOutputStream(to);
        ZipOutputStream written = new ZipOutputStream(out)) {
      ClassFile classes =
          ClassFile.of(
              StackMapsOption.GENERATE_STACK_MAPS,
              ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(library)));
      for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
        String name = entry.getName();
        byte[] bytes = entries.readAllBytes();
        written.putNextEntry(new ZipEntry(name));
        written.write(
            name.endsWith(CLASS) && !name.startsWith(METADATA)
                ? classes.transformClass(classes.parse(bytes), CurrentClasses::copy)
                : bytes);
        written.closeEntry();
      }
    }
  }

  private static void copy(ClassBuilder builder, ClassElement element) {
    switch (element) {
      case ClassFileVersion _ -> builder.withVersion(ClassFile.latestMajorVersion(), 0);
      // Its code is written anew, with the maps that newer classes must have.
      case MethodModel method ->
          builder.transformMethod(method, MethodTransform.transformingCode(CodeBuilder::with));
      default -> builder.with(element);
    }
  }
}

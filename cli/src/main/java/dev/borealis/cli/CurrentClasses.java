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
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.instruction.ConstantInstruction.LoadConstantInstruction;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Writes the classes of jars so that the JVM's cache of linked classes can hold as much of them as
 * possible. It takes none in the format of Java 5, such as picocli's, and to read and verify these
 * takes each command about a tenth of a second of processor time; nor does it take the classes
 * behind {@linkplain PlainSwitches switches over types}. Part of the build.
 */
final class CurrentClasses {
  private static final String CLASS = ".class";

  /** Classes for other versions of Java. */
  private static final String METADATA = "META-INF/";

  /**
   * A class that picocli asks for at its start, and for which the JVM opens every jar in vain. With
   * slashes in its name the answer is the same, and comes at once.
   */
  private static final String GROOVY_CLASS = "groovy.lang.Closure";

  private final ClassFile classes;

  private CurrentClasses(ClassLoader all) {
    classes =
        ClassFile.of(
            StackMapsOption.GENERATE_STACK_MAPS,
            ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(all)));
  }

  /**
   * Replaces jars.
   *
   * @param args the jars, whose classes may build upon each other's and upon those of the class
   *     path
   */
  public static void main(String[] args) throws IOException {
    List<URL> jars = new ArrayList<>();
    for (String arg : args) {
      jars.add(Path.of(arg).toUri().toURL());
    }
    try (URLClassLoader all = new URLClassLoader(jars.toArray(URL[]::new))) {
      CurrentClasses current = new CurrentClasses(all);
      for (String arg : args) {
        current.replace(Path.of(arg));
      }
    }
  }

  private void replace(Path jar) throws IOException {
    Path rewritten = Files.createTempFile(jar.toAbsolutePath().getParent(), "current-", ".jar");
    try {
      rewrite(jar, rewritten);
      Files.move(rewritten, jar, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(rewritten);
    }
  }

  private void rewrite(Path from, Path to) throws IOException {
    try (InputStream in = Files.newInputStream(from);
        ZipInputStream entries = new ZipInputStream(in);
        OutputStream out = Files.newOutputStream(to);
        ZipOutputStream written = new ZipOutputStream(out)) {
      for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
        String name = entry.getName();
        byte[] bytes = entries.readAllBytes();
        written.putNextEntry(new ZipEntry(name));
        written.write(name.endsWith(CLASS) && !name.startsWith(METADATA) ? current(bytes) : bytes);
        written.closeEntry();
      }
    }
  }

  private byte[] current(byte[] bytes) {
    ClassModel model = classes.parse(bytes);
    return classes.transformClass(model, PlainSwitches.in(model).andThen(CurrentClasses::copy));
  }

  private static void copy(ClassBuilder builder, ClassElement element) {
    switch (element) {
      case ClassFileVersion _ -> builder.withVersion(ClassFile.latestMajorVersion(), 0);
      // Its code is written anew, with the maps that newer classes must have.
      case MethodModel method ->
          builder.transformMethod(method, MethodTransform.transformingCode(CurrentClasses::copy));
      default -> builder.with(element);
    }
  }

  private static void copy(CodeBuilder builder, CodeElement element) {
    if (element instanceof LoadConstantInstruction load
        && load.constantValue().equals(GROOVY_CLASS)) {
      builder.loadConstant(GROOVY_CLASS.replace('.', '/'));
    } else {
      builder.with(element);
    }
  }
}

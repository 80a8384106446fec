package dev.borealis.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryTreeTest {
  @TempDir Path directory;

  @Test
  void deletesLinksAndNotWhatTheyLeadTo() throws Exception {
    Path outside = Files.createDirectories(directory.resolve("outside"));
    Files.writeString(outside.resolve("precious"), "content");
    Path tree = Files.createDirectories(directory.resolve("tree/a/b"));
    Files.createSymbolicLink(tree.resolve("link"), outside);
    Files.createSymbolicLink(tree.resolve("broken"), Path.of("nowhere"));
    DirectoryTree.delete(directory.resolve("tree"));
    assertThat(directory.resolve("tree")).doesNotExist();
    assertThat(outside.resolve("precious")).hasContent("content");
    DirectoryTree.delete(directory.resolve("tree"));
  }

  @Test
  void deletesTheLinkThatTheRootIs() throws Exception {
    Path outside = Files.createDirectories(directory.resolve("outside"));
    Files.writeString(outside.resolve("precious"), "content");
    Path link = Files.createSymbolicLink(directory.resolve("link"), outside);
    DirectoryTree.delete(link);
    assertThat(link).doesNotExist();
    assertThat(outside.resolve("precious")).hasContent("content");
  }

  @Test
  void createsMissingParentsAndKeepsWhatIsThere() throws Exception {
    Path inner = directory.resolve("a/b/c");
    assertThat(DirectoryTree.create(inner, DirectoryTree.OWNER_ONLY)).isTrue();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(inner)))
        .isEqualTo("rwx------");
    assertThat(DirectoryTree.create(inner, DirectoryTree.ALL_MAY_READ)).isFalse();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(inner)))
        .isEqualTo("rwx------");
  }

  @Test
  void copiesContentsModesAndEmptyDirectories() throws Exception {
    Path from = Files.createDirectories(directory.resolve("from/empty/deeper")).resolve("../..");
    Files.writeString(from.resolve("file"), "content");
    DirectoryTree.setMode(from.resolve("file"), "rw-------");
    Path to = Files.createDirectory(directory.resolve("to"));
    DirectoryTree.copyContents(from.normalize(), to, new OperatingSystemUser.Current("me"));
    DirectoryTree.sync(to);
    assertThat(to.resolve("file")).hasContent("content");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(to.resolve("file"))))
        .isEqualTo("rw-------");
    assertThat(to.resolve("empty/deeper")).isEmptyDirectory();
  }
}

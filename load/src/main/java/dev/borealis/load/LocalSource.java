package dev.borealis.load;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file on this machine. */
record LocalSource(Path path, long size) implements Source {

  static LocalSource of(Path path) {
    try {
      if (!Files.isRegularFile(path)) {
        throw new LoadException(
            Files.exists(path)
                ? "%s is not a file.".formatted(path)
                : "There is no file %s.".formatted(path));
      }
      if (!Files.isReadable(path)) {
        throw new LoadException("The file %s may not be read.".formatted(path));
      }
      return new LocalSource(path, Files.size(path));
    } catch (IOException e) {
      throw new LoadException("The file %s cannot be read: %s.".formatted(path, e), e);
    }
  }

  @Override
  public String name() {
    return path.toString();
  }

  @Override
  public InputStream open(long offset) throws IOException {
    SeekableByteChannel channel = Files.newByteChannel(path);
    channel.position(offset);
    return Channels.newInputStream(channel);
  }
}

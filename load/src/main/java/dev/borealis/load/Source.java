package dev.borealis.load;

import java.io.IOException;
import java.io.InputStream;

/** A file to read, wherever it is. It may be opened more than once. */
interface Source {
  /** As it is shown: a path or {@code s3://bucket/key}. */
  String name();

  /** In bytes, as stored. */
  long size();

  /** Its bytes from an offset on. */
  InputStream open(long offset) throws IOException;
}

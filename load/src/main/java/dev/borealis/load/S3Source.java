package dev.borealis.load;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * An object of S3. Reading goes on after a lost connection, and only within the version of the
 * object that was there at the beginning.
 */
record S3Source(S3Client client, String bucket, String key, long size, String entityTag)
    implements Source {
  private static final int MAX_REOPENINGS = 5;

  @Override
  public String name() {
    return "s3://" + bucket + "/" + key;
  }

  @Override
  public InputStream open(long offset) {
    return new ObjectStream(offset);
  }

  private final class ObjectStream extends InputStream {
    private long position;
    private int reopenings;
    private @Nullable InputStream body;

    ObjectStream(long offset) {
      position = offset;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      while (position < size) {
        try {
          int read = body().read(into, offset, length);
          if (read > 0) {
            position += read;
            return read;
          }
          throw new IOException("the object ended early");
        } catch (S3Exception e) {
          throw S3Objects.failure(name(), e);
        } catch (IOException | SdkException e) {
          closeBody();
          reopenings++;
          if (reopenings > MAX_REOPENINGS) {
            throw new LoadException(
                "%s cannot be read beyond byte %d: %s.".formatted(name(), position, e.getMessage()),
                e);
          }
        }
      }
      return -1;
    }

    private InputStream body() {
      InputStream opened = body;
      if (opened == null) {
        opened =
            client.getObject(request ->
                request
                    .bucket(bucket)
                    .key(key)
                    .ifMatch(entityTag)
                    .range("bytes=" + position + "-"));
        body = opened;
      }
      return opened;
    }

    private void closeBody() throws IOException {
      InputStream opened = body;
      body = null;
      if (opened instanceof software.amazon.awssdk.core.ResponseInputStream<?> response) {
        // Closing would read all that is left of the object.
        response.abort();
      } else if (opened != null) {
        opened.close();
      }
    }

    @Override
    public void close() throws IOException {
      closeBody();
    }
  }
}

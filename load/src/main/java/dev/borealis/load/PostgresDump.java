package dev.borealis.load;

import dev.borealis.dialect.DsqlVersion;
import java.io.IOException;
import java.sql.SQLException;

/** A plain dump of pg_dump. */
record PostgresDump(Source file, DsqlVersion version, LoadProgress progress)
    implements MigrationSource {
  @Override
  public String name() {
    return file.name();
  }

  @Override
  public DumpOutline outline() throws IOException {
    return DumpOutline.read(file, version);
  }

  @Override
  public void forEachBlock(Visit visit) throws IOException, SQLException {
    try (DumpReader dump = new DumpReader(new CountedSource(file, progress))) {
      for (CopyBlock block = dump.nextBlock(); block != null; block = dump.nextBlock()) {
        visit.of(block, new CopyBlockRecords(dump, block, false));
      }
    }
  }
}

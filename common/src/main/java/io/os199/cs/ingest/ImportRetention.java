package io.os199.cs.ingest;

import io.os199.cs.ingest.kind.Kinds;
import io.os199.cs.platform.database.Database;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Deletes the files of imports that are over or were given up, and after a month everything recorded about them. */
public final class ImportRetention {
    private static final Duration GIVEN_UP = Duration.ofDays(7);
    private static final Duration REMEMBERED = Duration.ofDays(30);

    private final Database database;
    private final Clock clock;

    public ImportRetention(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Runs once, and returns how many imports were forgotten. */
    public int run() {
        Instant now = clock.instant();
        List<ImportDao.Left> left =
                database.current(tx -> tx.dao(ImportDao.class).left(now.minus(GIVEN_UP)));
        left.forEach(this::clear);
        return database.write(
                tx -> {
                    ImportDao dao = tx.dao(ImportDao.class);
                    List<String> old = dao.old(now.minus(REMEMBERED));
                    for (String importId : old) {
                        dao.deleteErrors(importId);
                        dao.deleteChunks(importId);
                        dao.delete(importId);
                    }
                    return old.size();
                });
    }

    private void clear(ImportDao.Left left) {
        database.write(
                tx -> {
                    Kinds.named(left.kind())
                            .ifPresent(
                                    kind -> tx.dao(StagingDao.class).delete(kind, left.importId()));
                    return tx.dao(ImportDao.class).deleteChunks(left.importId());
                });
    }
}

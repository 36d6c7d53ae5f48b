package io.os199.cs.ingest.kind;

import io.os199.cs.core.Timeline;
import io.os199.cs.ingest.file.Layout;
import io.os199.cs.ingest.model.ImportCounts;
import io.os199.cs.platform.database.Transaction;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** A kind of rows that can be imported and exported. */
public interface Kind {
    /** Returns the name that callers use, with which the name of its staging table ends. */
    String name();

    /** Whether the kind describes the deployment rather than its clients; only administrators import it. */
    boolean isReference();

    /** Whether its files have the column {@code client}, so that each row belongs to an existing client. */
    default boolean isOfClients() {
        return layout().column(CLIENT).isPresent();
    }

    /** Returns the columns of its files. */
    Layout layout();

    /** Returns the prefix of the ids of its rows; absent where the file has the key or there is none. */
    @Nullable String idPrefix();

    /**
     * Returns what tells its rows apart: first what makes two rows the same row to the import, then what else must be
     * unique.
     */
    List<Key> keys();

    /** Returns what must hold for a staged row against what is stored, before it is merged. */
    List<Check> checks();

    /** Looks up and locks what the checks and the merge need to know about the staged rows. */
    default void prepare(Transaction tx, Batch batch) {}

    /** Merges the staged rows of the batch that are not at fault. */
    ImportCounts merge(Transaction tx, Batch batch);

    /** Writes to the timelines what the merge of the batch has changed. */
    default void tell(Transaction tx, Batch batch, Timeline timeline) {}

    /** Returns the column of moments whose months must be open for the rows; absent where there is none. */
    default @Nullable String monthsOf() {
        return null;
    }

    /** Returns SQL that selects the stored rows in the columns of the files, in a stable order. */
    String exportSql();

    /** Whether its rows affect the health of clients. */
    default boolean movesHealth() {
        return !isReference();
    }

    /** The column in which rows name their client, by id or external id. */
    String CLIENT = "client";

    default String stagingTable() {
        return "import_staging_" + name();
    }
}

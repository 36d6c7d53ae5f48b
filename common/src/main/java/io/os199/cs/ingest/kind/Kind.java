package io.os199.cs.ingest.kind;

import io.os199.cs.core.Timeline;
import io.os199.cs.ingest.file.Layout;
import io.os199.cs.ingest.model.ImportCounts;
import io.os199.cs.platform.database.Transaction;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** A kind of rows that can be imported and exported. */
public interface Kind {
    /** As callers name it, and as its staging table ends. */
    String name();

    /** Whether it describes the deployment and not its clients: only administrators import it. */
    boolean isReference();

    /** Whether its files have the column {@code client}, so that each row is of one client that there is. */
    default boolean isOfClients() {
        return layout().column(CLIENT).isPresent();
    }

    /** The columns of its files. */
    Layout layout();

    /** The prefix of the ids of its rows; absent where the file has the key or there is none. */
    @Nullable String idPrefix();

    /** What tells its rows apart: first what makes two rows one to the import, then what else is one row's alone. */
    List<Key> keys();

    /** What is to hold for a staged row beside what is stored, before it is merged. */
    List<Check> checks();

    /** Looks up what the checks and the merge ask of the staged rows. */
    default void prepare(Transaction tx, Batch batch) {}

    /** Merges the staged rows of the batch that are not at fault. */
    ImportCounts merge(Transaction tx, Batch batch);

    /** Writes on the timelines what the merge of the batch has changed. */
    default void tell(Transaction tx, Batch batch, Timeline timeline) {}

    /** The column of moments whose months must be open for the rows; absent where none must. */
    default @Nullable String monthsOf() {
        return null;
    }

    /** SQL that answers the stored rows in the columns of the files, in a steady order. */
    String exportSql();

    /** Whether what its rows tell changes the health of clients. */
    default boolean movesHealth() {
        return !isReference();
    }

    /** The column in which rows name their client, by id or external id. */
    String CLIENT = "client";

    default String stagingTable() {
        return "import_staging_" + name();
    }
}

package io.os199.cs.ingest.kind;

import io.os199.cs.core.Timeline;
import io.os199.cs.core.model.EventType;
import io.os199.cs.core.model.Impact;
import io.os199.cs.core.model.TimelineEvent;
import io.os199.cs.platform.database.Transaction;

import java.util.Map;

/**
 * A note on the timeline of each client that an import has changed: one per import and client, however many rows
 * there were.
 *
 * @param kind what was imported
 * @param touched SQL that selects the clients that the batch has changed
 */
record Notes(String kind, String touched) implements TableKind.Teller {
    static final String SOURCE = "import";

    @Override
    public void tell(Transaction tx, Batch batch, Timeline timeline) {
        tx.dao(MergeDao.class)
                .forClients(
                        touched,
                        batch,
                        clientIds ->
                                timeline.record(
                                        tx,
                                        clientIds.stream()
                                                .map(id -> note(batch, timeline, id))
                                                .toList()));
    }

    private TimelineEvent note(Batch batch, Timeline timeline, String clientId) {
        return new TimelineEvent(
                clientId,
                batch.now(),
                timeline.idOf(SOURCE, batch.importId(), clientId),
                EventType.NOTE,
                "Changed by an import of " + kind,
                Map.of("kind", kind, "import_id", batch.importId()),
                Impact.NEUTRAL,
                false,
                batch.principal(),
                SOURCE,
                batch.importId());
    }
}

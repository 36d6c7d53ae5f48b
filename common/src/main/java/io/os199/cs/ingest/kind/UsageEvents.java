package io.os199.cs.ingest.kind;

import static io.os199.cs.ingest.file.Column.quantity;
import static io.os199.cs.ingest.file.Column.recentMoment;
import static io.os199.cs.ingest.file.Column.text;
import static io.os199.cs.ingest.file.Column.whole;

import io.os199.cs.ingest.file.Layout;
import io.os199.cs.ingest.model.FaultCode;
import io.os199.cs.ingest.model.ImportCounts;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.usage.StagedUsage;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Events of product use. An event that is already stored stays as it is. */
final class UsageEvents implements Kind {
    private static final String EVENT_ID = "event_id";
    private static final String OCCURRED_AT = "occurred_at";
    private static final int MONTH_SECONDS = 31 * 24 * 60 * 60;
    private static final Layout LAYOUT =
            Layout.of(
                    text(EVENT_ID, 200).required(),
                    text("client", 200).required(),
                    text("user_key", 200).required().personal(),
                    text("event_type", 100).required(),
                    recentMoment(OCCURRED_AT).required(),
                    text("feature_key", 200),
                    text("session_id", 200),
                    whole("duration_seconds", 0, MONTH_SECONDS),
                    quantity("quantity"));

    private final StagedUsage staged = new StagedUsage();

    @Override
    public String name() {
        return "usage_events";
    }

    @Override
    public boolean isReference() {
        return false;
    }

    @Override
    public Layout layout() {
        return LAYOUT;
    }

    @Override
    public @Nullable String idPrefix() {
        return null;
    }

    @Override
    public List<Key> keys() {
        return List.of(
                new Key(
                        EVENT_ID,
                        List.of(
                                "s.client_id",
                                "s.event_id",
                                "date_trunc('month', s.occurred_at, 'UTC')")));
    }

    /**
     * Returns the check for closed months, because a month that was open when the rows were read may have been closed
     * since.
     */
    @Override
    public List<Check> checks() {
        return List.of(
                new Check(
                        OCCURRED_AT,
                        FaultCode.OUT_OF_RANGE,
                        "occurred_at is of a month whose events are no longer kept",
                        """
                        exists (select from table_partitions p
                            where p.table_name = 'usage_events' and p.dropped_at is not null
                                and p.month = date_trunc('month', s.occurred_at, 'UTC')::date)
                        """));
    }

    @Override
    public void prepare(Transaction tx, Batch batch) {
        staged.keepMonths(tx);
    }

    @Override
    public String monthsOf() {
        return OCCURRED_AT;
    }

    @Override
    public ImportCounts merge(Transaction tx, Batch batch) {
        StagedUsage.Stored stored =
                staged.store(
                        tx,
                        new StagedUsage.Rows(
                                batch.importId(),
                                batch.fromChunk(),
                                batch.fromLine(),
                                batch.toChunk(),
                                batch.toLine(),
                                batch.now()));
        long known = stored.totalCount() - stored.newCount();
        return ImportCounts.merged(
                stored.newCount(), 0, batch.update() ? known : 0, batch.update() ? 0 : known);
    }

    @Override
    public String exportSql() {
        return """
        select t.event_id, %s as client, t.user_key, t.event_type, %s as occurred_at, t.feature_key, t.session_id,
            t.duration_seconds, t.quantity
        from usage_events t
        order by t.client_id, t.occurred_at, t.event_id
        """
                .formatted(Exports.CLIENT, Exports.moment("t.occurred_at"));
    }
}

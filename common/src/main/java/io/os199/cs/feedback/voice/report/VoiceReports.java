package io.os199.cs.feedback.voice.report;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.core.model.Doing;
import io.os199.cs.feedback.model.ReportType;
import io.os199.cs.feedback.voice.VoiceScope;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.secrets.Sha256;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes and finds reports: one for the same scope, period, audience and rows. */
public final class VoiceReports {
    /** The version, which changes when a report on the same rows would differ. */
    private static final String VERSION = "voc-1";

    /** The days before the period in which a follow-up or an answer can still matter. */
    private static final int LOOKED_BACK_DAYS = 365;

    private final AuditLog audit;

    public VoiceReports(AuditLog audit) {
        this.audit = audit;
    }

    /**
     * A report, and whether it existed already.
     *
     * @param isStoredBefore whether the same rows had already produced it
     */
    public record Made(StoredReport report, boolean isStoredBefore) {}

    /** Makes a report and stores it, or returns the earlier one where the same rows have already produced one. */
    public Made create(Transaction tx, ReportOrder order, Cursors cursors, Doing doing) {
        Instant now = doing.now();
        ReportDao dao = tx.dao(ReportDao.class);
        String hash = hash(dao, order.scope());
        Optional<Made> before = made(dao, order, hash);
        if (before.isPresent()) {
            return before.get();
        }
        StoredReport report =
                new StoredReport(
                        TypeId.next("report"),
                        now,
                        new ReportReader(tx, order, cursors, now).read());
        if (dao.insert(
                        report.reportId(),
                        order.scope(),
                        order.type(),
                        order.audience(),
                        Json.write(report.content()),
                        hash,
                        doing.actor().principal(),
                        now)
                == 0) {
            return made(dao, order, hash).orElseThrow();
        }
        audit.record(
                tx,
                AuditEntry.done(
                        doing,
                        "create voc report",
                        Stream.of(report.reportId(), order.scope().clientId())
                                .flatMap(Stream::ofNullable)
                                .toList()));
        return new Made(report, false);
    }

    private static Optional<Made> made(ReportDao dao, ReportOrder order, String hash) {
        return dao.made(order.scope(), order.audience(), hash)
                .map(row -> new Made(stored(row), true));
    }

    private static String hash(ReportDao dao, VoiceScope scope) {
        Instant earliest =
                scope.periodStart()
                        .minusDays(LOOKED_BACK_DAYS)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant();
        return Sha256.hex(
                String.join(" ", VERSION, scope.asOf().toString(), dao.sources(scope, earliest)));
    }

    /** Returns the report with an id. */
    public Optional<StoredReport> find(Transaction tx, String reportId) {
        return tx.dao(ReportDao.class).find(reportId).map(VoiceReports::stored);
    }

    /** Returns the newest report of a scope; of a type, or one that begins or ends on a day, where these are named. */
    public Optional<StoredReport> newest(
            Transaction tx,
            @Nullable String clientId,
            @Nullable ReportType type,
            @Nullable LocalDate periodStart,
            @Nullable LocalDate periodEnd) {
        return tx.dao(ReportDao.class)
                .newest(clientId, type, periodStart, periodEnd)
                .map(VoiceReports::stored);
    }

    private static StoredReport stored(ReportDao.Row row) {
        return new StoredReport(row.reportId(), row.createdAt(), row.content());
    }
}

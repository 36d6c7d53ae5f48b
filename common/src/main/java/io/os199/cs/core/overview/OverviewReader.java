package io.os199.cs.core.overview;

import io.os199.cs.platform.database.Transaction;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Reads the sections of one client's overview as they are at one instant, each by one statement. */
public final class OverviewReader {
    private static final int TASKS = 10;
    private static final int RISKS = 10;
    private static final int OPPORTUNITIES = 5;

    private final Transaction transaction;
    private final String clientId;
    private final Instant now;
    private final LocalDate today;

    public OverviewReader(Transaction transaction, String clientId, Instant now) {
        this.transaction = transaction;
        this.clientId = clientId;
        this.now = now;
        this.today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    }

    public Optional<PrimaryContact> primaryContact() {
        return transaction.dao(PrimaryContactDao.class).find(clientId);
    }

    /** Empty when no score was ever computed. */
    public Optional<HealthFacts> health() {
        return transaction
                .dao(HealthDao.class)
                .newest(clientId)
                .map(row -> new HealthFacts(HealthSection.of(row, now), row.responseCount()));
    }

    public EngagementFacts engagement() {
        EngagementDao.Row row = transaction.dao(EngagementDao.class).read(clientId, today, now);
        return new EngagementFacts(row.section(), row.awaitedCount());
    }

    public UsageSection usage() {
        return transaction.dao(UsageDao.class).read(clientId, today);
    }

    public SupportSection support() {
        return transaction.dao(SupportDao.class).read(clientId, today, now);
    }

    public RevenueSection revenue() {
        return transaction.dao(RevenueDao.class).read(clientId, today).section();
    }

    public CommunicationSection communication() {
        return transaction.dao(CommunicationDao.class).read(clientId, today, now);
    }

    public Bounded<TaskItem> tasks() {
        List<TaskItemDao.Row> rows =
                transaction.dao(TaskItemDao.class).open(clientId, today, TASKS);
        return new Bounded<>(
                rows.stream().map(TaskItemDao.Row::item).toList(),
                rows.isEmpty() ? 0 : rows.getFirst().total());
    }

    public Bounded<RiskItem> risks() {
        List<RiskItemDao.Row> rows = transaction.dao(RiskItemDao.class).open(clientId, RISKS);
        return new Bounded<>(
                rows.stream().map(RiskItemDao.Row::item).toList(),
                rows.isEmpty() ? 0 : rows.getFirst().total());
    }

    public Bounded<OpportunityItem> opportunities() {
        List<OpportunityItemDao.Row> rows =
                transaction.dao(OpportunityItemDao.class).open(clientId, OPPORTUNITIES);
        return new Bounded<>(
                rows.stream().map(OpportunityItemDao.Row::item).toList(),
                rows.isEmpty() ? 0 : rows.getFirst().total());
    }

    /** A health section with the number of survey answers and ratings behind its satisfaction. */
    public record HealthFacts(HealthSection section, int responseCount) {}

    /** An engagement section with the number of contacts that its answered rate is of. */
    public record EngagementFacts(EngagementSection section, int awaitedCount) {}
}

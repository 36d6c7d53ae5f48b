package io.os199.cs.expansion.finding;

import io.os199.cs.expansion.ValuePosition;
import io.os199.cs.expansion.chance.WinRates;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * Reads current findings: those of one client found now, those of the portfolio from the last scan, by the same
 * rules. What blocks them is judged when they are read.
 */
public final class FindingReader {
    private static final int FEWEST_PEERS = 30;

    private static final int MOST_OF_CLIENT = 10_000;

    private final Transaction tx;
    private final FindingFilter filter;
    private final Instant now;
    private final LocalDate today;
    private final WinRates rates;
    private final @Nullable String live;
    private final String chances;

    /** Reads in one snapshot; with a filter for one client, its findings are found here. */
    public FindingReader(Transaction tx, FindingFilter filter, Instant now) {
        this.tx = tx;
        this.filter = filter;
        this.now = now;
        this.today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        this.rates = WinRates.read(tx, today);
        this.chances = Json.write(rates.ofFindings());
        String client = filter.clientId();
        this.live =
                client == null
                        ? null
                        : Json.write(
                                FindingRules.apply(tx, List.of(client), today, filter.wanted()));
    }

    public WinRates rates() {
        return rates;
    }

    /** Returns at most {@code most} findings after a position: highest expected value first, those without one last. */
    public List<Finding> page(@Nullable ValuePosition after, int most) {
        return tx
                .dao(ShownDao.class)
                .page(
                        filter,
                        live,
                        chances,
                        now,
                        today,
                        null,
                        after == null ? null : after.expectedValue(),
                        after == null ? null : after.valueAmount(),
                        after == null ? null : after.clientId(),
                        after == null ? null : after.id(),
                        most)
                .stream()
                .map(ShownDao.Row::toFinding)
                .toList();
    }

    /** Finds one of the findings of the client that the filter names. */
    public Optional<Finding> find(String findingKey) {
        return page(null, MOST_OF_CLIENT).stream()
                .filter(finding -> finding.findingKey().equals(findingKey))
                .findFirst();
    }

    public FindingSummary summary() {
        return tx.dao(ShownDao.class).summary(filter, live, chances, now, today, null).toSummary();
    }

    /** Returns the totals of these clients' findings, for those that have any. */
    public List<ClientRollUp> rollUps(List<String> clientIds) {
        return tx.dao(ShownDao.class)
                .rollUps(filter, live, chances, now, today, clientIds.toArray(String[]::new));
    }

    /** Returns the totals of each client that has findings which nothing blocks. */
    public List<ExpectedOfClient> expected() {
        return tx.dao(ShownDao.class).expected(filter, live, chances, now, today, null);
    }

    /** Returns at most {@code most} clients whose findings call for action, by their highest expected value. */
    public List<AdvisedClient> advised(LocalDate renewalBy, int most) {
        return tx.dao(ShownDao.class)
                .advised(filter, live, chances, now, today, null, renewalBy, most);
    }

    /** Returns the products that peers have together, highest lift first. */
    public List<ProductPair> pairs(int most) {
        return tx.dao(FoundDao.class)
                .pairs(
                        today,
                        filter.clientId(),
                        filter.minPairCount(),
                        filter.minLift(),
                        filter.productId(),
                        filter.family(),
                        most,
                        null);
    }

    /** Whether there are enough clients to say what similar ones have. */
    public boolean hasPeers() {
        return tx.dao(FoundDao.class).liveCount() >= FEWEST_PEERS;
    }

    /** Returns when the last scan of the portfolio ended, where there was one. */
    public static Optional<Instant> lastScan(Transaction tx) {
        return tx.dao(ShownDao.class).lastScan();
    }
}

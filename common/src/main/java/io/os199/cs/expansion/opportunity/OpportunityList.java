package io.os199.cs.expansion.opportunity;

import io.os199.cs.expansion.ValuePosition;
import io.os199.cs.expansion.chance.OpportunityType;
import io.os199.cs.expansion.chance.WinRates;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads opportunities and their totals. */
public final class OpportunityList {
    private final Transaction tx;
    private final OpportunityFilter filter;
    private final Instant now;
    private final LocalDate today;
    private final String chances;

    public OpportunityList(Transaction tx, OpportunityFilter filter, WinRates rates, Instant now) {
        this.tx = tx;
        this.filter = filter;
        this.now = now;
        this.today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        this.chances = Json.write(rates.ofOpenStages());
    }

    /** Finds an opportunity, open or not. */
    public static Optional<Opportunity> find(Transaction tx, String opportunityId, Instant now) {
        OpportunityFilter any =
                new OpportunityFilter(
                        Arrays.asList(OpportunityType.values()),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null);
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        return tx.dao(OpportunityListDao.class)
                .find(
                        any,
                        Json.write(WinRates.read(tx, today).ofOpenStages()),
                        now,
                        today,
                        opportunityId);
    }

    /**
     * Returns at most {@code most} opportunities after a position: highest expected value first, those without one
     * last.
     */
    public List<Opportunity> page(@Nullable ValuePosition after, int most) {
        return tx.dao(OpportunityListDao.class)
                .page(
                        filter,
                        chances,
                        now,
                        today,
                        after == null ? null : after.expectedValue(),
                        after == null ? null : after.valueAmount(),
                        after == null ? null : after.clientId(),
                        after == null ? null : after.id(),
                        most);
    }

    /**
     * The totals of a client's open opportunities.
     *
     * @param expectedAmount Σ value × probability, unrounded
     * @param opportunityCount of those that contribute to it
     * @param unpricedCount of those whose value is unknown
     */
    public record Expected(
            String clientId, BigDecimal expectedAmount, int opportunityCount, int unpricedCount) {}

    /** Returns the totals of each client that has any. */
    public List<Expected> expected() {
        return tx.dao(OpportunityListDao.class).expected(filter, chances, now, today);
    }

    public Pipeline pipeline() {
        return tx.dao(OpportunityListDao.class).pipeline(filter, chances, now, today).toPipeline();
    }
}

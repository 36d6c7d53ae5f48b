package io.os199.cs.expansion.opportunity;

import io.os199.cs.expansion.chance.OpportunityType;
import io.os199.cs.expansion.chance.WinRates;
import io.os199.cs.expansion.opportunity.Opportunity.Position;
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

/** Reads opportunities and what they come to. */
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

    /** Any opportunity, open or not. */
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

    /** At most so many behind a position: the highest expected value first, those without one last. */
    public List<Opportunity> page(@Nullable Position after, int most) {
        return tx.dao(OpportunityListDao.class)
                .page(
                        filter,
                        chances,
                        now,
                        today,
                        after == null ? null : after.expectedValue(),
                        after == null ? null : after.valueAmount(),
                        after == null ? null : after.clientId(),
                        after == null ? null : after.opportunityId(),
                        most);
    }

    /**
     * What the open opportunities of a client come to.
     *
     * @param expectedAmount Σ value × probability, unrounded
     * @param opportunityCount of those that add to it
     * @param unpricedCount of those whose value is not known
     */
    public record Expected(
            String clientId, BigDecimal expectedAmount, int opportunityCount, int unpricedCount) {}

    /** Of each client that has some. */
    public List<Expected> expected() {
        return tx.dao(OpportunityListDao.class).expected(filter, chances, now, today);
    }

    public Pipeline pipeline() {
        return tx.dao(OpportunityListDao.class).pipeline(filter, chances, now, today).toPipeline();
    }
}

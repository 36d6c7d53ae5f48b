package io.os199.cs.core;

import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.Consequence;
import io.os199.cs.core.model.Consequence.Kind;
import io.os199.cs.core.model.Doing;
import io.os199.cs.core.model.StageMove;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The only way in which a client leaves: its stage, contracts, renewals and ledger change at once and, in the same
 * transaction, whatever the features above record of it as listeners.
 */
public final class Departure {
    private final Contracts contracts;
    private final StageMoves stageMoves;
    private final List<Listener> listeners;

    public Departure(Contracts contracts, StageMoves stageMoves, List<Listener> listeners) {
        this.contracts = contracts;
        this.stageMoves = stageMoves;
        this.listeners = List.copyOf(listeners);
    }

    /** Writes what a feature records about a client that leaves. */
    public interface Listener {
        /** Called in the transaction of the departure; returns what it did, omitting anything with a count of 0. */
        List<Consequence> departed(Transaction tx, Departed departed);

        /**
         * Called in the transaction that records why a client that had already left did so; returns what it did, as
         * {@link #departed}.
         */
        default List<Consequence> explained(Transaction tx, Explained explained) {
            return List.of();
        }
    }

    /**
     * The date and reason of a client's departure.
     *
     * @param churnedOn the first day without it, today at the latest
     * @param reason as entered
     */
    public record Leave(LocalDate churnedOn, String reason, @Nullable String competitor) {}

    /**
     * A client that has left.
     *
     * @param arrLostAmount its ARR in the ledger
     * @param at the instant of everything that is written
     */
    public record Departed(
            String clientId, Leave leave, BigDecimal arrLostAmount, Actor actor, Instant at) {}

    /**
     * The reason why a client that had already left did so.
     *
     * @param churnedOn absent where the stored day is the best that is known
     */
    public record Explained(
            String clientId,
            @Nullable LocalDate churnedOn,
            String reason,
            @Nullable String competitor,
            Instant at) {}

    /**
     * Checks the day against what is stored: the ledger is never changed before its newest movement up to today, and
     * a client that came back cannot have left again before that. One that came back by mistake, and has had no
     * contract since, left on the day already known.
     */
    public Optional<Fault> fault(
            Transaction tx, String clientId, LocalDate churnedOn, LocalDate today) {
        DepartureDao.Terms terms = tx.dao(DepartureDao.class).terms(clientId, today);
        LocalDate start = terms.contractStartOn();
        LocalDate movement = terms.newestMovementOn();
        if (start != null && churnedOn.isBefore(start)) {
            return Optional.of(fault(churnedOn, "the contract's start", start));
        }
        if (movement != null && churnedOn.isBefore(movement)) {
            return Optional.of(fault(churnedOn, "the newest movement of the ledger", movement));
        }
        LocalDate returned = terms.returnedOn();
        boolean isKnown = start == null && churnedOn.equals(terms.churnedOn());
        if (returned != null && churnedOn.isBefore(returned) && !isKnown) {
            return Optional.of(fault(churnedOn, "the day on which the client came back", returned));
        }
        return Optional.empty();
    }

    /**
     * Checks the day on which a client that has already left is said to have left. It may be before the ledger books
     * the loss, which is not moved.
     *
     * @param startDate the first day of its first contract
     */
    public static Optional<Fault> lateFault(
            @Nullable LocalDate churnedOn, @Nullable LocalDate startDate) {
        return churnedOn != null && startDate != null && churnedOn.isBefore(startDate)
                ? Optional.of(fault(churnedOn, "the contract's start", startDate))
                : Optional.empty();
    }

    private static Fault fault(LocalDate churnedOn, String what, LocalDate day) {
        return new Fault(
                "churned_on",
                "churned_on %s is before %s, %s".formatted(churnedOn, what, day),
                "a day from %s to today".formatted(day));
    }

    /**
     * Makes the client leave. The caller has locked its row and checked the day with {@link #fault}.
     *
     * @param move to churned
     * @return everything that this did, omitting what has a count of 0
     */
    public List<Consequence> depart(Transaction tx, StageMove move, Leave leave, Doing doing) {
        Instant now = doing.now();
        String clientId = move.clientId();
        DepartureDao dao = tx.dao(DepartureDao.class);
        BigDecimal arr = dao.terms(clientId, Renewals.day(now)).arrAmount();
        DepartureDao.Ended ended =
                dao.end(clientId, leave.churnedOn(), arr, TypeId.next("movement"), now);
        contracts.settle(tx, clientId, now);
        stageMoves.move(tx, List.of(move), true, doing.source(), now);
        List<Consequence> consequences = new ArrayList<>();
        consequences.add(new Consequence(Kind.STATUS_CHURNED, 1));
        consequences.add(
                new Consequence(Kind.ARR_MOVEMENT, arr.signum() == 0 ? 0 : 1, arr.negate()));
        consequences.add(new Consequence(Kind.CONTRACTS_TERMINATED, ended.contractCount()));
        consequences.add(new Consequence(Kind.RENEWALS_LOST, ended.renewalCount()));
        Departed departed = new Departed(clientId, leave, arr, doing.actor(), now);
        for (Listener listener : listeners) {
            consequences.addAll(listener.departed(tx, departed));
        }
        consequences.removeIf(each -> each.count() == 0);
        return List.copyOf(consequences);
    }

    /**
     * Records why and when a client left where no one has said so yet, as for an imported one. Nothing else changes,
     * and what was already said stays. The caller has locked its row.
     */
    public List<Consequence> explain(Transaction tx, Explained explained) {
        List<Consequence> consequences = new ArrayList<>();
        for (Listener listener : listeners) {
            consequences.addAll(listener.explained(tx, explained));
        }
        consequences.removeIf(each -> each.count() == 0);
        if (!consequences.isEmpty()) {
            stageMoves.retell(tx, explained.clientId());
        }
        return List.copyOf(consequences);
    }
}

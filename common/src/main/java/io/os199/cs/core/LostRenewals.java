package io.os199.cs.core;

import io.os199.cs.core.Departure.Leave;
import io.os199.cs.core.model.ClientRecord;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.core.model.Consequence;
import io.os199.cs.core.model.Consequence.Kind;
import io.os199.cs.core.model.Contract;
import io.os199.cs.core.model.Doing;
import io.os199.cs.core.model.Impact;
import io.os199.cs.core.model.LifecycleStage;
import io.os199.cs.core.model.MovementKind;
import io.os199.cs.core.model.NewTerm;
import io.os199.cs.core.model.Renewal;
import io.os199.cs.core.model.RenewalStage;
import io.os199.cs.core.model.StageMove;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Handles contracts that are not renewed. The ARR goes on the first day without them: at once where that day has
 * come, else when the daily job books it. With its last contract the client leaves.
 */
public final class LostRenewals {
    private final Renewals renewals;
    private final Departure departure;

    public LostRenewals(Renewals renewals, Departure departure) {
        this.renewals = renewals;
        this.departure = departure;
    }

    /**
     * A loss to record.
     *
     * @param contractId absent for the client's only open renewal
     * @param version of the renewal that the caller saw
     * @param lostOn first day without the ARR; absent for the day after the end of the contract
     * @param reason one of the churn reasons
     */
    public record Loss(
            @Nullable String contractId, int version, @Nullable LocalDate lostOn, String reason) {}

    /**
     * The result of a loss.
     *
     * @param lostOn first day without the ARR
     * @param isPending whether it is still to be booked
     * @param endsClient whether the client leaves with it
     */
    public record Lost(
            Renewal renewal,
            LocalDate lostOn,
            boolean isPending,
            boolean endsClient,
            List<Consequence> effects) {}

    /**
     * Records a loss, and books it where its day has come.
     *
     * @return the loss, with the effects of the booking where there was one
     */
    public Answer<Lost> lose(Transaction tx, ClientRef client, Loss loss, Doing doing) {
        return renewals.hold(tx, client, loss.contractId(), loss.version(), doing.now())
                .then(
                        found ->
                                found.stage().isOpen()
                                        ? Renewals.members(tx, found)
                                                .then(
                                                        members ->
                                                                lose(
                                                                        tx,
                                                                        found,
                                                                        members.getFirst(),
                                                                        loss,
                                                                        doing))
                                        : Answer.refused(Renewals.closed(client, found)));
    }

    private Answer<Lost> lose(
            Transaction tx, Renewal found, Contract base, Loss loss, Doing doing) {
        Instant now = doing.now();
        RenewalDao dao = tx.dao(RenewalDao.class);
        String clientId = found.clientId();
        LocalDate today = Renewals.day(now);
        LocalDate lostOn = loss.lostOn() == null ? NewTerm.dayAfter(base) : loss.lostOn();
        DepartureDao.Terms terms = tx.dao(DepartureDao.class).terms(clientId, today);
        LocalDate newest = terms.newestMovementOn();
        LocalDate returned = terms.returnedOn();
        LocalDate earliest = base.startDate();
        String what = "contract's start";
        if (newest != null && !newest.isBefore(earliest)) {
            earliest = newest;
            what = "newest movement of the client's ledger";
        }
        if (returned != null && returned.isAfter(earliest)) {
            earliest = returned;
            what = "day on which the client came back";
        }
        if (lostOn.isBefore(earliest)) {
            return Answer.refused(
                    Refusal.invalid(
                            "lost_on",
                            "lost_on %s is before %s, the %s".formatted(lostOn, earliest, what),
                            "a day from " + earliest));
        }
        boolean isPending = lostOn.isAfter(today);
        Renewal lost =
                new Renewal(
                        clientId,
                        found.contractId(),
                        found.renewalDate(),
                        RenewalStage.LOST,
                        now,
                        found.currentArr(),
                        found.proposedArr(),
                        BigDecimal.ZERO.setScale(2),
                        found.owner(),
                        found.nextContactOn(),
                        found.committedOn(),
                        today,
                        lostOn,
                        loss.reason(),
                        null,
                        found.version() + 1);
        dao.write(lost, now);
        boolean ends = !dao.remains(clientId, clientId, found.contractId(), lostOn);
        Map<String, Object> detail = new HashMap<>();
        detail.put("lost_reason", loss.reason());
        detail.put("lost_on", lostOn);
        detail.put("arr_delta_amount", found.currentArr().negate());
        renewals.tell(tx, renewals.event(lost, "Renewal lost", detail, Impact.NEGATIVE, doing));
        renewals.finish(tx, lost, "record lost", doing);
        if (isPending) {
            renewals.contracts().settle(tx, clientId, now);
            return Answer.of(new Lost(lost, lostOn, true, ends, List.of()));
        }
        List<Consequence> effects = book(tx, lost, lostOn, doing);
        return Answer.of(new Lost(stored(dao, lost), lostOn, false, ends, effects));
    }

    private static Renewal stored(RenewalDao dao, Renewal lost) {
        return dao.of(lost.clientId()).stream()
                .filter(each -> each.contractId().equals(lost.contractId()))
                .findFirst()
                .orElseThrow();
    }

    /**
     * Returns what booking a pending loss would do as things stand; for previews, in a transaction that is rolled
     * back.
     */
    public List<Consequence> bookAhead(Transaction tx, Renewal lost, Doing doing) {
        LocalDate lostOn = Objects.requireNonNull(lost.pendingLossOn());
        return book(tx, lost, lostOn, doing);
    }

    /**
     * Books the pending losses whose day has come, for the clients in a range, which the caller has locked.
     *
     * @return how many were booked
     */
    public int bookDue(
            Transaction tx,
            String firstClientId,
            String lastClientId,
            LocalDate today,
            Doing doing) {
        RenewalDao dao = tx.dao(RenewalDao.class);
        List<Renewal> due = dao.dueLosses(firstClientId, lastClientId, today);
        int booked = 0;
        for (Renewal each : due) {
            // A client that left with an earlier loss took this one along.
            if (stored(dao, each).isPendingLoss()) {
                book(tx, each, bookedOn(tx, each, today), doing);
                booked++;
            }
        }
        return booked;
    }

    /**
     * Returns the day to book on, never before the newest movement of the ledger, which may have come since the loss
     * was recorded.
     */
    private static LocalDate bookedOn(Transaction tx, Renewal lost, LocalDate today) {
        LocalDate lostOn = Objects.requireNonNull(lost.pendingLossOn());
        LocalDate newest =
                tx.dao(DepartureDao.class).terms(lost.clientId(), today).newestMovementOn();
        return newest != null && newest.isAfter(lostOn) ? newest : lostOn;
    }

    private List<Consequence> book(Transaction tx, Renewal lost, LocalDate day, Doing doing) {
        Instant now = doing.now();
        RenewalDao dao = tx.dao(RenewalDao.class);
        String clientId = lost.clientId();
        if (!dao.remains(clientId, clientId, lost.contractId(), day)) {
            return leave(tx, lost, day, doing);
        }
        List<Contract> members = dao.members(clientId, clientId, lost.contractId());
        BigDecimal arr =
                members.stream().map(Contract::value).reduce(BigDecimal.ZERO, BigDecimal::add);
        dao.terminate(clientId, members.stream().map(Contract::contractId).toList(), day, now);
        if (arr.signum() > 0) {
            tx.dao(ContractDao.class)
                    .move(
                            clientId,
                            TypeId.next("movement"),
                            day,
                            MovementKind.CONTRACTION,
                            arr.negate(),
                            lost.contractId(),
                            now);
        }
        dao.booked(clientId, lost.contractId(), now);
        renewals.contracts().settle(tx, clientId, now);
        List<Consequence> effects = new ArrayList<>();
        effects.add(new Consequence(Kind.ARR_MOVEMENT, arr.signum() == 0 ? 0 : 1, arr.negate()));
        effects.add(new Consequence(Kind.CONTRACTS_TERMINATED, members.size()));
        effects.removeIf(each -> each.count() == 0);
        return List.copyOf(effects);
    }

    private List<Consequence> leave(Transaction tx, Renewal lost, LocalDate day, Doing doing) {
        ClientRecord client =
                tx.dao(ClientDao.class).record(lost.clientId(), Renewals.day(doing.now()));
        StageMove move =
                new StageMove(
                        lost.clientId(),
                        client.lifecycleStage(),
                        LifecycleStage.CHURNED,
                        "The last contract was not renewed",
                        doing.actor().principal());
        String reason = Objects.requireNonNull(lost.lostReason());
        return departure.depart(tx, move, new Leave(day, reason, null), doing);
    }
}

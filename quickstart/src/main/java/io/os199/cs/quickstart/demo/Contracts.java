package io.os199.cs.quickstart.demo;

import io.os199.cs.quickstart.demo.Timeline.Impact;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * The commercial life of a client: its terms one after the other, what was added during them, and how each ended. The
 * ledger follows every step, so it always sums to the values of the active contracts, and to 0 after a churn.
 */
final class Contracts {
    private final Story story;
    private final Dice dice;
    private final LocalDate today;
    private final Opportunities opportunities;
    private final Renewals renewals;
    private final List<Agreement> agreements = new ArrayList<>();
    private long arr;

    Contracts(Story story, Opportunities opportunities) {
        this.story = story;
        this.dice = story.dice("contracts");
        this.today = story.history.today();
        this.opportunities = opportunities;
        this.renewals = new Renewals(story);
    }

    /** Tells the whole life; after that, {@link Story#churnedOn} is known. */
    void tell() {
        Account account = story.account;
        double factor = dice.real(0.85, 1.15) * story.priceFactor();
        long price = account.seats() * (long) (account.tier().seatPrice * factor);
        Agreement term = term("new", account.start(), rounded(price * 100), account.seats());
        move("new", term.value, account.start(), term, null);
        story.timeline.milestone(
                History.morning(account.start()),
                "contract",
                Impact.POSITIVE,
                "Contract signed",
                term.id);
        while (!isOver(term)) {
            term = renew(term);
        }
    }

    List<Agreement> agreements() {
        return agreements;
    }

    /** Returns the base contract in force, or else the last one. */
    Agreement current() {
        return agreements.stream().filter(Agreement::isBase).toList().getLast();
    }

    long arr() {
        return arr;
    }

    /** Returns the ARR of the contracts in force on that day. */
    long arrOn(LocalDate day) {
        return agreements.stream().filter(a -> a.isInForce(day)).mapToLong(a -> a.value).sum();
    }

    /** Tells the rest of a term; whether the client left during or after it, or it still runs. */
    private boolean isOver(Agreement term) {
        LocalDate left = leavesDuring(term);
        changesDuring(term, left == null ? term.end : left);
        if (left != null) {
            depart(term, left, "client_churned");
            return true;
        }
        if (!term.end.isBefore(today)) {
            renewals.open(term);
            return true;
        }
        if (!isRenewed(term)) {
            depart(term, term.end.plusDays(1), null);
            return true;
        }
        return false;
    }

    private @Nullable LocalDate leavesDuring(Agreement term) {
        LocalDate from = later(term.start.plusDays(75), story.history.firstDay());
        LocalDate until = earlier(term.end.minusDays(30), today);
        if (story.account.isWritten()) {
            return null;
        }
        for (LocalDate day = from; day.isBefore(until); day = day.plusWeeks(1)) {
            if (story.latent.recentSatisfaction(day) < 0.38 && dice.chance(0.014)) {
                return day;
            }
        }
        return null;
    }

    private boolean isRenewed(Agreement term) {
        if (term.end.isBefore(story.history.firstDay()) || story.account.isWritten()) {
            return true;
        }
        double satisfaction = story.latent.recentSatisfaction(term.end);
        double loss =
                satisfaction < 0.38
                        ? 0.65
                        : satisfaction < 0.5 ? 0.30 : satisfaction < 0.62 ? 0.06 : 0.02;
        return !dice.chance(loss);
    }

    private void changesDuring(Agreement term, LocalDate until) {
        if (story.role() != null) {
            return;
        }
        LocalDate day = term.start.plusDays(dice.between(80, 280));
        if (!day.isBefore(earlier(until.minusDays(20), today))) {
            return;
        }
        if (story.latent.recentSatisfaction(day) < 0.45) {
            if (dice.chance(0.2)) {
                change(
                        term,
                        day,
                        "amendment",
                        -rounded(term.value / 100 * dice.between(5, 20)),
                        null);
            }
        } else if (story.latent.adoptionOn(day) > 0.66 && dice.chance(0.4)) {
            int seats = Math.max(1, story.account.seats() * dice.between(10, 30) / 100);
            long value = rounded(term.value * seats / story.account.seats());
            change(term, day, dice.chance(0.8) ? "amendment" : "expansion", value, seats);
        }
    }

    private void change(
            Agreement term, LocalDate day, String type, long value, @Nullable Integer seats) {
        Agreement addition =
                new Agreement(id(day), type, day, term.end, value, seats, term.autoRenews);
        agreements.add(addition);
        term.additions.add(addition);
        String opportunity = value > 0 && dice.chance(0.5) ? opportunities.won(day, value) : null;
        move(value > 0 ? "expansion" : "contraction", value, day, addition, opportunity);
        story.timeline.milestone(
                History.morning(day),
                value > 0 ? "expansion" : "risk",
                value > 0 ? Impact.POSITIVE : Impact.NEGATIVE,
                value > 0 ? "Contract extended by seats" : "Contract value lowered",
                addition.id);
    }

    private Agreement renew(Agreement old) {
        LocalDate start = old.end.plusDays(1);
        double satisfaction = story.latent.recentSatisfaction(old.end);
        int percent = satisfaction > 0.7 ? dice.between(0, 9) : dice.between(-12, 4);
        long before = old.valueWithAdditions();
        Agreement next =
                term(
                        "renewal",
                        start,
                        Math.max(rounded(before / 100 * (100 + percent)), 100_00),
                        old.seatsWithAdditions());
        LocalDate closed = old.end.minusDays(dice.between(1, 25));
        old.expire();
        renewals.won(old, next, before, closed);
        move(
                next.value > before ? "expansion" : "contraction",
                next.value - before,
                start,
                next,
                null);
        story.timeline.milestone(
                History.morning(closed), "renewal", Impact.POSITIVE, "Renewal won", old.id);
        return next;
    }

    private void depart(Agreement term, LocalDate on, @Nullable String lossReason) {
        Churn churn = Churn.of(dice);
        long lost = term.valueWithAdditions();
        term.terminate(on);
        renewals.lost(term, lost, on, lossReason == null ? churn.code() : lossReason);
        move("churn", -lost, on, term, null);
        story.churned(on);
        Instant at = story.history.inPast(History.morning(on));
        story.row(Table.CHURN_EVENTS)
                .day(on)
                .text(churn.reason())
                .text(churn.code())
                .hundredths(lost)
                .text(churn.competitor())
                .made(at, at)
                .end();
        story.timeline.milestone(at, "risk", Impact.NEGATIVE, "Client churned", term.id);
    }

    private void move(
            String kind,
            long delta,
            LocalDate on,
            Agreement agreement,
            @Nullable String opportunity) {
        if (delta == 0) {
            return;
        }
        arr += delta;
        Instant at = story.history.inPast(History.morning(on));
        story.row(Table.REVENUE_MOVEMENTS)
                .day(on)
                .text(dice.id("movement", at))
                .text(kind)
                .hundredths(delta)
                .text(agreement.id)
                .text(opportunity)
                .time(at)
                .end();
    }

    private Agreement term(String type, LocalDate start, long value, int seats) {
        int years = story.account.tier() == Tier.ENTERPRISE && dice.chance(0.3) ? 2 : 1;
        if (story.account.number() == Account.GLOBEX || story.role() != null) {
            years = 1;
        }
        LocalDate end = start.plusYears(years).minusDays(1);
        Agreement term =
                new Agreement(id(start), type, start, end, value, seats, dice.chance(0.35));
        agreements.add(term);
        return term;
    }

    private String id(LocalDate day) {
        return dice.id("contract", History.morning(day));
    }

    /** Rounds to whole hundreds of currency. */
    private static long rounded(long hundredths) {
        return (hundredths + 5_000) / 10_000 * 10_000;
    }

    private static LocalDate later(LocalDate a, LocalDate b) {
        return a.isAfter(b) ? a : b;
    }

    private static LocalDate earlier(LocalDate a, LocalDate b) {
        return a.isBefore(b) ? a : b;
    }
}

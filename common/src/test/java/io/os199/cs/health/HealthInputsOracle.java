package io.os199.cs.health;

import io.os199.cs.health.HealthRows.Catalogue;
import io.os199.cs.health.HealthRows.Contract;
import io.os199.cs.health.HealthRows.Escalation;
import io.os199.cs.health.HealthRows.Feature;
import io.os199.cs.health.HealthRows.PaymentChange;
import io.os199.cs.health.HealthRows.Renewal;
import io.os199.cs.health.HealthRows.Response;
import io.os199.cs.health.HealthRows.Ticket;
import io.os199.cs.health.HealthRows.Touchpoint;
import io.os199.cs.health.HealthRows.UserDay;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The definitions of the health inputs implemented a second time, row by row and day by day, for one client on one
 * day. It shares nothing with the product: where the two counts differ, one of them has misread the definition.
 */
public final class HealthInputsOracle {
    private static final List<String> TIERS =
            List.of("starter", "standard", "professional", "enterprise");
    private static final Set<String> ASKED_FOR_AN_ANSWER = Set.of("email", "call", "chat");

    private final Catalogue catalogue;
    private final HealthRows rows;
    private final Point at;
    private final Map<String, Object> inputs = new TreeMap<>();

    private HealthInputsOracle(Catalogue catalogue, HealthRows rows, Point at) {
        this.catalogue = catalogue;
        this.rows = rows;
        this.at = at;
    }

    /**
     * The day that is looked at, and when the calculation runs.
     *
     * @param day D
     * @param today the day of the calculation
     * @param now its moment
     * @param lookback L
     */
    public record Point(LocalDate day, LocalDate today, Instant now, int lookback) {
        Point reference() {
            return new Point(day.minusDays(lookback), today, now, lookback);
        }

        /** Columns hold microseconds: for a day that is over, the cut is its last one. */
        Instant cut() {
            return isToday()
                    ? now
                    : day.plusDays(1)
                            .atStartOfDay()
                            .toInstant(ZoneOffset.UTC)
                            .minus(1, ChronoUnit.MICROS);
        }

        boolean isToday() {
            return day.equals(today);
        }

        /** The last day whose use counts (D′). */
        LocalDate useDay() {
            return isToday() ? day.minusDays(1) : day;
        }

        /** Whether {@code then} is not after the cut; the cut itself counts as past. */
        boolean isPast(@Nullable Instant then) {
            return then != null && !then.isAfter(cut());
        }
    }

    /** Returns every input under its key; an absent input has no key. */
    public static Map<String, Object> count(Catalogue catalogue, HealthRows rows, Point at) {
        HealthInputsOracle oracle = new HealthInputsOracle(catalogue, rows, at);
        oracle.contracts();
        oracle.use();
        oracle.features();
        oracle.touchpoints();
        oracle.support();
        oracle.responses();
        return oracle.inputs;
    }

    private void contracts() {
        List<Contract> active = activeContracts();
        inputs.put("active_contract_count", active.size());
        int seats = 0;
        boolean isOverdue = false;
        boolean isLate = false;
        boolean isRenewalNear = false;
        for (Contract contract : active) {
            if (contract.includedUsers() != null) {
                seats += contract.includedUsers();
            }
            String status = paymentStatus(contract);
            isOverdue |= status.equals("overdue");
            isLate |= status.equals("late");
            isRenewalNear |= isRenewalNear(contract);
        }
        if (seats > 0) {
            inputs.put("licensed_user_count", seats);
        }
        inputs.put("overdue", isOverdue);
        inputs.put("late", isLate);
        inputs.put("renewal_near", isRenewalNear);
    }

    private List<Contract> activeContracts() {
        List<Contract> active = new ArrayList<>();
        for (Contract contract : rows.contracts()) {
            boolean isDraft = contract.status().equals("draft");
            boolean hasStarted = !contract.startDate().isAfter(at.day());
            boolean hasEnded = contract.endDate() != null && contract.endDate().isBefore(at.day());
            boolean isTerminated =
                    contract.terminatedOn() != null && !contract.terminatedOn().isAfter(at.day());
            if (!isDraft && hasStarted && !hasEnded && !isTerminated) {
                active.add(contract);
            }
        }
        return active;
    }

    /** Returns the status as it was at the cut: the first later change says what it changed from. */
    private String paymentStatus(Contract contract) {
        PaymentChange next = null;
        for (PaymentChange change : rows.paymentChanges()) {
            if (change.contractId().equals(contract.contractId())
                    && !at.isPast(change.changedAt())
                    && (next == null || change.changedAt().isBefore(next.changedAt()))) {
                next = change;
            }
        }
        if (next == null) {
            return contract.paymentStatus();
        }
        return next.fromStatus() == null ? "current" : next.fromStatus();
    }

    private boolean isRenewalNear(Contract contract) {
        LocalDate due =
                contract.renewalDate() != null ? contract.renewalDate() : contract.endDate();
        if (due == null || contract.autoRenew() || ChronoUnit.DAYS.between(at.day(), due) > 30) {
            return false;
        }
        for (Renewal renewal : rows.renewals()) {
            if (renewal.contractId().equals(contract.contractId()) && isSettled(renewal)) {
                return false;
            }
        }
        return true;
    }

    private boolean isSettled(Renewal renewal) {
        boolean isRenewed = renewal.stage().equals("renewed");
        if (at.isToday()) {
            return isRenewed || renewal.stage().equals("committed");
        }
        return isOnOrBefore(renewal.committedOn(), at.day())
                || isRenewed && isOnOrBefore(renewal.closedOn(), at.day());
    }

    private static boolean isOnOrBefore(@Nullable LocalDate day, LocalDate bound) {
        return day != null && !day.isAfter(bound);
    }

    private void use() {
        Window w = Window.endingOn(at.useDay(), at.lookback());
        Window p = Window.endingOn(at.useDay().minusDays(at.lookback()), at.lookback());
        Window seenIn = Window.endingOn(at.useDay(), Math.max(180, at.lookback()));
        Set<String> active = new HashSet<>();
        Set<String> seen = new HashSet<>();
        int userDays = 0;
        int events = 0;
        int eventsBefore = 0;
        for (UserDay use : rows.userDays()) {
            if (w.has(use.day())) {
                active.add(use.userKey());
                userDays++;
                events += use.eventCount();
            }
            if (p.has(use.day())) {
                eventsBefore += use.eventCount();
            }
            if (seenIn.has(use.day())) {
                seen.add(use.userKey());
            }
        }
        inputs.put("known", isKnown());
        inputs.put("active_user_count", active.size());
        inputs.put("user_day_count", userDays);
        inputs.put("seen_user_count", seen.size());
        inputs.put("event_count", events);
        inputs.put("event_count_before", eventsBefore);
    }

    private boolean isKnown() {
        return rows.productUsers().stream()
                .anyMatch(user -> !user.firstSeenOn().isAfter(at.useDay()));
    }

    private void features() {
        Set<String> bought = new HashSet<>();
        activeContracts().forEach(contract -> bought.addAll(contract.products()));
        bought.retainAll(catalogue.productIds());
        Window w = Window.endingOn(at.useDay(), at.lookback());
        int available = 0;
        int used = 0;
        for (Feature feature : catalogue.features()) {
            boolean isInTier = TIERS.indexOf(feature.minTier()) <= TIERS.indexOf(rows.tier());
            boolean isReleased =
                    feature.releasedOn() == null || !feature.releasedOn().isAfter(at.day());
            boolean isBought = bought.isEmpty() || bought.contains(feature.productId());
            if (isInTier && isReleased && isBought) {
                available++;
                if (rows.featureDays().stream()
                        .anyMatch(u -> u.featureKey().equals(feature.key()) && w.has(u.day()))) {
                    used++;
                }
            }
        }
        inputs.put("feature_available_count", available);
        inputs.put("feature_used_count", used);
    }

    private void touchpoints() {
        Window w = Window.endingOn(at.day(), at.lookback());
        LocalDate newest = null;
        int outbound = 0;
        int answered = 0;
        for (Touchpoint touch : rows.touchpoints()) {
            if (!at.isPast(touch.occurredAt())) {
                continue;
            }
            LocalDate day = day(touch.occurredAt());
            if (newest == null || day.isAfter(newest)) {
                newest = day;
            }
            if (touch.direction().equals("outbound")
                    && ASKED_FOR_AN_ANSWER.contains(touch.kind())
                    && w.has(day)) {
                if (at.isPast(touch.answeredAt())) {
                    outbound++;
                    answered++;
                } else if (!day.isAfter(at.day().minusDays(3))) {
                    outbound++;
                }
            }
        }
        if (newest != null) {
            inputs.put("touchpoint_age_days", (int) ChronoUnit.DAYS.between(newest, at.day()));
        }
        inputs.put("outbound_count", outbound);
        inputs.put("answered_count", answered);
    }

    private void support() {
        Window w = Window.endingOn(at.day(), at.lookback());
        int opened = 0;
        int highPriority = 0;
        int breaches = 0;
        boolean hasHistory = false;
        for (Ticket ticket : tickets()) {
            hasHistory |= at.isPast(ticket.openedAt());
            if (isIn(w, ticket.openedAt())) {
                opened++;
                highPriority += Set.of("P0", "P1").contains(ticket.priority()) ? 1 : 0;
            }
            breaches += isIn(w, ticket.firstResponseBreachedAt()) ? 1 : 0;
            breaches += isIn(w, ticket.resolutionBreachedAt()) ? 1 : 0;
        }
        int open = 0;
        for (Escalation escalation : rows.escalations()) {
            if (at.isPast(escalation.openedAt())) {
                hasHistory = true;
                open = at.isPast(escalation.resolvedAt()) ? open : 1;
            }
        }
        inputs.put("ticket_count", opened);
        inputs.put("high_priority_ticket_count", highPriority);
        inputs.put("sla_breach_count", breaches);
        inputs.put("open_escalation", open);
        inputs.put("has_support_history", hasHistory);
    }

    private List<Ticket> tickets() {
        return rows.tickets().stream().filter(ticket -> ticket.deletedAt() == null).toList();
    }

    private boolean isIn(Window window, @Nullable Instant moment) {
        return moment != null && at.isPast(moment) && window.has(day(moment));
    }

    private void responses() {
        Window window = Window.endingOn(at.day(), Math.max(90, 3 * at.lookback()));
        int count = 0;
        BigDecimal weights = BigDecimal.ZERO;
        BigDecimal weighted = BigDecimal.ZERO;
        for (Answer answer : answers()) {
            if (isIn(window, answer.at())) {
                BigDecimal weight = weight(ChronoUnit.DAYS.between(day(answer.at()), at.day()));
                count++;
                weights = weights.add(weight);
                weighted = weighted.add(weight.multiply(answer.value()));
            }
        }
        inputs.put("response_count", count);
        inputs.put("response_weight", weights);
        inputs.put("response_weighted_value", weighted);
    }

    private record Answer(Instant at, BigDecimal value) {}

    private List<Answer> answers() {
        List<Answer> answers = new ArrayList<>();
        for (Response response : rows.responses()) {
            BigDecimal score = BigDecimal.valueOf(response.score());
            BigDecimal value =
                    switch (response.kind()) {
                        case "nps" -> score.multiply(BigDecimal.TEN);
                        case "csat" -> stars(response.score());
                        default ->
                                score.subtract(BigDecimal.ONE)
                                        .multiply(BigDecimal.valueOf(100))
                                        .divide(BigDecimal.valueOf(6), 6, RoundingMode.HALF_UP);
                    };
            answers.add(new Answer(response.respondedAt(), value));
        }
        for (Ticket ticket : tickets()) {
            if (ticket.satisfaction() != null && ticket.satisfactionAt() != null) {
                answers.add(new Answer(ticket.satisfactionAt(), stars(ticket.satisfaction())));
            }
        }
        return answers;
    }

    private static BigDecimal stars(int score) {
        return BigDecimal.valueOf(25L * (score - 1));
    }

    /** The weight h(a); binary floating point is far closer to it than its six decimals require. */
    private static BigDecimal weight(long age) {
        return new BigDecimal(Math.pow(0.5, age / 45.0)).setScale(6, RoundingMode.HALF_UP);
    }

    private static LocalDate day(Instant moment) {
        return LocalDate.ofInstant(moment, ZoneOffset.UTC);
    }

    /** A range of days, both included. */
    private record Window(LocalDate first, LocalDate last) {
        static Window endingOn(LocalDate last, int days) {
            return new Window(last.minusDays(days).plusDays(1), last);
        }

        boolean has(LocalDate day) {
            return !day.isBefore(first) && !day.isAfter(last);
        }
    }
}

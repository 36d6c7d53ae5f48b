package io.os199.cs.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.health.HealthInputsOracle.Point;
import io.os199.cs.health.HealthRows.Catalogue;
import io.os199.cs.health.HealthRows.Contract;
import io.os199.cs.health.HealthRows.Escalation;
import io.os199.cs.health.HealthRows.Feature;
import io.os199.cs.health.HealthRows.FeatureDay;
import io.os199.cs.health.HealthRows.Renewal;
import io.os199.cs.health.HealthRows.Response;
import io.os199.cs.health.HealthRows.Ticket;
import io.os199.cs.health.HealthRows.Touchpoint;
import io.os199.cs.health.HealthRows.UserDay;
import io.os199.cs.health.model.HealthInputs;
import io.os199.cs.health.model.HealthLever;

import org.jspecify.annotations.Nullable;

import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Changes a client's rows as a lever says. Of the possible single changes, each that brings the input nearer to the
 * needed value is kept, those that move nothing else being tried first.
 */
final class LeverRows {
    private final Catalogue catalogue;
    private final HealthRows rows;
    private final Point at;
    private final HealthInputs in;
    private final HealthLever lever;

    private LeverRows(
            Catalogue catalogue, HealthRows rows, Point at, HealthInputs in, HealthLever lever) {
        this.catalogue = catalogue;
        this.rows = rows;
        this.at = at;
        this.in = in;
        this.lever = lever;
    }

    static HealthRows pull(
            Catalogue catalogue, HealthRows rows, Point at, HealthInputs in, HealthLever lever) {
        return new LeverRows(catalogue, rows, at, in, lever).pull();
    }

    private HealthRows pull() {
        List<Consumer<HealthRowsEdit>> changes = changes();
        HealthRows now = rows;
        for (boolean mayMoveOthers : List.of(false, true)) {
            for (Consumer<HealthRowsEdit> change : changes) {
                HealthRows next = HealthRowsEdit.of(now, change);
                Map<String, Object> before = count(now);
                Map<String, Object> after = count(next);
                if (missing(after) < missing(before)
                        && (mayMoveOthers || others(after).equals(others(before)))) {
                    now = next;
                }
            }
        }
        assertThat(missing(count(now))).as("%s of %s", lever, rows).isZero();
        return now;
    }

    private Map<String, Object> count(HealthRows changed) {
        return HealthInputsOracle.count(catalogue, changed, at);
    }

    private Map<String, Object> others(Map<String, Object> counted) {
        Map<String, Object> others = new TreeMap<>(counted);
        others.remove(lever.input());
        return others;
    }

    /** Returns how far the input is from the value it needs. */
    private long missing(Map<String, Object> counted) {
        return switch (lever.input()) {
            case "top_response_count" ->
                    distance(counted, "response_count", in.responseCount() + needed());
            case "payment_status" -> one(counted, "overdue", true) + one(counted, "late", true);
            case "renewal_open" -> one(counted, "renewal_near", true);
            case "engagement_score" -> distance(counted, "touchpoint_age_days", 0);
            case "support_score" -> one(counted, "has_support_history", false);
            case "satisfaction_score" -> one(counted, "response_count", 0);
            case "payment_score" -> one(counted, "active_contract_count", 0);
            default -> distance(counted, lever.input(), needed());
        };
    }

    private static long distance(Map<String, Object> counted, String input, long needed) {
        Object value = counted.get(input);
        return value == null ? Long.MAX_VALUE : Math.abs(((Number) value).longValue() - needed);
    }

    private static long one(Map<String, Object> counted, String input, Object unwanted) {
        return unwanted.equals(counted.get(input)) ? 1 : 0;
    }

    private int needed() {
        return lever.neededValue().intValueExact();
    }

    private List<Consumer<HealthRowsEdit>> changes() {
        return switch (lever.input()) {
            case "active_user_count" -> moreUsers();
            case "user_day_count" -> moreDays();
            case "event_count" -> moreEvents();
            case "feature_used_count" -> moreFeatures();
            case "touchpoint_age_days" -> List.of(touch(at.day().minusDays(needed())));
            case "engagement_score" -> List.of(touch(at.day()));
            case "answered_count" -> moreAnswers();
            case "ticket_count" -> tickets(LeverRows::openedBefore);
            case "high_priority_ticket_count" -> tickets(LeverRows::ofLowPriority);
            case "sla_breach_count" -> fewerBreaches();
            case "open_escalation" -> List.of(edit -> edit.escalations.replaceAll(this::resolved));
            case "support_score" -> List.of(this::quietTicket);
            case "top_response_count" ->
                    IntStream.range(0, needed()).mapToObj(n -> answer(n, 10)).toList();
            case "satisfaction_score" ->
                    List.of(
                            answer(
                                    0,
                                    lever.neededValue()
                                            .movePointLeft(1)
                                            .setScale(0, RoundingMode.CEILING)
                                            .intValueExact()));
            case "payment_status" -> List.of(LeverRows::paid);
            case "renewal_open" -> List.of(this::committed);
            case "payment_score" -> List.of(this::newContract);
            default -> throw new IllegalArgumentException(lever.input());
        };
    }

    /**
     * Known users first, starting with the most recently active, then new ones; each on as many days as the present
     * ones on average.
     */
    private List<Consumer<HealthRowsEdit>> moreUsers() {
        Stream<String> known =
                rows.userDays().stream()
                        .filter(row -> !row.day().isAfter(at.useDay()))
                        .sorted(Comparator.comparing(UserDay::day).reversed())
                        .map(UserDay::userKey)
                        .distinct();
        Stream<String> others = IntStream.range(0, needed()).mapToObj(n -> "added_" + n);
        int active = in.activeUserCount();
        int days = active == 0 ? 1 : Math.ceilDiv(in.userDayCount(), active);
        return Stream.concat(known, others).map(user -> active(user, days)).toList();
    }

    private Consumer<HealthRowsEdit> active(String user, int days) {
        return edit -> {
            for (int n = 0; n < days; n++) {
                edit.userDays.add(new UserDay(rows.clientId(), at.useDay().minusDays(n), user, 1));
            }
        };
    }

    private List<Consumer<HealthRowsEdit>> moreDays() {
        List<UserDay> window =
                rows.userDays().stream()
                        .filter(row -> !row.day().isBefore(useFrom()))
                        .filter(row -> !row.day().isAfter(at.useDay()))
                        .toList();
        List<Consumer<HealthRowsEdit>> changes = new ArrayList<>();
        for (String user : new TreeSet<>(window.stream().map(UserDay::userKey).toList())) {
            for (LocalDate day : useFrom().datesUntil(at.useDay().plusDays(1)).toList()) {
                if (window.stream()
                        .noneMatch(r -> r.userKey().equals(user) && r.day().equals(day))) {
                    changes.add(
                            edit -> edit.userDays.add(new UserDay(rows.clientId(), day, user, 1)));
                }
            }
        }
        return changes;
    }

    private LocalDate useFrom() {
        return at.useDay().minusDays(at.lookback() - 1L);
    }

    /** Adds events on a day that already exists, or else by a new user. */
    private List<Consumer<HealthRowsEdit>> moreEvents() {
        int more = lever.change().intValueExact();
        List<Consumer<HealthRowsEdit>> changes = new ArrayList<>();
        for (UserDay row : rows.userDays()) {
            changes.add(
                    edit ->
                            edit.userDays.replaceAll(
                                    r ->
                                            r == row
                                                    ? new UserDay(
                                                            r.clientId(),
                                                            r.day(),
                                                            r.userKey(),
                                                            r.eventCount() + more)
                                                    : r));
        }
        changes.add(
                edit ->
                        edit.userDays.add(
                                new UserDay(rows.clientId(), at.useDay(), "added", more)));
        return changes;
    }

    private List<Consumer<HealthRowsEdit>> moreFeatures() {
        List<Consumer<HealthRowsEdit>> changes = new ArrayList<>();
        for (Feature feature : catalogue.features()) {
            changes.add(
                    edit ->
                            edit.featureDays.add(
                                    new FeatureDay(rows.clientId(), at.useDay(), feature.key())));
        }
        return changes;
    }

    private Consumer<HealthRowsEdit> touch(LocalDate day) {
        return edit ->
                edit.touchpoints.add(
                        new Touchpoint(
                                rows.clientId(),
                                rows.clientId() + "_added",
                                start(day),
                                "meeting",
                                "inbound",
                                null));
    }

    private List<Consumer<HealthRowsEdit>> moreAnswers() {
        List<Consumer<HealthRowsEdit>> changes = new ArrayList<>();
        for (Touchpoint row : rows.touchpoints()) {
            changes.add(
                    edit ->
                            edit.touchpoints.replaceAll(
                                    r ->
                                            r == row
                                                    ? new Touchpoint(
                                                            r.clientId(),
                                                            r.touchpointId(),
                                                            r.occurredAt(),
                                                            r.kind(),
                                                            r.direction(),
                                                            r.occurredAt())
                                                    : r));
        }
        return changes;
    }

    private List<Consumer<HealthRowsEdit>> tickets(BiFunction<LeverRows, Ticket, Ticket> change) {
        List<Consumer<HealthRowsEdit>> changes = new ArrayList<>();
        for (int n = 0; n < rows.tickets().size(); n++) {
            int index = n;
            changes.add(
                    edit -> edit.tickets.set(index, change.apply(this, edit.tickets.get(index))));
        }
        return changes;
    }

    private List<Consumer<HealthRowsEdit>> fewerBreaches() {
        List<Consumer<HealthRowsEdit>> changes = new ArrayList<>();
        changes.addAll(tickets((self, t) -> breached(t, null, t.resolutionBreachedAt())));
        changes.addAll(tickets((self, t) -> breached(t, t.firstResponseBreachedAt(), null)));
        return changes;
    }

    private Ticket openedBefore(Ticket t) {
        return ticket(
                t,
                t.priority(),
                start(at.day().minusDays(at.lookback())),
                t.firstResponseBreachedAt(),
                t.resolutionBreachedAt());
    }

    private Ticket ofLowPriority(Ticket t) {
        return ticket(t, "P3", t.openedAt(), t.firstResponseBreachedAt(), t.resolutionBreachedAt());
    }

    private static Ticket breached(
            Ticket t, @Nullable Instant response, @Nullable Instant resolution) {
        return ticket(t, t.priority(), t.openedAt(), response, resolution);
    }

    private static Ticket ticket(
            Ticket t,
            String priority,
            Instant openedAt,
            @Nullable Instant firstResponseBreachedAt,
            @Nullable Instant resolutionBreachedAt) {
        return new Ticket(
                t.clientId(),
                t.ticketId(),
                priority,
                openedAt,
                firstResponseBreachedAt,
                resolutionBreachedAt,
                t.satisfaction(),
                t.satisfactionAt(),
                t.deletedAt());
    }

    private void quietTicket(HealthRowsEdit edit) {
        Instant opened = start(at.day().minusDays(at.lookback()));
        edit.tickets.add(
                new Ticket(
                        rows.clientId(),
                        rows.clientId() + "_added",
                        "P3",
                        opened,
                        null,
                        null,
                        null,
                        null,
                        null));
    }

    private Escalation resolved(Escalation escalation) {
        return at.isPast(escalation.openedAt())
                ? new Escalation(
                        escalation.clientId(),
                        escalation.escalationId(),
                        escalation.openedAt(),
                        at.cut())
                : escalation;
    }

    private Consumer<HealthRowsEdit> answer(int n, int nps) {
        return edit ->
                edit.responses.add(
                        new Response(
                                rows.clientId(),
                                rows.clientId() + "_added_" + n,
                                "nps",
                                nps,
                                start(at.day())));
    }

    private static void paid(HealthRowsEdit edit) {
        edit.paymentChanges.clear();
        edit.contracts.replaceAll(c -> contract(c, "current"));
    }

    private static Contract contract(Contract c, String paymentStatus) {
        return new Contract(
                c.clientId(),
                c.contractId(),
                c.status(),
                c.startDate(),
                c.endDate(),
                c.terminatedOn(),
                c.renewalDate(),
                c.autoRenew(),
                paymentStatus,
                c.includedUsers(),
                c.products());
    }

    private void committed(HealthRowsEdit edit) {
        edit.renewals.clear();
        for (Contract c : edit.contracts) {
            edit.renewals.add(
                    new Renewal(c.clientId(), c.contractId(), "committed", at.day(), null));
        }
    }

    private void newContract(HealthRowsEdit edit) {
        edit.contracts.add(
                new Contract(
                        rows.clientId(),
                        rows.clientId() + "_added",
                        "active",
                        at.day(),
                        null,
                        null,
                        null,
                        true,
                        "current",
                        null,
                        List.of()));
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay().toInstant(ZoneOffset.UTC);
    }
}

package io.os199.cs.api.tools.communication;

import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tools.communication.ReviewPack.Fact;
import io.os199.cs.api.tools.communication.ReviewPack.Period;
import io.os199.cs.communication.model.Review;
import io.os199.cs.communication.model.ReviewAttendee;
import io.os199.cs.communication.model.ReviewItem;
import io.os199.cs.communication.model.ReviewItemStatus;
import io.os199.cs.communication.review.Attendees;
import io.os199.cs.communication.review.ReviewFacts;
import io.os199.cs.communication.review.ReviewFacts.Health;
import io.os199.cs.communication.review.ReviewFacts.Held;
import io.os199.cs.communication.review.ReviewFacts.Now;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.core.overview.UsagePart;
import io.os199.cs.core.overview.UsageSection;
import io.os199.cs.health.HealthModels;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.platform.statistics.Sample;
import io.os199.cs.retention.facts.ClientReading;
import io.os199.cs.retention.facts.ClientSignals;
import io.os199.cs.retention.facts.RetentionFacts;
import io.os199.cs.retention.facts.RetentionFacts.Pair;
import io.os199.cs.retention.satisfaction.RatingWindows;
import io.os199.cs.retention.satisfaction.RatingWindows.Counted;
import io.os199.cs.retention.satisfaction.SatisfactionFilter;
import io.os199.cs.retention.satisfaction.SatisfactionPeriod;
import io.os199.cs.retention.satisfaction.ScoreCount;
import io.os199.cs.retention.satisfaction.SurveyKind;
import io.os199.cs.retention.satisfaction.SurveyTally;
import io.os199.cs.support.performance.AnalysisType;
import io.os199.cs.support.performance.PerformanceOrder;
import io.os199.cs.support.performance.PerformanceReader;
import io.os199.cs.support.performance.PerformanceReport.Compared;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads the preparation of a review; every figure is the one that the tool responsible for it reports. */
final class PackReader {
    private static final int RATE_DECIMALS = 4;
    private static final int USUAL_WEEKS = 12;
    private static final String RATE = "rate";
    private static final String COUNT = "count";

    private final Transaction tx;
    private final Review review;
    private final ReviewFacts rows;
    private final LocalDate asOf;
    private final ZoneId zone;
    private final Call call;
    private boolean usedBefore;
    private final List<Fact> facts = new ArrayList<>();
    private final List<DataGap> gaps = new ArrayList<>();

    PackReader(Transaction tx, Review review, @Nullable LocalDate asOf, ZoneId zone, Call call) {
        this.tx = tx;
        this.review = review;
        this.rows = new ReviewFacts(tx, review.clientId());
        this.asOf = asOf == null ? call.today() : asOf;
        this.zone = zone;
        this.call = call;
    }

    /** Returns the data gaps, after {@link #read}. */
    List<DataGap> gaps() {
        return List.copyOf(gaps);
    }

    /**
     * What the rules look at besides the facts.
     *
     * @param decides whether a decision maker is invited
     */
    record Found(
            LocalDate asOf,
            @Nullable Health health,
            @Nullable ClientSignals use,
            Now now,
            @Nullable Held last,
            List<ReviewItem> lateItems,
            int customerCount,
            boolean decides) {}

    ReviewPack read() {
        Held last = rows.last(review, asOf).orElse(null);
        LocalDate end = asOf.plusDays(1);
        LocalDate start = last == null ? end.minusDays(review.type().periodDays()) : last.heldOn();
        String basis =
                last == null
                        ? "no completed review before it: the last %d days"
                                .formatted(review.type().periodDays())
                        : "since the last completed review, held on " + last.heldOn();
        int days = (int) ChronoUnit.DAYS.between(start, end);
        Health health = rows.health(HealthModels.STANDARD, start, asOf).orElse(null);
        health(health);
        ClientSignals use = use(start);
        core(use, start);
        support(days, start);
        nps(start, end, days);
        Now now = rows.now(start.minusDays(days), start, end);
        standing(now, start, end);
        items(last);
        List<ReviewAttendee> customers =
                Attendees.of(review).stream()
                        .filter(each -> each.side().equals(ReviewAttendee.CUSTOMER))
                        .toList();
        Found found =
                new Found(
                        asOf,
                        health,
                        use,
                        now,
                        last,
                        last == null
                                ? List.of()
                                : last.items().stream().filter(each -> each.lateOn(asOf)).toList(),
                        customers.size(),
                        rows.decides(
                                customers.stream()
                                        .map(ReviewAttendee::contactId)
                                        .filter(Objects::nonNull)
                                        .toList()));
        Period period = new Period(start, end, basis);
        PackRules rules = new PackRules(facts, found);
        ReviewPack pack =
                new ReviewPack(
                        period,
                        List.copyOf(facts),
                        rules.wins(),
                        rules.risks(),
                        rules.talkingPoints(),
                        review.agenda().isEmpty() ? review.type().agenda() : review.agenda(),
                        rules.readiness(),
                        "");
        return new ReviewPack(
                pack.period(),
                pack.facts(),
                pack.wins(),
                pack.risks(),
                pack.talkingPoints(),
                pack.suggestedAgenda(),
                pack.readiness(),
                new PackMarkdown(review, pack, last, asOf, call.seesPersonalData()).of(gaps));
    }

    private void health(@Nullable Health health) {
        if (health == null) {
            gap(
                    "health_score",
                    "no_health_score",
                    "No score of health is stored; calculate_health_score makes one");
            return;
        }
        BigDecimal before = health.before();
        if (before == null) {
            gap(
                    "health_score.change",
                    "one_score",
                    "There is one score of health only; the next one makes a change");
        }
        fact(
                "health_score",
                health.score(),
                before,
                "score",
                null,
                "health_scores",
                before == null
                        ? "on " + health.scoredOn()
                        : "on %s; before: %s".formatted(health.scoredOn(), health.beforeOn()));
    }

    private @Nullable ClientSignals use(LocalDate start) {
        List<ClientReading> readings =
                RetentionFacts.readings(
                        tx,
                        List.of(
                                new Pair(review.clientId(), start),
                                new Pair(review.clientId(), asOf)),
                        call.today());
        ClientSignals before = readings.getFirst().signals();
        ClientSignals use = readings.getLast().signals();
        usedBefore = before.isKnown();
        String window = "the 30 days to %s; before: to %s".formatted(asOf, start);
        if (!use.isKnown()) {
            gap("active_user_count", "no_usage", "No use is stored; send it with the usage intake");
            gap(
                    "seat_utilization_rate",
                    "no_usage",
                    "No use is stored; send it with the usage intake");
            return use;
        }
        fact(
                "active_user_count",
                BigDecimal.valueOf(use.activeUserCount()),
                before.isKnown() ? BigDecimal.valueOf(before.activeUserCount()) : null,
                COUNT,
                (long) use.userDays30(),
                "usage_daily_users",
                window);
        BigDecimal seats = Rounded.rateOf(use.seatUtilization());
        if (seats == null) {
            gap(
                    "seat_utilization_rate",
                    "no_seats",
                    "No contract in force states included users; update_client_info adds them");
        } else {
            fact(
                    "seat_utilization_rate",
                    seats,
                    Rounded.rateOf(before.seatUtilization()),
                    RATE,
                    use.seatCount() == null ? null : (long) use.seatCount(),
                    "usage_daily_users, contracts",
                    window);
        }
        return use;
    }

    private void core(@Nullable ClientSignals use, LocalDate start) {
        UsageSection now = usage(asOf);
        if (use == null || !use.isKnown()) {
            gap(
                    "core_adoption_rate",
                    "no_usage",
                    "No use is stored; send it with the usage intake");
        } else if (now.coreFeaturesAvailableCount() == 0) {
            gap(
                    "core_adoption_rate",
                    "no_core_features",
                    "No core feature is available to the client; mark some in the catalogue");
        } else {
            UsageSection before = usage(start);
            fact(
                    "core_adoption_rate",
                    Objects.requireNonNull(share(now)),
                    usedBefore ? share(before) : null,
                    RATE,
                    (long) now.coreFeaturesAvailableCount(),
                    "usage_daily_features, features",
                    "the 30 days to %s; before: to %s".formatted(asOf, start));
        }
    }

    private UsageSection usage(LocalDate day) {
        return tx.ask(
                        "Use before a review",
                        List.of(UsagePart.READ),
                        Map.of("clientId", review.clientId(), "today", day))
                .get(UsagePart.READ);
    }

    private static @Nullable BigDecimal share(UsageSection use) {
        return use.coreFeaturesAvailableCount() == 0
                ? null
                : BigDecimal.valueOf(use.coreFeaturesUsedCount())
                        .divide(
                                BigDecimal.valueOf(use.coreFeaturesAvailableCount()),
                                RATE_DECIMALS,
                                RoundingMode.HALF_UP);
    }

    private void support(int days, LocalDate start) {
        PerformanceOrder order =
                new PerformanceOrder(
                        AnalysisType.COMPARISON,
                        asOf,
                        days,
                        null,
                        null,
                        null,
                        null,
                        false,
                        false,
                        USUAL_WEEKS,
                        PerformanceOrder.USUAL_LIMIT);
        List<Compared> compared =
                new PerformanceReader(
                                tx,
                                order,
                                new ClientRef(review.clientId(), review.clientName()),
                                zone,
                                call.now())
                        .read()
                        .comparison();
        for (Compared each : compared == null ? List.<Compared>of() : compared) {
            String window = window(start, days);
            switch (each.metric()) {
                case "opened_count" -> {
                    BigDecimal opened = each.current();
                    boolean isNone =
                            opened == null
                                    || (opened.signum() == 0
                                            && (each.before() == null
                                                    || each.before().signum() == 0));
                    if (opened == null || isNone) {
                        gap(
                                "tickets_opened_count",
                                "no_tickets",
                                "No ticket was opened in the period or the one before it");
                    } else {
                        fact(
                                "tickets_opened_count",
                                opened,
                                each.before(),
                                COUNT,
                                opened.longValue(),
                                "tickets",
                                window);
                    }
                }
                case "resolution_sla_met_rate", "csat_rate" -> sample(each, window);
                default -> {}
            }
        }
    }

    private void sample(Compared each, String window) {
        BigDecimal value = each.current();
        Long n = each.currentN();
        if (value == null || n == null || n < Sample.ENOUGH) {
            gap(
                    each.metric(),
                    "small_sample",
                    "Needs %d %s in the period and has %d"
                            .formatted(
                                    Sample.ENOUGH,
                                    each.metric().equals("csat_rate")
                                            ? "rated tickets"
                                            : "tickets whose target was met or missed",
                                    n == null ? 0 : n));
        } else {
            fact(each.metric(), value, each.before(), RATE, n, "tickets", window);
        }
    }

    private void nps(LocalDate start, LocalDate end, int days) {
        List<SatisfactionPeriod> spans =
                List.of(
                        new SatisfactionPeriod(start, end),
                        new SatisfactionPeriod(start.minusDays(days), start));
        List<Counted> counts =
                new RatingWindows(tx, SurveyKind.NPS, spans)
                        .counts(
                                new SatisfactionFilter(review.clientId(), null, null, null),
                                List.of());
        Sample now = nps(counts, 0);
        BigDecimal value = now.value();
        if (value == null) {
            gap(
                    "nps",
                    "small_sample",
                    "Needs %d answers in the period and has %d; monitor_satisfaction sends a survey"
                            .formatted(Sample.ENOUGH, now.n()));
        } else {
            fact(
                    "nps",
                    value,
                    nps(counts, 1).value(),
                    "points",
                    now.n(),
                    "survey_responses",
                    window(start, days));
        }
    }

    private static Sample nps(List<Counted> counts, int span) {
        SurveyTally tally =
                new SurveyTally(
                        SurveyKind.NPS,
                        counts.stream()
                                .filter(each -> each.no() == span && each.dimension().isEmpty())
                                .map(each -> new ScoreCount(each.score(), each.count()))
                                .toList());
        return Sample.nps(tally.promoters(), tally.detractors(), tally.total());
    }

    private void standing(Now now, LocalDate start, LocalDate end) {
        if (now.milestones() == 0 && now.milestonesBefore() == 0) {
            gap(
                    "milestones_count",
                    "no_milestones",
                    "No milestone was reached in the period or the one before it");
        } else {
            fact(
                    "milestones_count",
                    BigDecimal.valueOf(now.milestones()),
                    BigDecimal.valueOf(now.milestonesBefore()),
                    COUNT,
                    (long) now.milestones(),
                    "adoption_milestones, onboarding_milestones",
                    window(start, (int) ChronoUnit.DAYS.between(start, end)));
        }
        fact(
                "open_escalations_count",
                BigDecimal.valueOf(now.openEscalations()),
                null,
                COUNT,
                (long) now.openEscalations(),
                "escalations",
                "now");
        fact(
                "open_high_risks_count",
                BigDecimal.valueOf(now.openHighRisks()),
                null,
                COUNT,
                (long) now.openHighRisks(),
                "risk_indicators",
                "now");
        LocalDate renewal = now.renewalDate();
        if (renewal == null) {
            gap("renewal_in_days", "no_renewal_date", "The client has no date of renewal");
        } else {
            fact(
                    "renewal_in_days",
                    BigDecimal.valueOf(ChronoUnit.DAYS.between(asOf, renewal)),
                    null,
                    "days",
                    null,
                    "clients",
                    "from " + asOf);
        }
        if (now.arrAmount().signum() == 0) {
            gap("arr_amount", "no_contract", "No contract in force brings anything in a year");
        } else {
            fact("arr_amount", now.arrAmount(), null, "amount", null, "clients", "now");
        }
        int valued = now.openOpportunities() - now.unvaluedOpportunities();
        if (valued == 0) {
            gap(
                    "open_opportunities_amount",
                    now.openOpportunities() == 0 ? "no_opportunities" : "no_value",
                    now.openOpportunities() == 0
                            ? "No opportunity is open"
                            : "No open opportunity of %d has a value"
                                    .formatted(now.openOpportunities()));
        } else {
            fact(
                    "open_opportunities_amount",
                    Rounded.amount(now.opportunitiesAmount()),
                    null,
                    "amount",
                    (long) valued,
                    "opportunities",
                    "now");
        }
    }

    private void items(@Nullable Held last) {
        if (last == null || last.items().isEmpty()) {
            gap(
                    "previous_items_done_rate",
                    last == null ? "no_review" : "no_items",
                    last == null
                            ? "No review was completed before this one; complete_ebr records one"
                            : "The last review has no action items; complete_ebr records them");
            return;
        }
        long done =
                last.items().stream()
                        .filter(each -> each.status() == ReviewItemStatus.DONE)
                        .count();
        fact(
                "previous_items_done_rate",
                Rounded.rate((double) done / last.items().size()),
                null,
                RATE,
                (long) last.items().size(),
                "review_action_items",
                "of the review of " + last.heldOn());
    }

    private static String window(LocalDate start, int days) {
        return "%d days from %s; before: the %d days before".formatted(days, start, days);
    }

    private void fact(
            String key,
            BigDecimal value,
            @Nullable BigDecimal previous,
            String unit,
            @Nullable Long n,
            String source,
            String window) {
        facts.add(
                new Fact(
                        key,
                        value,
                        previous,
                        previous == null ? null : value.subtract(previous),
                        unit,
                        n,
                        source,
                        window));
    }

    private void gap(String key, String reason, String howToFix) {
        gaps.add(new DataGap("facts." + key, reason, howToFix));
    }
}

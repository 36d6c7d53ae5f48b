package io.os199.cs.feedback.metric;

import io.os199.cs.expansion.revenue.RevenueFilter;
import io.os199.cs.feedback.metric.FirstValueWindowDao.Counted;
import io.os199.cs.feedback.metric.Measured.Part;
import io.os199.cs.feedback.metric.Measured.Rows;
import io.os199.cs.onboarding.TimedClients;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.statistics.Quantiles;
import io.os199.cs.platform.statistics.Sample;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;

/** How long clients took to first value; those still on the way count with their age. */
final class FirstValueSource implements MetricSource {
    private static final int TARGET_DAYS = 21;
    private static final int RATE_DECIMALS = 4;
    private static final String NOT_MEASURABLE = "not_measurable";

    private final FirstValueWindowDao dao;
    private final MetricQuestion question;

    FirstValueSource(Transaction tx, MetricQuestion question) {
        this.dao = tx.dao(FirstValueWindowDao.class);
        this.question = question;
    }

    private record Place(int no, String dimension, String key) {}

    /** A median, and how many clients of how many reached first value. */
    record OfMethod(String method, int n, int reachedCount, @Nullable Integer medianDays) {}

    /** The clients that reached first value in the period, without those still on the way. */
    record ReachedInPeriod(int n, @Nullable BigDecimal medianDays) {}

    @Override
    public Measured read() {
        Map<Place, List<Counted>> measurable = new LinkedHashMap<>();
        List<Counted> reachedNow = new ArrayList<>();
        int notMeasurable = 0;
        for (Counted each : counts(question, question.filter(), null, question.dimensions())) {
            if (each.no() == 0) {
                reachedNow.add(each);
            } else if (!each.method().equals(NOT_MEASURABLE)) {
                measurable
                        .computeIfAbsent(
                                new Place(each.no() - 1, each.dimension(), each.key()),
                                _ -> new ArrayList<>())
                        .add(each);
            } else if (each.no() == 1 && each.dimension().isEmpty()) {
                notMeasurable += each.clientCount();
            }
        }
        Map<Integer, Figure> figures = new HashMap<>();
        for (int no = 0; no < question.spans().size(); no++) {
            figures.put(no, figure(measurable.getOrDefault(new Place(no, "", ""), List.of())));
        }
        List<Part> parts = new ArrayList<>();
        measurable.forEach(
                (place, clients) -> {
                    if (!place.dimension().isEmpty()) {
                        parts.add(new Part(place.dimension(), place.key(), figure(clients)));
                    }
                });
        List<Counted> period = measurable.getOrDefault(new Place(0, "", ""), List.of());
        return new Measured(
                figures,
                parts,
                components(period, reachedNow),
                new Rows(
                        List.of(
                                "contracts",
                                "onboarding_milestones",
                                "adoption_milestones",
                                "usage_user_features"),
                        TimedClients.count(period),
                        first(period),
                        last(period),
                        null,
                        "first-value-1"),
                List.of(),
                gaps(period, notMeasurable, Objects.requireNonNull(figures.get(0))));
    }

    private List<Counted> counts(
            MetricQuestion of,
            RevenueFilter filter,
            @Nullable String except,
            List<String> dimensions) {
        return dao.counts(
                filter,
                except,
                of.order().asOf(),
                of.order().periodEnd(),
                of.starts(),
                of.ends(),
                dimensions);
    }

    private Figure figure(List<Counted> clients) {
        int n = TimedClients.count(clients);
        OptionalInt median =
                n >= Sample.ENOUGH || question.isExact()
                        ? TimedClients.curve(clients).median()
                        : OptionalInt.empty();
        return new Figure(
                median.isPresent() ? BigDecimal.valueOf(median.getAsInt()) : null,
                n,
                null,
                null,
                null);
    }

    private Map<String, Object> components(List<Counted> period, List<Counted> reachedNow) {
        Map<String, Object> components = new LinkedHashMap<>();
        int reached = TimedClients.reached(period);
        components.put("reached_count", reached);
        components.put("open_count", TimedClients.count(period) - reached);
        Decided within = decided(period);
        if (question.isExact() ? within.n() > 0 : within.n() >= Sample.ENOUGH) {
            components.put(
                    "reached_within_21_days_rate",
                    BigDecimal.valueOf(within.count())
                            .divide(
                                    BigDecimal.valueOf(within.n()),
                                    RATE_DECIMALS,
                                    RoundingMode.HALF_UP));
        }
        components.put("decided_count", within.n());
        Map<String, List<Counted>> methods = new TreeMap<>();
        period.forEach(
                each -> methods.computeIfAbsent(each.method(), _ -> new ArrayList<>()).add(each));
        components.put(
                "by_method",
                methods.entrySet().stream()
                        .map(
                                each -> {
                                    BigDecimal median = figure(each.getValue()).value();
                                    return new OfMethod(
                                            each.getKey(),
                                            TimedClients.count(each.getValue()),
                                            TimedClients.reached(each.getValue()),
                                            median == null ? null : median.intValueExact());
                                })
                        .toList());
        List<BigDecimal> days = new ArrayList<>();
        reachedNow.forEach(
                each ->
                        days.addAll(
                                Collections.nCopies(
                                        each.clientCount(), BigDecimal.valueOf(each.days()))));
        components.put(
                "reached_in_period",
                new ReachedInPeriod(
                        days.size(),
                        days.size() >= Sample.ENOUGH || question.isExact()
                                ? new Quantiles(days).median(2)
                                : null));
        return components;
    }

    /** How many clients reached it in time, of those whose clock started so long ago that the target is past. */
    private record Decided(int count, int n) {}

    private static Decided decided(List<Counted> period) {
        int count = 0;
        int n = 0;
        for (Counted each : period) {
            n += each.clientCount() - each.youngCount();
            if (each.isReached() && each.days() <= TARGET_DAYS) {
                count += each.clientCount() - each.youngCount();
            }
        }
        return new Decided(count, n);
    }

    private List<DataGap> gaps(List<Counted> period, int notMeasurable, Figure figure) {
        List<DataGap> gaps = new ArrayList<>();
        if (notMeasurable > 0) {
            gaps.add(
                    new DataGap(
                            "current.n",
                            "not_measurable",
                            "%d clients that started have neither a plan with a first-value milestone nor an available core feature"
                                    .formatted(notMeasurable)));
        }
        if (period.isEmpty()) {
            gaps.add(
                    new DataGap(
                            "current.value",
                            "nobody_started",
                            "No client's clock started in the period: choose another"));
        } else if (figure.value() == null && (figure.n() >= Sample.ENOUGH || question.isExact())) {
            gaps.add(
                    new DataGap(
                            "current.value",
                            "more_than_half_open",
                            "The median is known once half of them have reached first value:"
                                    + " optimize_time_to_value says what holds them"));
        }
        return gaps;
    }

    private static @Nullable LocalDate first(List<Counted> clients) {
        return clients.stream()
                .flatMap(each -> Stream.ofNullable(each.firstOn()))
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private static @Nullable LocalDate last(List<Counted> clients) {
        return clients.stream()
                .flatMap(each -> Stream.ofNullable(each.lastOn()))
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    @Override
    public List<PeerValue> peers(RevenueFilter among, String except) {
        return counts(question.ofPeriod(), among, except, List.of()).stream()
                .filter(
                        each ->
                                each.no() == 1
                                        && each.isReached()
                                        && !each.method().equals(NOT_MEASURABLE))
                .map(each -> new PeerValue(BigDecimal.valueOf(each.days()), each.clientCount()))
                .toList();
    }

    /** Returns none: a median has no interval, so no segment is reported as worse. */
    @Override
    public List<String> lowest(String dimension, String key, int most) {
        return List.of();
    }
}

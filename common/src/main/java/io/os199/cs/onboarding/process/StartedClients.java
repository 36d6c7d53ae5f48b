package io.os199.cs.onboarding.process;

import io.os199.cs.onboarding.TimedClients;
import io.os199.cs.onboarding.process.ProcessReport.Group;
import io.os199.cs.onboarding.process.ProcessReport.TimeToValue;
import io.os199.cs.onboarding.process.StartedDao.Started;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.statistics.Quantiles;
import io.os199.cs.platform.statistics.Sample;
import io.os199.cs.platform.statistics.Survival;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Function;

/** Time to value of the clients whose clock started in a period. */
record StartedClients(List<Started> all) {
    private static final double QUARTER_REACHED = 0.75;
    private static final double NINE_IN_TEN_REACHED = 0.10;
    private static final int MEAN_DECIMALS = 2;

    /** Returns the number of clients. */
    int count() {
        return TimedClients.count(all);
    }

    TimeToValue timeToValue(int targetDays) {
        List<Started> decided = all.stream().filter(Started::isDecided).toList();
        List<Started> inTime =
                decided.stream()
                        .filter(each -> each.isReached() && each.days() <= targetDays)
                        .toList();
        Survival curve = TimedClients.curve(all);
        boolean tells = count() >= Sample.ENOUGH;
        int reached = TimedClients.reached(all);
        return new TimeToValue(
                tells ? value(curve.median()) : null,
                reached,
                count() - reached,
                tells ? value(curve.until(QUARTER_REACHED)) : null,
                tells ? value(curve.until(NINE_IN_TEN_REACHED)) : null,
                Sample.rate(TimedClients.count(inTime), TimedClients.count(decided)),
                median(waits()),
                groups(each -> WireName.of(each.tier())),
                groups(each -> each.complexity() == null ? null : WireName.of(each.complexity())),
                groups(each -> WireName.of(each.method())));
    }

    /** Returns the median of days, as {@code percentile_cont} computes it. */
    static Sample median(List<Integer> days) {
        return Sample.bare(
                new Quantiles(days.stream().map(BigDecimal::valueOf).toList())
                        .median(MEAN_DECIMALS),
                days.size());
    }

    private List<Integer> waits() {
        List<Integer> days = new ArrayList<>();
        for (Started each : all) {
            if (each.waitDays() != null) {
                days.addAll(Collections.nCopies(each.clientCount(), each.waitDays()));
            }
        }
        return days;
    }

    private List<Group> groups(Function<Started, @Nullable String> key) {
        Map<String, List<Started>> byKey = new TreeMap<>();
        for (Started each : all) {
            String of = key.apply(each);
            if (of != null) {
                byKey.computeIfAbsent(of, _ -> new ArrayList<>()).add(each);
            }
        }
        return byKey.entrySet().stream()
                .map(
                        group ->
                                new Group(
                                        group.getKey(),
                                        TimedClients.count(group.getValue()),
                                        TimedClients.reached(group.getValue()),
                                        TimedClients.count(group.getValue()) < Sample.ENOUGH
                                                ? null
                                                : value(
                                                        TimedClients.curve(group.getValue())
                                                                .median())))
                .toList();
    }

    private static @Nullable Integer value(OptionalInt days) {
        return days.isPresent() ? days.getAsInt() : null;
    }
}
